import { promisesTable } from '#main/complaints/tables.ts';
import { followUpAttemptsTable, followUpsTable } from '#main/follow-ups/tables.ts';
import { followUpDueAt } from '#shared/rules/follow-ups.ts';
import { addDays, DAY, dayStart, HOUR, MINUTE } from '#shared/rules/zone.ts';
import complaints from '../../resources/demo/complaints.json' with { type: 'json' };
import content from '../../resources/demo/follow-ups.json' with { type: 'json' };
import type { BulkVisit } from './bulk-complaints.ts';
import { inserter } from './bulk-db.ts';
import { type BulkStudent, growingDays, recentStudents } from './bulk-people.ts';
import type { BulkWorld } from './bulk-world.ts';
import { someTimeOn, whenOpen } from './opening-time.ts';

type Row = typeof followUpsTable.$inferInsert;
type Attempt = Pick<typeof followUpAttemptsTable.$inferInsert, 'outcome' | 'happenedAt'> &
  Partial<typeof followUpAttemptsTable.$inferInsert>;

const OVERDUE = 0.04;

/** The visits after complaints and, up to `count` in all, the follow-ups that people planned themselves. */
export function writeCare(world: BulkWorld, students: readonly BulkStudent[], visits: readonly BulkVisit[], count: number): void {
  const { db, ids, random, calendar, end, until, from } = world;
  const { zone } = calendar;
  const add = {
    followUp: inserter(db, followUpsTable),
    attempt: inserter(db, followUpAttemptsTable),
    promise: inserter(db, promisesTable),
  };
  const desks = world.staffIn('specialist');
  const recent = recentStudents(students);

  const write = (row: Omit<Row, 'id' | 'dueAt' | 'nextOn'> & { nextOn?: string }, attempts: readonly Attempt[]): void => {
    const id = ids.next();
    const by = row.ownerId ?? random.pick(desks);
    add.followUp({ id, dueAt: followUpDueAt(row.dueOn, zone), nextOn: row.dueOn, ...row });
    for (const attempt of attempts) {
      add.attempt({ id: ids.next(), followUpId: id, recordedAt: attempt.happenedAt, recordedBy: by, ...attempt });
    }
    const talk = attempts.at(-1);
    if (talk?.outcome === 'reached' && random.chance(0.025)) {
      const dueAt = whenOpen(calendar, random, talk.happenedAt + random.int(1, 4) * DAY);
      const keptAt = random.chance(0.92) ? dueAt - random.int(10, 500) * MINUTE : dueAt + random.int(1, 5) * DAY;
      add.promise({
        id: ids.next(),
        followUpId: id,
        complaintId: row.complaintId ?? null,
        studentId: row.studentId ?? null,
        ownerId: by,
        words: random.pick(content.promises),
        dueAt,
        madeAt: talk.happenedAt,
        doneAt: keptAt < end ? Math.max(keptAt, talk.happenedAt + MINUTE) : null,
      });
    }
  };
  /** A call in vain some time before, so that the last one is not the first. */
  const inVain = (before: number): Attempt => ({ outcome: 'not_reached', happenedAt: before, words: random.pick(content.notReached) });

  for (const visit of visits) {
    const { complaintId, cycle, studentId, guardianId, ownerId, toldAt, dueOn, doneAt, late } = visit;
    const base = { rule: 'complaint_visit' as const, complaintId, cycle, studentId, guardianId, ownerId, dueOn, createdAt: toldAt };
    if (visit.reopened) write({ ...base, state: 'cancelled', doneAt: toldAt + 20 * HOUR }, []);
    else if (doneAt === null) write({ ...base, state: 'open' }, []);
    else if (random.chance(0.03))
      write({ ...base, state: 'refused', doneAt }, [
        { outcome: 'refused', happenedAt: doneAt, words: random.pick(complaints.visit.refused) },
      ]);
    else {
      const satisfaction = random.chance(0.05) ? null : random.weighted(late ? LATE_SCORES : SCORES);
      const tone = satisfaction === null || satisfaction === 3 ? 'neutral' : satisfaction > 3 ? 'good' : 'bad';
      write({ ...base, state: 'done', satisfaction, doneAt }, [
        { outcome: 'reached', happenedAt: doneAt, satisfaction, words: random.pick(complaints.visit[tone]) },
      ]);
    }
  }

  const days = growingDays(random, calendar, from, addDays(until, 18), count - visits.length);
  for (const dueOn of days) {
    const at = someTimeOn(calendar, random, dueOn);
    if (at === null) throw new Error('a follow-up is due on a closed day');
    const student = recent(random.next(), addDays(dueOn, -2));
    const by = random.chance(0.6) ? student.advisorId : random.pick(desks);
    const since = Math.max(dayStart(student.since, zone) + 10 * HOUR, at - random.int(1, 20) * DAY);
    const createdAt = Math.min(since, at - HOUR, end - random.int(1, 3000) * MINUTE);
    const base = {
      rule: 'manual' as const,
      studentId: student.id,
      guardianId: student.guardianId,
      ownerId: by,
      reason: random.pick(content.reasons),
      dueOn,
      createdAt,
    };
    const overdue = end - at < 14 * DAY && random.chance(OVERDUE);
    if (dueOn >= until || overdue) {
      write({ ...base, state: 'open' }, []);
      continue;
    }
    const shape = random.next();
    if (shape < 0.02)
      write({ ...base, state: 'refused', doneAt: at }, [{ outcome: 'refused', happenedAt: at, words: random.pick(content.refused) }]);
    else if (shape < 0.05) {
      const tries = [at - 2 * DAY, at - DAY, at].map(inVain);
      write({ ...base, state: 'unreachable', tries: 3, doneAt: at }, tries);
    } else {
      const tries = shape < 0.18 ? [inVain(at - 3 * HOUR)] : [];
      const mood = random.weighted<'good' | 'neutral' | 'bad'>([
        ['good', 6],
        ['neutral', 3],
        ['bad', 1],
      ]);
      write({ ...base, state: 'done', tries: tries.length, doneAt: at }, [
        ...tries,
        { outcome: 'reached', happenedAt: at, mood, words: random.pick(content.reached) },
      ]);
    }
  }
}

const SCORES: readonly (readonly [number, number])[] = [
  [5, 12],
  [4, 7],
  [3, 2],
  [2, 1],
];
const LATE_SCORES: readonly (readonly [number, number])[] = [
  [5, 3],
  [4, 4],
  [3, 3],
  [2, 3],
  [1, 1],
];
