import { describe, expect, it } from 'vitest';
import {
  cancelClocks,
  clockById,
  clocksOf,
  counterEvent,
  extendClock,
  fallenDue,
  nextOf,
  nextRound,
  raise,
  recompute,
  type Subject,
  startClock,
  stopByName,
} from '#main/clocks/service.ts';
import type { Tx } from '#main/db/open.ts';
import { defaultCentre, writeGroup } from '#main/settings/service.ts';
import { DEFAULT_POLICY } from '#shared/rules/complaint-policy.ts';
import { system, testDatabase } from '../support/database.ts';
import { eventsOf } from './events.ts';

const HOUR = 3_600_000;
const rules = DEFAULT_POLICY.severities.general.clocks;

async function house() {
  const desk = await testDatabase();
  const subject: Subject = { kind: 'refund', id: desk.ids.next() };
  const run = async <T>(fn: (tx: Tx) => T): Promise<T> =>
    (await desk.commands.run({ name: 'test', actor: system, undo: 'none', topics: [] }, (tx) => ({ value: fn(tx) }))).result.value;
  await run((tx) => writeGroup(tx, 'centre', { ...defaultCentre, centreName: '晨光培训中心', zone: 'Asia/Shanghai' }));
  const start = (clock: 'refund_review' | 'resolution' = 'refund_review') =>
    run((tx) => startClock(tx, desk.ids, subject, { clock, cycle: 1, rule: rules[clock], startedAt: tx.command.at }));
  return { ...desk, subject, run, start };
}

describe('clocks of any subject', () => {
  it('are warned at 80 % and missed after due, once each, with their times', async () => {
    const { db, clock, ids, run, start, subject } = await house();
    const begun = await start();
    const due = begun.startedAt + 24 * HOUR;
    clock.set(due);
    expect(fallenDue(db, clock.now()).map((each) => each.kind)).toEqual(['warned']);
    clock.set(due + 1);
    expect(fallenDue(db, clock.now(), subject).map((each) => [each.kind, each.dueAt])).toEqual([
      ['warned', begun.startedAt + 0.8 * 24 * HOUR],
      ['missed', due],
    ]);
    for (const kind of ['warned', 'missed', 'warned', 'missed'] as const) await run((tx) => raise(tx, ids, begun.id, kind));
    expect(eventsOf(db, begun).map((each) => [each.kind, each.dueAt, each.happenedAt, each.detectedAt])).toEqual([
      ['warned', due, begun.startedAt + 0.8 * 24 * HOUR, due + 1],
      ['missed', due, due, due + 1],
    ]);
    expect(fallenDue(db, clock.now())).toEqual([]);
  });

  it('are met when stopped exactly at due, missed a millisecond later', async () => {
    for (const [late, outcome] of [
      [0, 'met'],
      [1, 'missed'],
    ] as const) {
      const { clock, ids, run, start, subject } = await house();
      const begun = await start();
      clock.set(begun.dueAt + late);
      const stopped = await run((tx) => stopByName(tx, ids, subject, 'refund_review', tx.command.at));
      expect(stopped?.outcome).toBe(outcome);
    }
  });

  it('an event of a key can be written once; taken back it comes with its next revision', async () => {
    const { db, clock, ids, run, start, subject } = await house();
    const begun = await start();
    clock.step(HOUR);
    await run((tx) => stopByName(tx, ids, subject, 'refund_review', tx.command.at));
    const again = { ...begun, stoppedAt: null } as const;
    await expect(
      run((tx) => {
        tx.run(`UPDATE clocks SET stopped_at = NULL, outcome = 'open' WHERE id = ?`, [again.id]);
        stopByName(tx, ids, subject, 'refund_review', tx.command.at);
      }),
    ).rejects.toThrow();
    const met = db.get<Record<string, unknown>>(`SELECT * FROM clock_events WHERE kind = 'met'`);
    await run((tx) => {
      counterEvent(tx, ids, met ?? {});
      tx.run(`UPDATE clocks SET stopped_at = NULL, outcome = 'open' WHERE id = ?`, [again.id]);
    });
    expect(eventsOf(db, begun)).toEqual([]);
    await run((tx) => stopByName(tx, ids, subject, 'refund_review', tx.command.at));
    expect(eventsOf(db, begun).map((each) => [each.kind, each.revision])).toEqual([['met', 1]]);
    // Taking back the taking back writes the event anew.
    const revoked = db.get<Record<string, unknown>>(`SELECT * FROM clock_events WHERE kind = 'revoked'`);
    await run((tx) => {
      counterEvent(tx, ids, eventRow(tx, 1));
      counterEvent(tx, ids, revoked ?? {});
    });
    expect(eventsOf(db, begun).map((each) => [each.kind, each.revision])).toEqual([['met', 2]]);
  });

  it('may be extended more than once, and rounds are not used twice', async () => {
    const { db, clock, ids, run, start, subject } = await house();
    const begun = await start();
    await run((tx) => extendClock(tx, ids, clockById(tx, begun.id), 60));
    await run((tx) => extendClock(tx, ids, clockById(tx, begun.id), 60));
    expect(clockById(db, begun.id).dueAt).toBe(begun.dueAt + 2 * HOUR);
    expect(nextRound(db, subject, 'refund_review', 1)).toBe(2);
    await run((tx) => tx.run('DELETE FROM clocks WHERE id = ?', [begun.id]));
    expect(nextRound(db, subject, 'refund_review', 1)).toBe(2);
    clock.step(25 * HOUR);
    const next = await start();
    expect(next.round).toBe(2);
    await run((tx) => cancelClocks(tx, ids, subject));
    expect(clocksOf(db, subject).map((each) => each.outcome)).toEqual(['cancelled']);
    expect(nextOf(clocksOf(db, subject))).toEqual({ nextClock: null, nextDueAt: null, paused: false });
  });

  it('stand still while the subject waits, unless they fell due before', async () => {
    const { db, clock, run, start, subject } = await house();
    const begun = await start('resolution');
    clock.step(47 * HOUR);
    const wait = [{ from: clock.now(), to: null }];
    await run((tx) => recompute(tx, subject, wait));
    clock.step(10 * HOUR);
    expect(fallenDue(db, clock.now()).filter((each) => each.kind === 'missed')).toEqual([]);
    await run((tx) => recompute(tx, subject, [{ from: begun.startedAt + 47 * HOUR, to: clock.now() }]));
    expect(clockById(db, begun.id)).toMatchObject({ dueAt: begun.dueAt + 10 * HOUR, paused: false });
    clock.set(begun.dueAt + 10 * HOUR + 1);
    await run((tx) =>
      recompute(tx, subject, [
        { from: begun.startedAt + 47 * HOUR, to: begun.startedAt + 57 * HOUR },
        { from: clock.now(), to: null },
      ]),
    );
    expect(fallenDue(db, clock.now()).map((each) => each.kind)).toContain('missed');
  });
});

function eventRow(tx: Tx, revision: number): Record<string, unknown> {
  return tx.get(`SELECT * FROM clock_events WHERE kind = 'met' AND revision = ?`, [revision]) ?? {};
}
