const HOUR = 3_600_000;

/** How a running clock looks: late, soon (under one hour, or the core has warned, as the targets say) or open. All in UTC ms. */
export function dueKind(dueAt: number, now: number, warned = false): 'late' | 'soon' | 'open' {
  if (now > dueAt) return 'late';
  return warned || dueAt - now < HOUR ? 'soon' : 'open';
}
