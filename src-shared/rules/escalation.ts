import type { Department } from '#shared/contract/fields.ts';
import type { Because, Candidate, Rung } from './assignment.ts';
import type { OpeningCalendar } from './calendar.ts';
import { type ClockSpec, due } from './clock.ts';
import type { LadderRole, LadderStep, SeverityPolicy } from './complaint-policy.ts';
import { NO_STATUTORY_DATA } from './statutory.ts';

export type LadderFacts = {
  policy: SeverityPolicy;
  cycle: number;
  /** The cycle's resolution clock with its pauses; its target plays no part. */
  resolution: ClockSpec;
  /** Since when (ms) the complaint has this severity: when recorded, raised or reopened. "At once" means then. */
  severitySince: number;
  /** When the result was told or the complaint withdrawn; null = still open. */
  stoppedAt: number | null;
  /** Names of the steps already taken in this cycle (`level1`, `redispatch1`). */
  taken: readonly string[];
  now: number;
};

export type DueStep = LadderStep & {
  /** Unique within the cycle: each step runs once. */
  step: string;
  /** `<cycle>:<step>`, to refuse the same step twice. */
  key: string;
  dueAt: number;
};

/** `level1` of level 1. */
export const stepName = (level: number) => `level${level}`;

function timed(facts: LadderFacts): DueStep[] {
  const highest = facts.taken.reduce((top, name) => Math.max(top, Number(/^level(\d+)$/.exec(name)?.[1] ?? 0)), 0);
  return facts.policy.ladder
    .filter((each) => each.level > highest)
    .map((each) => {
      const step = stepName(each.level);
      const at = facts.stoppedAt ?? facts.now;
      const dueAt =
        each.afterMinutes === 0
          ? Math.max(facts.resolution.start, facts.severitySince)
          : due({ ...facts.resolution, target: each.afterMinutes }, at);
      return { ...each, step, key: `${facts.cycle}:${step}`, dueAt };
    })
    .sort((a, b) => a.dueAt - b.dueAt || a.level - b.level);
}

/**
 * The steps of the ladder that are due and not yet taken in this cycle, in the order in which they fell due
 * (spec/complaints.md, "Escalation"). Offsets are elapsed time of the resolution clock, pauses left out. Nothing falls due
 * that was told in time; a step below one already taken is not taken any more. Same facts, same answer: recording the
 * steps and asking again gives none.
 */
export function ladderStepsDue(facts: LadderFacts): DueStep[] {
  const { stoppedAt } = facts;
  return timed(facts).filter((each) => each.dueAt <= facts.now && (stoppedAt === null || each.dueAt < stoppedAt));
}

/** When the next untaken step falls due if nothing happens; null = none is left, or the cycle has ended. */
export function nextLadderStep(facts: LadderFacts): DueStep | null {
  if (facts.stoppedAt !== null) return null;
  return timed(facts).find((each) => each.dueAt > facts.now) ?? null;
}

export type AcceptanceFacts = {
  assignedAt: number;
  /** When the owner's duty begins; null = not known, the assignment counts. */
  dutyStartsAt: number | null;
  calendar: OpeningCalendar;
  /** Opening minutes to accept. */
  minutes: number;
};

/** Until when (ms) the owner has to accept: opening minutes from the later of assignment and start of duty. */
export function acceptDueAt({ assignedAt, dutyStartsAt, calendar, minutes }: AcceptanceFacts): number {
  const start = Math.max(assignedAt, dutyStartsAt ?? assignedAt);
  return due({ target: minutes, unit: 'opening_minutes', start, calendar, statutory: NO_STATUTORY_DATA }, start);
}

export type Redispatch = { step: string; key: string; dueAt: number; from: Rung };

/**
 * The re-dispatch that an unanswered dispatch calls for: first the next candidate, then the head of the department, then
 * none any more (the ladder goes on by itself). It looks at the last assignment only, so that a catch-up after days makes at
 * most one: the next one's 30 minutes begin with the new assignment.
 */
export function redispatchDue(
  facts: AcceptanceFacts & { accepted: boolean; cycle: number; taken: readonly string[]; now: number },
): Redispatch | null {
  if (facts.accepted) return null;
  const round = facts.taken.filter((step) => step.startsWith('redispatch')).length + 1;
  if (round > 2) return null;
  const dueAt = acceptDueAt(facts);
  // Accepting in the last moment is in time.
  if (facts.now <= dueAt) return null;
  const step = `redispatch${round}`;
  return { step, key: `${facts.cycle}:${step}`, dueAt, from: round === 1 ? 'staff' : 'head' };
}

export type TellContext = {
  department: Department;
  complainedAbout: readonly string[];
  /** Ids of those on leave now. */
  absent: readonly string[];
  firstContactId: string;
};

export type Told = {
  staffIds: string[];
  /** Which role could not be told itself, why, and who stands in (null = nobody above). */
  raised: { role: LadderRole; to: LadderRole | null; because: Because[] }[];
  /** Nobody above was left: it stays with the first contact, and that must be seen. */
  flagged: boolean;
};

const above: readonly LadderRole[] = ['head', 'supervisor', 'manager'];

type Person = Pick<Candidate, 'id' | 'active' | 'headOf' | 'supervisor' | 'manager'>;

const holders = (people: readonly Person[], role: LadderRole, department: Department) =>
  people.filter((each) => each.active && (role === 'head' ? each.headOf.includes(department) : each[role]));

/**
 * Whom a step tells. A role that nobody holds, or whose holders are all complained about or absent, goes one level up; with
 * nobody above it stays with the first contact, flagged (spec/complaints.md, "Escalation").
 */
export function whomToTell(tells: readonly LadderRole[], people: readonly Person[], context: TellContext): Told {
  const told: Told = { staffIds: [], raised: [], flagged: false };
  for (const role of tells) {
    const because: Because[] = [];
    let found: { role: LadderRole; ids: string[] } | null = null;
    for (const level of above.slice(above.indexOf(role))) {
      const all = holders(people, level, context.department);
      const free = all.filter((each) => !context.complainedAbout.includes(each.id) && !context.absent.includes(each.id));
      if (free.length > 0) {
        found = { role: level, ids: free.map((each) => each.id) };
        break;
      }
      if (all.length === 0) because.push({ code: 'nobody_holds', values: { role: level } });
      for (const { id } of all) {
        because.push({ code: context.complainedAbout.includes(id) ? 'complained_about' : 'absent', values: { role: level, staffId: id } });
      }
    }
    if (found) told.staffIds.push(...found.ids.filter((id) => !told.staffIds.includes(id)));
    if (found?.role !== role) told.raised.push({ role, to: found?.role ?? null, because });
  }
  if (told.staffIds.length === 0) return { ...told, staffIds: [context.firstContactId], flagged: true };
  return told;
}
