import type { ClockName, ComplaintState, Severity } from '#shared/contract/fields.ts';
import { MINUTE } from './zone.ts';

/** What moves a complaint from one state to another (spec/complaints.md, "Process"). Who may do it is the rights table's. */
export const complaintActions = ['assign', 'accept', 'wait', 'resume', 'resolve', 'close', 'reopen', 'withdraw'] as const;
export type ComplaintAction = (typeof complaintActions)[number];

const transitions: Record<ComplaintState, Partial<Record<ComplaintAction, ComplaintState>>> = {
  new: { assign: 'assigned', withdraw: 'withdrawn' },
  assigned: { assign: 'assigned', accept: 'handling', withdraw: 'withdrawn' },
  handling: { assign: 'assigned', wait: 'waiting', resolve: 'resolved', withdraw: 'withdrawn' },
  waiting: { assign: 'waiting', accept: 'waiting', resume: 'handling', resolve: 'resolved', withdraw: 'withdrawn' },
  resolved: { close: 'closed', reopen: 'handling' },
  closed: { reopen: 'handling' },
  withdrawn: {},
};

/**
 * The state after `action`, or null when the state forbids it. From `waiting` a result may be told at once. A new owner has
 * to accept anew; a wait for the complainant goes on meanwhile, because the clocks know it only from the state.
 */
export function nextState(state: ComplaintState, action: ComplaintAction): ComplaintState | null {
  return transitions[state][action] ?? null;
}

/** Whether the complaint still asks for work (list views, counts, the daily load of a person). */
export function isOpen(state: ComplaintState): boolean {
  return state !== 'closed' && state !== 'withdrawn';
}

/** `C20261121-003`: the day of recording in the centre's zone and the running number of that day, from 1. */
export function complaintNumber(day: string, running: number): string {
  return `C${day.replaceAll('-', '')}-${String(running).padStart(3, '0')}`;
}

/** A contact entered more than this after it happened is marked as recorded late (补录). */
export const RECORDED_LATE_AFTER = 15 * MINUTE;

/** Whether something that happened at `happenedAt` and was entered at `recordedAt` (ms) counts as recorded late. */
export function isRecordedLate(happenedAt: number, recordedAt: number): boolean {
  return recordedAt - happenedAt > RECORDED_LATE_AFTER;
}

/** The clocks that start when a complaint is recorded. Nobody known to answer: no promise to answer. */
export function clocksAtRecord(complainantKnown: boolean): ClockName[] {
  return complainantKnown ? ['dispatch', 'first_response', 'progress', 'resolution'] : ['dispatch', 'resolution'];
}

/** The clocks that start with a new cycle; dispatch and first response do not run again, an open rectification runs on. */
export function clocksAtReopen(complainantKnown: boolean): ClockName[] {
  return complainantKnown ? ['progress', 'resolution'] : ['resolution'];
}

export type Contact = {
  direction: 'out' | 'in';
  outcome: 'reached' | 'not_reached' | 'message_left' | 'received';
  /** 当场答复: the one who took the complaint answered at once and wrote down what was said. */
  answeredOnSpot: boolean;
  toldProgress: boolean;
  toldResult: boolean;
  /** False for an anonymous complaint: first_response and progress do not apply there. */
  complainantKnown: boolean;
  /** Only telling the primary complainant stops `resolution`; with somebody who does not complain nothing was answered or told. */
  whom: 'primary' | 'further' | 'someone_else';
};

export type ContactEffects = { stops: ClockName[]; restarts: ClockName[] };

/**
 * What a contact does to the clocks (spec/complaints.md, "What stops what"). `first_response` needs a person really
 * reached from our side, or an answer on the spot. `progress` ends and begins anew when something was told, and ends for
 * good with the result. A contact that reached nobody, or somebody who does not complain, tells nothing, whatever was ticked. `restarts` are not in `stops`.
 */
export function effectsOfContact(contact: Contact): ContactEffects {
  const stops: ClockName[] = [];
  if (!contact.complainantKnown || contact.whom === 'someone_else') return { stops, restarts: [] };
  const spoke = contact.outcome !== 'not_reached';
  if ((contact.direction === 'out' && contact.outcome === 'reached') || contact.answeredOnSpot) stops.push('first_response');
  if (spoke && contact.toldResult && contact.whom === 'primary') return { stops: [...stops, 'progress', 'resolution'], restarts: [] };
  const told = spoke && (contact.toldProgress || contact.toldResult);
  return { stops, restarts: told ? ['progress'] : [] };
}

/** Which clocks a finished decision stops: only where nobody is known whom the result could be told. */
export function stoppedByDecision(complainantKnown: boolean): ClockName[] {
  return complainantKnown ? [] : ['resolution'];
}

/** Spans in which the pausing clocks stand still: the state history's `waiting`, nothing else. */
export function pausesOf(states: readonly { state: ComplaintState; fromAt: number; toAt: number | null; reason: string }[]) {
  return states.filter((each) => each.state === 'waiting').map(({ fromAt, toAt, reason }) => ({ from: fromAt, to: toAt, reason }));
}

/** Severities from light to grave. */
export const severityOrder: readonly Severity[] = ['general', 'serious', 'critical'];

/** The graver of two severities (merge keeps it; proposals take it). */
export function stricter(a: Severity, b: Severity): Severity {
  return severityOrder.indexOf(a) >= severityOrder.indexOf(b) ? a : b;
}
