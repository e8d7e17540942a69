import type { Category, Department, Severity } from '#shared/contract/fields.ts';
import { nextOpenDay, type OpeningCalendar, openWindowsOn } from './calendar.ts';
import { atMinute, DAY, dayOf } from './zone.ts';

/** Which department answers for a category unless the centre says otherwise (spec/complaints.md, "Assignment"). */
export const departmentOfCategory: Record<Category, Department> = {
  teaching: 'teaching',
  technical: 'technical',
  service: 'service',
  facility: 'administration',
  finance: 'administration',
};

/** Who handled this student within this time is preferred. */
export const KNOWS_STUDENT_FOR = 30 * DAY;

export type Candidate = {
  id: string;
  /** Works here, has a login and may handle complaints. */
  active: boolean;
  departments: readonly Department[];
  headOf: readonly Department[];
  supervisor: boolean;
  manager: boolean;
  openCount: number;
  assignedToday: number;
  /** Most complaints a day; null = no limit. */
  dailyCap: number | null;
  /** When this person last got a complaint; null = never. */
  lastAssignedAt: number | null;
  /** When this person last handled a complaint of one of the students; null = never. */
  handledStudentAt: number | null;
  /** null = all. */
  severities: readonly Severity[] | null;
};

/** A rung of the ladder on which an owner is looked for. */
export type Rung = 'staff' | 'head' | 'supervisor' | 'manager';

export type AssignmentContext = {
  now: number;
  calendar: OpeningCalendar;
  department: Department;
  severity: Severity;
  complainedAbout: readonly string[];
  /** People left out for another reason, with its code (`owner`, `already_asked`). */
  excluded?: Readonly<Record<string, string>>;
  /** The roster as it is kept: minutes of a day in the calendar's zone. */
  duties: readonly { staffId: string; day: string; startMinute: number; endMinute: number }[];
  leaves: readonly { staffId: string; fromDay: string; toDay: string }[];
  /** Whether any roster is kept at all; without one all active staff count as on duty in opening hours. */
  rosterExists: boolean;
  /** First rung to try; a re-dispatch may begin at the head. */
  from?: Rung;
};

export type Because = { code: string; values: Record<string, string | number> };

/** Why somebody did not get it. `ranked_lower` names what the chosen one had over this person. */
export type Considered = {
  staffId: string;
  verdict: 'chosen' | 'excluded' | 'ranked_lower';
  because: Because[];
};

export type Choice = {
  ownerId: string | null;
  rule: 'on_duty' | 'next_duty' | 'no_roster' | 'head' | 'supervisor' | 'manager' | 'nobody';
  because: Because[];
  /** When the owner's duty begins (ms); now or before = on duty now; null = not on the roster. */
  dutyStartsAt: number | null;
  /** Members of the department and everybody on the rungs that were tried. */
  considered: Considered[];
};

type Ranked = { candidate: Candidate; startsAt: number };
type Criterion = 'starts_first' | 'knows_student' | 'fewest_open' | 'longest_without' | 'by_order';

const because = (code: string, values: Because['values'] = {}): Because => ({ code, values });

/** Starts of duty from now on: now if on duty, else the next one today or on the next open day; null = none. */
function dutyStart(candidate: Candidate, context: AssignmentContext): number | null {
  const { now, calendar } = context;
  const today = dayOf(now, calendar.zone);
  const next = nextOpenDay(calendar, today);
  let first: number | null = null;
  for (const day of next === null ? [today] : [today, next]) {
    if (isOnLeave(candidate.id, day, context)) continue;
    const spans = context.rosterExists
      ? context.duties
          .filter((duty) => duty.staffId === candidate.id && duty.day === day)
          .map((duty) => ({ from: atMinute(day, duty.startMinute, calendar.zone), to: atMinute(day, duty.endMinute, calendar.zone) }))
      : openWindowsOn(calendar, day);
    for (const { from, to } of spans) if (to > now && (first === null || from < first)) first = from;
  }
  return first === null ? null : Math.max(first, now);
}

/** Whether the person is on leave on `day`. */
export function isOnLeave(staffId: string, day: string, context: Pick<AssignmentContext, 'leaves'>): boolean {
  return context.leaves.some((leave) => leave.staffId === staffId && leave.fromDay <= day && day <= leave.toDay);
}

/** What keeps a person from getting it on any rung. */
function barredFor(candidate: Candidate, context: AssignmentContext): Because[] {
  const reasons: Because[] = [];
  if (!candidate.active) reasons.push(because('inactive'));
  if (context.complainedAbout.includes(candidate.id)) reasons.push(because('complained_about'));
  const excluded = context.excluded?.[candidate.id];
  if (excluded) reasons.push(because(excluded));
  return reasons;
}

/** What keeps a member of the department from getting it by turn; heads and above have to take it. */
function barredByTurn(candidate: Candidate, context: AssignmentContext): Because[] {
  const { severities, dailyCap, assignedToday } = candidate;
  const reasons: Because[] = [];
  if (severities && !severities.includes(context.severity)) reasons.push(because('severity_not_allowed', { severity: context.severity }));
  if (dailyCap !== null && assignedToday >= dailyCap) reasons.push(because('cap_reached', { today: assignedToday, cap: dailyCap }));
  return reasons;
}

