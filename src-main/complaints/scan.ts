import { createClockWatch } from '#main/base/clock.ts';
import type { Services } from '#main/base/os.ts';
import type { Job } from '#main/base/scheduler.ts';
import { catchUpsTable } from '#main/clocks/tables.ts';
import { insertRow } from '#main/db/rows.ts';
import { noticesOf, publishNotices, tellStaff } from '#main/messages/service.ts';
import { zoneOf } from '#main/settings/service.ts';
import { dayOf, MINUTE } from '#shared/rules/zone.ts';
import { stillNobody } from './escalation.ts';
import { type Fallen, fallenItems, fallenKey, inOrder, raiseFallen } from './raise.ts';
import { recomputeAll } from './undo.ts';

/** What fell due longer ago than this was missed because the program was off or asleep. */
const CAUGHT_UP_AFTER = 5 * MINUTE;
const system = { kind: 'system' } as const;

type Needs = Pick<Services, 'db' | 'commands' | 'clock' | 'changes' | 'log' | 'ids' | 'events'>;
export type Scanned = { raised: number; caughtUp: number };

/**
 * Raises what fell due by now: ends of waits, warnings, misses, unanswered dispatches, steps of the ladder, in the order of their
 * due time, each in a small idempotent command by the program. Killed half-way, the next run finds the rest; run twice, the second
 * changes nothing; after days off everything is raised with the time it was due (spec/complaints.md, "Clocks" and "Escalation").
 */
export async function scanComplaints(services: Needs): Promise<Scanned> {
  const { db, commands, clock, changes, log, ids } = services;
  const desk = { ids, events: services.events };
  const seen = new Set<string>();
  const caught: number[] = [];
  let raised = 0;
  const queue = fallenItems(db, clock.now());
  for (const item of queue) seen.add(fallenKey(item));
  for (let item = queue.shift(); item; item = queue.shift()) {
    const { complaintId } = item;
    if (item.kind === 'redispatch' && stillNobody(db, complaintId, clock.now())) continue;
    try {
      const { result } = await commands.run(
        { name: `complaints.${item.kind}`, actor: system, undo: 'none', topics: ['complaints', 'messages', 'today'] },
        (tx) => ({ done: raiseFallen(tx, desk, item), notices: noticesOf(tx), recordedAt: recordedAt(tx, item) }),
      );
      publishNotices(changes, result.notices);
      if (!result.done) continue;
      raised += 1;
      // What was due before anybody entered the complaint was not missed by the program.
      if (item.dueAt < clock.now() - CAUGHT_UP_AFTER && item.dueAt >= result.recordedAt) caught.push(item.dueAt);
    } catch (error) {
      log.error('job.failed', { job: `complaints.${item.kind}`, error });
      continue;
    }
    // What follows from it for the same complaint (a later step, a miss after a wait) takes its place in the order.
    for (const next of fallenItems(db, clock.now(), complaintId)) {
      if (seen.has(fallenKey(next))) continue;
      seen.add(fallenKey(next));
      const place = queue.findIndex((each) => inOrder(each, next) > 0);
      queue.splice(place < 0 ? queue.length : place, 0, next);
    }
  }
  if (caught.length > 0) {
    await commands.run({ name: 'complaints.caught-up', actor: system, undo: 'none', topics: ['today'] }, (tx) => {
      insertRow(tx, catchUpsTable, { id: ids.next(), sinceAt: Math.min(...caught), untilAt: tx.command.at, raised: caught.length });
    });
  }
  return { raised, caughtUp: caught.length };
}

function recordedAt(db: Pick<Services['db'], 'get'>, item: Fallen): number {
  return db.get<{ at: number }>('SELECT recorded_at AS at FROM complaints WHERE id = ?', [item.complaintId])?.at ?? 0;
}

export type ComplaintScan = Job & {
  /** The machine woke up: the next look may find the wall clock further on without calling it a jump. */
  resumed(): void;
};

/** The scheduler's job: looks whether the wall clock was set, then raises what fell due. */
export function complaintScan(services: Needs): ComplaintScan {
  const watch = createClockWatch(services.clock);
  let woken = true;
  let begun = false;
  return {
    name: 'complaints.scan',
    resumed: () => {
      woken = true;
    },
    run: async () => {
      const { db, clock, log } = services;
      const last = db.get<{ at: number }>('SELECT at FROM command ORDER BY seq DESC LIMIT 1')?.at ?? 0;
      const jump = watch.check(last);
      if (jump && (jump.kind === 'back' || !woken)) {
        log.warn('clock.jump', { code: jump.kind, ms: jump.byMs });
        await noteJump(services, jump.kind, jump.byMs, clock.now());
      }
      woken = false;
      if (!begun) await followNewCalendar(services);
      begun = true;
      await scanComplaints(services);
    },
  };
}

/** A newer program may bring the working days that open clocks were only provisionally counted by. */
async function followNewCalendar(services: Needs): Promise<void> {
  const { db, commands, ids, events } = services;
  if (!db.get('SELECT 1 FROM clocks WHERE stopped_at IS NULL AND provisional = 1 LIMIT 1')) return;
  await commands.run({ name: 'complaints.recompute', actor: system, undo: 'none', topics: ['complaints', 'today'] }, (tx) => {
    recomputeAll(tx, { ids, events }, null);
  });
}

/** Tells every manager that the wall clock was set. */
async function noteJump(services: Needs, kind: string, byMs: number, now: number): Promise<void> {
  const { commands, changes, ids } = services;
  const { result } = await commands.run({ name: 'complaints.clock-jump', actor: system, undo: 'none', topics: ['messages'] }, (tx) => {
    const managers = tx.all<{ id: string }>(
      `SELECT id FROM staff WHERE (left_on IS NULL OR left_on >= ?) AND login <> '' AND roles LIKE '%"manager"%'`,
      [dayOf(now, zoneOf(tx))],
    );
    tellStaff(
      tx,
      ids,
      managers.map((row) => row.id),
      {
        kind: 'clock_jump',
        ref: { kind: 'settings', id: 'clock', number: '' },
        values: { kind, minutes: Math.round(byMs / MINUTE), at: now },
      },
    );
    return noticesOf(tx);
  });
  publishNotices(changes, result);
}
