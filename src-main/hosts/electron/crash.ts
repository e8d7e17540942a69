/** What happens when a page's process is gone: the window comes back where it was, but not for ever. */

export const CRASH_LIMIT = 3;
export const CRASH_WINDOW_MS = 60_000;

/** Reasons that nobody needs to mend: the window was closed. */
const INTENDED: ReadonlySet<string> = new Set(['clean-exit']);

export type CrashAction = 'ignore' | 'reload' | 'give-up';

/**
 * Decides per crash. Up to three reloads within a minute; a page that dies faster would die again, so the person is told.
 * `monotonic` in ms from anywhere.
 */
export function createCrashGuard(monotonic: () => number): (reason: string) => CrashAction {
  let recent: number[] = [];
  return (reason) => {
    if (INTENDED.has(reason)) return 'ignore';
    const now = monotonic();
    recent = [...recent.filter((at) => now - at < CRASH_WINDOW_MS), now];
    return recent.length > CRASH_LIMIT ? 'give-up' : 'reload';
  };
}
