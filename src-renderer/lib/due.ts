const HOUR = 3_600_000;

/** How a running clock looks: late, soon (under one hour or past 80 % of its time) or open. All in UTC ms. */
export function dueKind(dueAt: number, now: number, startedAt?: number | null): 'late' | 'soon' | 'open' {
  if (now > dueAt) return 'late';
  if (dueAt - now < HOUR) return 'soon';
  return startedAt !== undefined && startedAt !== null && now - startedAt > 0.8 * (dueAt - startedAt) ? 'soon' : 'open';
}
