import type { PowerMonitor } from 'electron';

export type PowerDeps = {
  /** Rules and deadlines that fell due while the PC slept are looked at at once. */
  wake: () => void;
  /** Nobody is in front of the screen any more. */
  lock: () => void;
  /** The PC shuts down (Linux, macOS); Windows says it to the window. The event can hold it back for as long as it takes to end. */
  shutdown: (event?: { preventDefault(): void }) => void;
};

/** The event of the operating system and what follows from it. */
export const powerActions = { resume: 'wake', 'lock-screen': 'lock', suspend: 'lock', shutdown: 'shutdown' } as const satisfies Record<
  string,
  keyof PowerDeps
>;

export function watchPower(monitor: PowerMonitor, deps: PowerDeps): void {
  monitor.on('resume', () => deps[powerActions.resume]());
  monitor.on('lock-screen', () => deps[powerActions['lock-screen']]());
  monitor.on('suspend', () => deps[powerActions.suspend]());
  monitor.on('shutdown', (event?: { preventDefault(): void }) => deps[powerActions.shutdown](event));
}