const knowsStudent = ({ handledStudentAt }: Candidate, now: number) =>
  handledStudentAt !== null && now - handledStudentAt <= KNOWS_STUDENT_FOR;
const lastTurn = ({ lastAssignedAt }: Candidate) => lastAssignedAt ?? Number.NEGATIVE_INFINITY;

/** Below 0: `a` comes first. Tells what decided. */
function compare(a: Ranked, b: Ranked, now: number): { order: number; by: Criterion } {
  const steps: [Criterion, number][] = [
    ['starts_first', a.startsAt - b.startsAt],
    ['knows_student', Number(knowsStudent(b.candidate, now)) - Number(knowsStudent(a.candidate, now))],
    ['fewest_open', a.candidate.openCount - b.candidate.openCount],
    ['longest_without', lastTurn(a.candidate) === lastTurn(b.candidate) ? 0 : lastTurn(a.candidate) - lastTurn(b.candidate)],
  ];
  const decided = steps.find(([, order]) => order !== 0);
  return decided ? { order: decided[1], by: decided[0] } : { order: a.candidate.id < b.candidate.id ? -1 : 1, by: 'by_order' };
}

function valuesOf(by: Criterion, { candidate, startsAt }: Ranked): Because['values'] {
  if (by === 'starts_first') return { startsAt };
  if (by === 'knows_student') return candidate.handledStudentAt === null ? {} : { handledAt: candidate.handledStudentAt };
  if (by === 'fewest_open') return { open: candidate.openCount };
  if (by === 'longest_without') return candidate.lastAssignedAt === null ? {} : { lastAt: candidate.lastAssignedAt };
  return {};
}

function pick(ranked: Ranked[], now: number): { chosen: Ranked; why: Because; others: Considered[] } | null {
  const sorted = [...ranked].sort((a, b) => compare(a, b, now).order);
  const [chosen, second] = sorted;
  if (!chosen) return null;
  const by = second ? compare(chosen, second, now).by : null;
  return {
    chosen,
    why: by ? because(by, valuesOf(by, chosen)) : because('only_one'),
    others: sorted.slice(1).map((each) => {
      const criterion = compare(chosen, each, now).by;
      return { staffId: each.candidate.id, verdict: 'ranked_lower', because: [because(criterion, valuesOf(criterion, each))] };
    }),
  };
}

const rungs: readonly Rung[] = ['staff', 'head', 'supervisor', 'manager'];

const standsOn = (candidate: Candidate, rung: Rung, department: Department): boolean => {
  if (rung === 'staff') return candidate.departments.includes(department);
  if (rung === 'head') return candidate.headOf.includes(department);
  return rung === 'supervisor' ? candidate.supervisor : candidate.manager;
};

/**
 * Who gets a complaint, and why (spec/complaints.md, "Assignment"). Members of the department who are not on leave, not
 * complained about, below their cap and allowed for the severity: first whoever is on duty now, else whose next duty today
 * or on the next open day starts first; else the head of the department, a supervisor, a manager (cap and severity do not
 * bind these). Within a group: who handled the student in the last 30 days, the fewest open ones, the longest without one,
 * last the id, so that the same facts always give the same owner. `ownerId` null = nobody at all is left.
 */
export function chooseOwner(candidates: readonly Candidate[], context: AssignmentContext): Choice {
  const { now, calendar, department, rosterExists } = context;
  const today = dayOf(now, calendar.zone);
  const considered = new Map<string, Considered>();
  for (const rung of rungs.slice(rungs.indexOf(context.from ?? 'staff'))) {
    const free: Ranked[] = [];
    for (const candidate of candidates.filter((each) => standsOn(each, rung, department))) {
      const reasons = barredFor(candidate, context);
      const startsAt = dutyStart(candidate, context);
      if (rung === 'staff') reasons.push(...barredByTurn(candidate, context));
      if (isOnLeave(candidate.id, today, context)) reasons.push(because('on_leave'));
      else if (rung === 'staff' && startsAt === null) reasons.push(because('no_duty'));
      if (reasons.length > 0) considered.set(candidate.id, { staffId: candidate.id, verdict: 'excluded', because: reasons });
      else free.push({ candidate, startsAt: rung === 'staff' ? (startsAt ?? now) : now });
    }
    const picked = pick(free, now);
    if (!picked) continue;
    const { candidate } = picked.chosen;
    const dutyStartsAt = dutyStart(candidate, context);
    for (const other of picked.others) considered.set(other.staffId, other);
    const place = rung !== 'staff' ? rung : !rosterExists ? 'no_roster' : picked.chosen.startsAt <= now ? 'on_duty' : 'next_duty';
    const reasons = [because(place, place === 'next_duty' ? { startsAt: picked.chosen.startsAt } : {}), picked.why];
    considered.set(candidate.id, { staffId: candidate.id, verdict: 'chosen', because: reasons });
    return { ownerId: candidate.id, rule: place, because: reasons, dutyStartsAt, considered: [...considered.values()] };
  }
  return { ownerId: null, rule: 'nobody', because: [because('nobody')], dutyStartsAt: null, considered: [...considered.values()] };
}
