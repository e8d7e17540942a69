/** Leaving: what runs is waited for, a backup is made, and neither can hold the PC for ever. */

/** A person who closed the window waits so long at most. */
export const QUIT_LIMIT_MS = 20_000;
/**
 * When the session ends the systems wait about five seconds before they offer to kill us: the running command is waited for, and
 * the backup as far as it comes. One that is cut off leaves no half copy (backups/make.ts).
 */
export const SESSION_END_LIMIT_MS = 4_500;

export type QuitDeps = {
  /** Ends the core: refuses new commands, waits for running ones, backs up if asked. */
  stop: (options: { backup: boolean }) => Promise<void>;
  /** Ends the program at once. */
  exit: (code: number) => void;
  /** Called when leaving begins and the wait may be felt. */
  onWait: () => void;
  /** Ends the program at once and starts it anew: an update could not be installed. */
  startAgain: () => void;
  onError: (error: unknown) => void;
};

export type Quit = {
  /** The listener of `before-quit`: holds the first quit back, lets the last one through. */
  beforeQuit: (event: { preventDefault(): void }) => void;
  /**
   * The person logs out or the PC shuts down. Given an event that can still be held back, the system waits until we have ended;
   * it goes on by itself then.
   */
  sessionEnd: (event?: { preventDefault(): void }) => void;
  /**
   * Leaves for an update: an installer ends what still runs without asking, so the core is closed with its backup before `start` is
   * called. `exit`: the program ends then; `quits`: the installer ends it.
   */
  install: (start: () => Promise<'exit' | 'quits'>) => Promise<void>;
  readonly leaving: boolean;
};

/** Exit code 0 after a clean stop, 1 when stopping failed or took too long; the database is whole in each case. */
export function createQuit(deps: QuitDeps): Quit {
  let leaving = false;
  let letGo = false;

  /** True after a clean stop within the limit. */
  const stopped = async (limit: number): Promise<boolean> => {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<'late'>((resolve) => {
      timer = setTimeout(() => resolve('late'), limit);
    });
    try {
      const ended = await Promise.race([deps.stop({ backup: true }), late]);
      if (ended === 'late') deps.onError(new Error('stopping took too long'));
      return ended !== 'late';
    } catch (error) {
      deps.onError(error);
      return false;
    } finally {
      clearTimeout(timer);
    }
  };
  const leave = async (limit: number): Promise<void> => deps.exit((await stopped(limit)) ? 0 : 1);

  return {
    beforeQuit: (event) => {
      if (letGo) return;
      event.preventDefault();
      if (leaving) return;
      leaving = true;
      deps.onWait();
      void leave(QUIT_LIMIT_MS);
    },
    sessionEnd: (event) => {
      event?.preventDefault();
      if (leaving) return;
      leaving = true;
      void leave(SESSION_END_LIMIT_MS);
    },
    install: async (start) => {
      if (leaving) return;
      leaving = true;
      deps.onWait();
      if (!(await stopped(QUIT_LIMIT_MS))) return deps.startAgain();
      letGo = true;
      try {
        if ((await start()) === 'exit') deps.exit(0);
      } catch (error) {
        deps.onError(error);
        deps.startAgain();
      }
    },
    get leaving() {
      return leaving;
    },
  };
}
