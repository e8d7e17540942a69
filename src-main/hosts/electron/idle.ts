/** How often is looked whether somebody is still there, and what is due. */
export const PULSE_MS = 5_000;

export type IdleDeps = {
  /** Seconds since somebody touched this PC. */
  systemIdle: () => number;
  /** The window is on the screen; its page then watches by itself. */
  shown: () => boolean;
  /** After how many minutes the desk locks; null while nobody sits there, or it is locked. */
  minutes: () => number | null;
  monotonic: () => number;
  lock: () => void;
};

/**
 * Locks the desk while its window is hidden or closed: when nobody touched the PC for so long, or nobody brought the window back.
 * Call the answer every few seconds.
 */
export function createIdleLock(deps: IdleDeps): () => void {
  let hiddenSince: number | undefined;
  return () => {
    if (deps.shown()) {
      hiddenSince = undefined;
      return;
    }
    const now = deps.monotonic();
    hiddenSince ??= now;
    const minutes = deps.minutes();
    if (minutes === null) return;
    if (Math.max(deps.systemIdle() * 1000, now - hiddenSince) >= minutes * 60_000) deps.lock();
  };
}
