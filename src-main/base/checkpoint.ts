import { type Connection, sqliteCode } from '#main/db/open.ts';

/** Some 20 ms of work, most of it waiting for the disk. */
const PAGES_BEFORE_CHECKPOINT = 500;

/**
 * Who carries the write-ahead log into the file after a command: `idle`, this connection in the next turn of the loop; `held`, likewise,
 * but the lease is kept until it is done; a function, somebody else, who is asked. He answers when he is done and is not asked before.
 */
export type Carrier = 'idle' | 'held' | (() => Promise<unknown>);

/** Carries what no reader still needs from the log into the file; never waits for anybody. What fails is tried again after the next command. */
export function carryLog(db: Connection): void {
  try {
    db.raw.pragma('wal_checkpoint(PASSIVE)');
  } catch (error) {
    // nothing is lost: the log stays
    if (sqliteCode(error) === undefined) throw error;
  }
}

function isLong(db: Connection): boolean {
  if (!db.raw.open || db.raw.inTransaction || db.readonly) return false;
  try {
    const [state] = db.raw.pragma('wal_checkpoint(NOOP)') as { log: number; checkpointed: number }[];
    return state !== undefined && state.log - state.checkpointed >= PAGES_BEFORE_CHECKPOINT;
  } catch (error) {
    if (sqliteCode(error) === undefined) throw error;
    return false;
  }
}

/** Has the log carried over when it has grown long, away from the answer: SQLite's own way would do it inside COMMIT, while the caller waits. */
export function createCheckpoint(db: Connection, carrier: Carrier): { afterCommand(release: () => void): void } {
  let planned = false;
  const carry = async (): Promise<void> => {
    if (!isLong(db)) return;
    if (typeof carrier === 'string') carryLog(db);
    // whoever could not will be asked again after the next command
    else await carrier().catch(() => undefined);
  };
  return {
    afterCommand: (release) => {
      if (carrier === 'held') {
        setImmediate(() => void carry().finally(release));
        return;
      }
      release();
      if (planned) return;
      planned = true;
      setImmediate(() => {
        void carry().finally(() => {
          planned = false;
        });
      });
    },
  };
}
