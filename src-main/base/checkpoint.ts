import { type Connection, sqliteCode } from '#main/db/open.ts';

/** About 20 ms of work on a slow disk; more would be felt. */
const PAGES_BEFORE_CHECKPOINT = 500;

/**
 * Carries the write-ahead log into the file after a command, away from its answer. SQLite's own automatic checkpoint would run
 * inside COMMIT, while the caller waits. `idle`: in the next turn of the loop. `held`: likewise, but the lease is kept until it is done.
 */
export function createCheckpoint(db: Connection, mode: 'idle' | 'held'): { afterCommand(release: () => void): void } {
  let planned = false;
  const carry = (): void => {
    planned = false;
    if (!db.raw.open || db.raw.inTransaction || db.readonly) return;
    try {
      const [state] = db.raw.pragma('wal_checkpoint(NOOP)') as { log: number; checkpointed: number }[];
      if (state && state.log - state.checkpointed >= PAGES_BEFORE_CHECKPOINT) db.raw.pragma('wal_checkpoint(PASSIVE)');
    } catch (error) {
      // Nothing is lost: the log stays and the next command tries again.
      if (sqliteCode(error) === undefined) throw error;
    }
  };
  return {
    afterCommand: (release) => {
      if (mode === 'idle') {
        release();
        if (planned) return;
        planned = true;
        setImmediate(carry);
        return;
      }
      setImmediate(() => {
        try {
          carry();
        } finally {
          release();
        }
      });
    },
  };
}
