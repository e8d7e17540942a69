import type { ClockName, ComplaintState } from '#shared/contract/fields.ts';
import { MINUTE } from './zone.ts';

/** The twelve nodes of the process in order (spec/complaints.md, "Process"). They show order; they are not gates. */
export const nodeKeys = [
  'receive',
  'record',
  'dispatch',
  'accept',
  'first_response',
  'investigate',
  'decide',
  'rectify',
  'tell',
  'visit',
  'close',
  'root_cause',
] as const;
export type NodeKey = (typeof nodeKeys)[number];

/** When, and by whom (staff id; null = by the program). */
export type Mark = { at: number; by: string | null };

export type NodeFacts = {
  now: number;
  state: ComplaintState;
  ownerId: string | null;
  /** False for an anonymous complaint: nothing to answer, tell or visit. */
  complainantKnown: boolean;
  received: Mark;
  recorded: Mark;
  dispatched: Mark | null;
  /** Since when the present owner has it. */
  assignedAt: number | null;
  accepted: Mark | null;
  firstResponse: Mark | null;
  decided: Mark | null;
  /** null = not decided yet. */
  needsRectification: boolean | null;
  /** Every rectification verified or dropped. */
  rectified: Mark | null;
  told: Mark | null;
  replyRequired: boolean;
  replied: Mark | null;
  /** Done, refused or unreachable after the tries. */
  visited: Mark | null;
  closed: Mark | null;
  rootCause: Mark | null;
  /** Due times (ms) of the clocks that apply; of a stopped clock as it stood when stopped. */
  dueAt: Partial<Record<ClockName, number | null>>;
  /** When the rectification that `dueAt` speaks of was verified; null = it runs. */
  rectifiedAt: number | null;
  /** Clocks that stand still now; a due time of them is "if the wait ended now". */
  paused: readonly ClockName[];
  /** Until when the owner has to accept, and the visit has to be made. */
  acceptDueAt: number | null;
  visitDueAt: number | null;
};

export type NodeView = {
  key: NodeKey;
  state: 'done' | 'running' | 'todo' | 'skipped';
  /** Staff id of who did it, or of who has to; null = the program or not known yet. */
  who: string | null;
  /** When it was done; of a running one, since when. */
  at: number | null;
  dueAt: number | null;
  /** Minutes early (positive) or late (negative) against `dueAt`; of an open node against now; null without a clock. */
  marginMinutes: number | null;
  verdict: 'kept' | 'late' | null;
  /** Open, and its clock stands still. */
  paused: boolean;
};

type Draft = { done: Mark | null; since: number | null; skipped?: boolean; dueAt?: number | null; who?: string | null; paused?: boolean };

const later = (a: Mark | null, b: Mark | null): Mark | null => (a && b ? (a.at >= b.at ? a : b) : null);

function draftNodes(facts: NodeFacts): Record<NodeKey, Draft> {
  const { dueAt, dispatched, accepted, decided, told, ownerId: who } = facts;
  const nobody = !facts.complainantKnown;
  const ended = told ?? (nobody ? decided : null);
  return {
    receive: { done: facts.received, since: facts.received.at },
    record: { done: facts.recorded, since: facts.received.at },
    dispatch: { done: dispatched, since: facts.recorded.at, dueAt: dueAt.dispatch },
    accept: { done: accepted, since: facts.assignedAt, dueAt: facts.acceptDueAt, who },
    first_response: { done: facts.firstResponse, since: facts.received.at, skipped: nobody, dueAt: dueAt.first_response, who },
    investigate: { done: decided ?? told, since: accepted?.at ?? null, who },
    decide: { done: decided ?? told, since: null, who },
    rectify: {
      done: facts.rectified,
      since: facts.needsRectification ? (decided?.at ?? null) : null,
      skipped: facts.needsRectification === false || (facts.needsRectification === null && ended !== null),
      dueAt: facts.needsRectification ? dueAt.rectification : null,
      paused: facts.paused.includes('rectification'),
      who,
    },
    tell: {
      done: facts.replyRequired ? later(told, facts.replied) : told,
      since: decided?.at ?? told?.at ?? null,
      skipped: nobody,
      dueAt: dueAt.resolution,
      paused: facts.paused.includes('resolution'),
      who,
    },
    visit: { done: facts.visited, since: told?.at ?? null, skipped: nobody, dueAt: facts.visitDueAt, who: null },
    close: { done: facts.closed, since: ended?.at ?? null, who },
    root_cause: { done: facts.rootCause, since: decided?.at ?? null, who },
  };
}

function measuredAtOf(key: NodeKey, facts: NodeFacts, done: Mark | null): number | null {
  if (key === 'tell') return facts.told?.at ?? null;
  if (key === 'rectify') return done && (facts.rectifiedAt ?? done.at);
  return done?.at ?? null;
}

/**
 * The strip of twelve nodes: what is done, what runs, what comes, by whom, when, and whether the standard was kept. `tell`
 * is measured by the telling itself, also when a written reply follows later; `rectify` by the worst of several, `accept` from when
 * the present owner got it.
 */
export function nodeStrip(facts: NodeFacts): NodeView[] {
  const drafts = draftNodes(facts);
  return nodeKeys.map((key) => {
    const { done, since, skipped = false, dueAt = null, who = null, paused = false } = drafts[key];
    if (done === null && (skipped || facts.state === 'withdrawn')) {
      return { key, state: 'skipped', who: null, at: null, dueAt: null, marginMinutes: null, verdict: null, paused: false };
    }
    const measuredAt = measuredAtOf(key, facts, done);
    const running = done === null && since !== null && since <= facts.now;
    const margin = dueAt === null ? null : dueAt - (measuredAt ?? facts.now);
    return {
      key,
      state: done ? 'done' : running ? 'running' : 'todo',
      who: done ? done.by : who,
      at: done ? done.at : running ? since : null,
      dueAt,
      marginMinutes: margin === null ? null : Math.floor(margin / MINUTE),
      verdict: margin === null ? null : margin < 0 ? 'late' : measuredAt === null ? null : 'kept',
      paused: measuredAt === null && paused,
    };
  });
}
