import type { Identity } from '#main/base/os.ts';
import { calendarsOf } from '#main/calendar/service.ts';
import type { Db } from '#main/db/open.ts';
import { readSettings } from '#main/settings/service.ts';
import { proposeBy } from '#main/triage/service.ts';
import { Failure } from '#shared/contract/failure.ts';
import type { Category, ClockName, Lang, Person, Severity } from '#shared/contract/fields.ts';
import { due } from '#shared/rules/clock.ts';
import { clocksAtRecord } from '#shared/rules/complaints.ts';
import type { Proposal } from '#shared/rules/triage.ts';
import { DAY } from '#shared/rules/zone.ts';
import { pickOwner, reasonOf } from './assignment.ts';
import { toldBy } from './escalation.ts';
import { namesOf } from './load.ts';
import { activePolicy } from './policy.ts';
import type { AssignmentReason } from './tables.ts';

/** Category and severity as the words suggest, with the words and the rule that say so; the person decides. */
export function proposeFromWords(db: Db, words: string, lang: Lang = 'zh-CN'): Omit<Proposal, 'rules'> {
  const { rules: _spoken, ...proposal } = proposeBy(db, words, lang);
  return proposal;
}

export type ForecastInput = {
  studentIds: string[];
  aboutStaffIds: string[];
  category: Category;
  severity: Severity;
  receivedAt: number | null;
};
export type Forecast = {
  owner: Person | null;
  reason: AssignmentReason;
  clocks: { clock: ClockName; dueAt: number }[];
  escalatesTo: string[];
  recentComplaints: number;
};

/**
 * What will happen when it is saved at `now` (UTC ms): owner and why, due times, whom the first step of the ladder tells, and how
 * many complaints of these students came in the last 30 days. Writes nothing. Errors: FUTURE_TIME.
 */
export function forecast(db: Db, who: Identity, input: ForecastInput, now: number): Forecast {
  const { category, severity, studentIds, aboutStaffIds } = input;
  const receivedAt = input.receivedAt ?? now;
  if (receivedAt > now) throw new Failure('FUTURE_TIME', { field: 'receivedAt' });
  const policy = activePolicy(db).severities[severity];
  const choice = pickOwner(db, { category, severity, studentIds, aboutIds: aboutStaffIds }, now);
  const auto = readSettings(db).autoAssign;
  const ownerId = auto ? choice.ownerId : null;
  const { opening, statutory } = calendarsOf(db);
  const first = policy.ladder[0];
  const told = first ? toldBy(db, first, { category, severity, firstContactId: who.staffId }, aboutStaffIds, now).staffIds : [];
  const names = namesOf(db, [...told, ownerId]);
  return {
    owner: ownerId === null ? null : { id: ownerId, name: names.get(ownerId) ?? '' },
    reason: auto ? reasonOf(choice) : { rule: 'nobody', because: [{ code: 'auto_assign_off', values: {} }] },
    clocks: clocksAtRecord(true).map((clock) => {
      const { target, unit } = policy.clocks[clock];
      return { clock, dueAt: due({ target, unit, start: clock === 'dispatch' ? now : receivedAt, calendar: opening, statutory }, now) };
    }),
    escalatesTo: told.map((id) => names.get(id) ?? ''),
    recentComplaints:
      db.get<{ n: number }>(
        `SELECT count(DISTINCT c.id) AS n FROM complaint_students cs JOIN complaints c ON c.id = cs.complaint_id
         WHERE cs.student_id IN (SELECT value FROM json_each(?)) AND c.received_at >= ? AND c.state <> 'withdrawn'`,
        [JSON.stringify(studentIds), now - 30 * DAY],
      )?.n ?? 0,
  };
}
