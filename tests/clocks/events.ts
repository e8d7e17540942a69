import { clockEventsTable } from '#main/clocks/tables.ts';
import type { Db } from '#main/db/open.ts';
import { selectRows } from '#main/db/rows.ts';

type ClockEvent = typeof clockEventsTable.$inferSelect;

/** The events of one clock that nobody took back, oldest first. */
export function eventsOf(db: Db, clock: Pick<ClockEvent, 'subjectKind' | 'subjectId' | 'clock' | 'cycle' | 'round'>): ClockEvent[] {
  const { subjectKind, subjectId, clock: name, cycle, round } = clock;
  const events = selectRows(
    db,
    clockEventsTable,
    'WHERE subject_kind = ? AND subject_id = ? AND clock = ? AND cycle = ? AND round = ? ORDER BY detected_at, id',
    [subjectKind, subjectId, name, cycle, round],
  );
  const revoked = new Set(events.flatMap((each) => (each.revokes === null ? [] : [each.revokes])));
  return events.filter((each) => each.kind !== 'revoked' && !revoked.has(each.id));
}
