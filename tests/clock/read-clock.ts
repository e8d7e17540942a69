import { type ClockSpec, due, elapsed, isProvisional, warnAt } from '#shared/rules/clock.ts';

type ClockReading = {
  dueAt: number;
  warnAt: number;
  elapsedMinutes: number;
  /** Counted minutes left; negative when late. */
  remainingMinutes: number;
  state: 'running' | 'warned' | 'missed' | 'met';
  paused: boolean;
  provisional: boolean;
};

/**
 * A clock as it stands at `now`, or as it stood when it was stopped at `stoppedAt`. `missed` = not stopped by due:
 * a moment exactly at due is in time.
 */
export function readClock(spec: ClockSpec, now: number, stoppedAt: number | null = null): ClockReading {
  const at = stoppedAt ?? now;
  const dueAt = due(spec, at);
  const warn = warnAt(spec, at);
  const elapsedMinutes = elapsed(spec, at);
  const paused = stoppedAt === null && (spec.pauses ?? []).some(({ from, to }) => from <= now && (to === null || now < to));
  const running = at < warn ? 'running' : 'warned';
  return {
    dueAt,
    warnAt: warn,
    elapsedMinutes,
    remainingMinutes: spec.target - elapsedMinutes,
    state: at > dueAt ? 'missed' : stoppedAt === null ? running : 'met',
    paused,
    provisional: isProvisional(spec, at),
  };
}
