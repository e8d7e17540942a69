import { DAY } from './zone.ts';

/** Spec/complaints.md, "Working with it": at least three in 30 days. */
export const RECURRING_FROM = 3;
export const RECURRING_WITHIN = 30 * DAY;

/** One complaint under one heading: a root cause, a class, a person complained about. */
export type RecurringFact = { subject: string; complaintId: string; receivedAt: number };

export type Recurring = { subject: string; complaintIds: string[]; lastAt: number };

/**
 * What keeps coming back at `now` (UTC ms): subjects with at least three complaints received in the last 30 days, the most
 * frequent first, then the latest. What came before a subject was put aside (`dismissed`: subject → UTC ms) counts no more.
 */
export function recurring(facts: readonly RecurringFact[], dismissed: ReadonlyMap<string, number>, now: number): Recurring[] {
  const bySubject = new Map<string, Map<string, number>>();
  for (const { subject, complaintId, receivedAt } of facts) {
    if (receivedAt > now || receivedAt <= now - RECURRING_WITHIN || receivedAt <= (dismissed.get(subject) ?? 0)) continue;
    const held = bySubject.get(subject) ?? new Map<string, number>();
    held.set(complaintId, receivedAt);
    bySubject.set(subject, held);
  }
  return [...bySubject]
    .filter(([, held]) => held.size >= RECURRING_FROM)
    .map(([subject, held]) => ({
      subject,
      complaintIds: [...held].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? 1 : -1)).map(([id]) => id),
      lastAt: Math.max(...held.values()),
    }))
    .sort((a, b) => b.complaintIds.length - a.complaintIds.length || b.lastAt - a.lastAt || (a.subject < b.subject ? -1 : 1));
}
