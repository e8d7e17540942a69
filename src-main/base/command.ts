import { type Actor, asDamage, type CommandInfo, type Connection, sqliteCode, type Tx } from '#main/db/open.ts';
import { Failure } from '#shared/contract/failure.ts';
import { beginCommand, finishCommand } from './chain.ts';
import type { Changes } from './changes.ts';
import { type Carrier, createCheckpoint } from './checkpoint.ts';
import type { Clock } from './clock.ts';
import type { Ids } from './ids.ts';
import type { Lease } from './lease.ts';
import type { Log } from './log.ts';
import type { Scope } from './scope.ts';
import { applyUndo, type CounterEntry, listUndoable, planUndo, type Undoable } from './undo.ts';

/** `rows`: before-images are put back. `none`: has a counter-document. `handler`: the slice registered its own inverse. */
export type UndoKind = 'rows' | 'none' | { handler: string };

export interface CommandSpec {
  /** `domain.verb`, e.g. `complaints.record`. */
  name: string;
  actor: Actor;
  /** Shown in the history; stored erasable. */
  reason?: string;
  undo: UndoKind;
  /** Domain words that are published after the commit. */
  topics: readonly string[];
  /** The same key of the same actor answers the first result without running again; the result must be plain JSON. Errors: IDEMPOTENCY_MISMATCH when another command came under it. */
  idempotencyKey?: string;
}

export interface CommandResult<T> {
  result: T;
  commandId: string;
  /** True if an earlier run with the same key answered. */
  replayed: boolean;
}

export interface UndoResult {
  commandId: string;
  undone: { commandId: string; name: string };
}

export interface Commands {
  /**
   * One write = one command = one transaction: waits its turn, runs `fn` (synchronous), records history and chain, commits, then publishes.
   * A throw undoes everything. Errors: NOT_SAVED_DISK_FULL, NOT_SAVED_READ_ONLY, NOT_SAVED_DISK_FAILED, NOT_SAVED_BUSY,
   * DATABASE_DAMAGED, SHUTTING_DOWN: nothing was saved in any of them.
   */
  run<T>(spec: CommandSpec, fn: (tx: Tx) => T): Promise<CommandResult<T>>;
  /**
   * A write outside the history: only untracked tables take it (drafts), any other refuses. Waits its turn like a command; not undoable.
   */
  scratch<T>(fn: (tx: Tx) => T): Promise<T>;
  /**
   * Undoes an own command of the last ten minutes; on an undone one whose undo was undone, undoes again.
   * Errors: NOT_FOUND, UNDO_TOO_LATE, UNDO_NOT_POSSIBLE (reason: already, not-own, counter-document, append-only, erased, not-recorded,
   * row-gone, schema), UNDO_CONFLICT with the rows that people touched since.
   */
  undo(commandId: string, actor: Actor): Promise<UndoResult>;
  /** The actor's commands that may still be undone, newest first. `undo` rows among them are what a redo would take back. */
  undoable(actor: Actor): Undoable[];
  /** The inverse of commands with `undo: { handler: name }`. `redo`: it takes its own doing back too, so that an undo can be undone. */
  registerUndo(name: string, inverse: (tx: Tx, undone: CommandInfo) => void, options?: { redo: boolean }): void;
  /** What undo writes in an append-only table instead of deleting `row` (its after-image). */
  registerCounterEntry(table: string, write: CounterEntry): void;
}

export interface CommandDeps {
  db: Connection;
  clock: Clock;
  ids: Ids;
  lease: Lease;
  changes?: Pick<Changes, 'publish'>;
  log?: Log;
  scope?: Scope;
  appendOnly: readonly string[];
  /** How long a command waits for its turn before NOT_SAVED_BUSY. */
  waitMs?: number;
  /** A worker carries the log over while it holds the lease, so that nobody has to carry its big one; main has another thread do it. */
  checkpoint?: Carrier;
}

const RESULTS_KEPT_MS = 7 * 24 * 3_600_000;
const BEGIN_TRIES = 8;
const BEGIN_WAIT_MS = 15;

/** The writing side of one connection; main and each worker make their own, all on the same lease. */
export function createCommands(deps: CommandDeps): Commands {
  const { db, clock, ids, lease, changes, log, scope } = deps;
  const inverses = new Map<string, (tx: Tx, undone: CommandInfo) => void>();
  const redoable = new Set<string>();
  const counterEntries = new Map<string, CounterEntry>();
  const checkpoint = createCheckpoint(db, deps.checkpoint ?? 'idle');
  // Not the connection's own flag: that is set while another command waits for its first microtask, which is no nesting.
  let writing = false;

  interface Step extends CommandSpec {
    undoes?: number;
    /** Known only once the transaction sees what is undone. */
    prepare?: () => Pick<CommandSpec, 'undo' | 'topics'> & { undoes: number };
  }

  const execute = <T>(given: Step, fn: (tx: Tx) => T): CommandResult<T> & { topics: readonly string[] } => {
    const spec: Step = { ...given, ...given.prepare?.() };
    const earlier = spec.idempotencyKey === undefined ? undefined : firstResult<T>(spec);
    if (earlier) return { ...earlier, topics: [] };
    const at = clock.now();
    const { row, info } = beginCommand(db, {
      id: ids.next(),
      name: spec.name,
      actor: spec.actor,
      at,
      undo: typeof spec.undo === 'string' ? spec.undo : `handler:${spec.undo.handler}`,
      undoes: spec.undoes,
      topics: spec.topics,
      reason: spec.reason,
    });
    const result = within(info, spec.name, fn);
    finishCommand(db, row);
    if (spec.idempotencyKey !== undefined) keepResult(spec, spec.idempotencyKey, row.seq, at, result);
    return { result, commandId: info.id, replayed: false, topics: spec.topics };
  };

  const within = <T>(info: CommandInfo, what: string, fn: (tx: Tx) => T): T => {
    const { tx, end } = db.writer(info);
    let result: T;
    try {
      result = fn(tx);
    } finally {
      end();
    }
    if (result instanceof Promise) {
      result.catch(() => undefined);
      throw new Error(`command ${what} must be synchronous`);
    }
    return result;
  };

  const firstResult = <T>(spec: CommandSpec): CommandResult<T> | undefined => {
    const kept = db.get<{ name: string; id: string; result: string | null }>(
      'SELECT c.name, c.id, r.result FROM command_result r JOIN command c ON c.seq = r.command WHERE r.actor = ? AND r.key = ?',
      [actorKey(spec.actor), spec.idempotencyKey],
    );
    if (!kept) return undefined;
    if (kept.name !== spec.name) throw new Failure('IDEMPOTENCY_MISMATCH', { kept: kept.name, asked: spec.name });
    return { result: (kept.result === null ? undefined : JSON.parse(kept.result)) as T, commandId: kept.id, replayed: true };
  };

  const keepResult = (spec: CommandSpec, key: string, seq: number, at: number, result: unknown): void => {
    db.statement('DELETE FROM command_result WHERE at < ?').run(at - RESULTS_KEPT_MS);
    const json = JSON.stringify(result) as string | undefined;
    db.statement('INSERT INTO command_result (actor, key, command, result, at) VALUES (?, ?, ?, ?, ?)').run(
      actorKey(spec.actor),
      key,
      seq,
      json ?? null,
      at,
    );
  };

  /** Turn, transaction, commit or rollback, release: the same for everything that writes. */
  const transact = async <T>(what: string, body: () => T): Promise<T> => {
    if (writing) throw new Error(`${what} started inside another write`);
    const leave = scope?.enter();
    let release: (() => void) | undefined;
    try {
      release = await lease.acquire(deps.waitMs ?? 30_000);
      await begin(db);
      writing = true;
      try {
        const result = body();
        db.statement('COMMIT').run();
        return result;
      } catch (error) {
        if (db.raw.inTransaction) db.raw.exec('ROLLBACK');
        throw error;
      } finally {
        writing = false;
      }
    } catch (error) {
      throw notSaved(error);
    } finally {
      if (release) checkpoint.afterCommand(release);
      leave?.();
    }
  };

  const perform = async <T>(spec: Step, fn: (tx: Tx) => T): Promise<CommandResult<T>> => {
    const asked = clock.monotonic();
    const { topics, ...answer } = await transact(`command ${spec.name}`, () => execute(spec, fn));
    log?.debug('command', { command: spec.name, id: answer.commandId, ms: clock.monotonic() - asked });
    if (topics.length > 0) publish(topics);
    return answer;
  };

  /** The command is saved; a reader of hints that fails must not turn it into an error. */
  const publish = (topics: readonly string[]): void => {
    try {
      changes?.publish(topics);
    } catch (error) {
      log?.error('changes.publish', { error });
    }
  };

  /** The inverse of a handler is the slice's own business; unless it says so, taking that back again is not promised. */
  const undoOfUndo = (undo: string): UndoKind => {
    const name = undo.startsWith('handler:') ? undo.slice('handler:'.length) : '';
    return redoable.has(name) ? { handler: name } : undo === 'rows' ? 'rows' : 'none';
  };

  return {
    run: perform,
    scratch: (fn) =>
      transact('scratch', () => within({ id: '', seq: 0, name: 'scratch', actor: { kind: 'system' }, at: clock.now() }, 'scratch', fn)),
    undo: async (commandId, actor) => {
      let plan: ReturnType<typeof planUndo> | undefined;
      const spec: Step = {
        name: 'undo',
        actor,
        undo: 'rows',
        topics: [],
        prepare: () => {
          plan = planUndo(db, commandId, actor, clock.now());
          return { undo: undoOfUndo(plan.target.undo), topics: plan.topics, undoes: plan.target.seq };
        },
      };
      const { commandId: id } = await perform(spec, (tx) => {
        if (plan) applyUndo(tx, plan, { inverses, counterEntries, appendOnly: new Set(deps.appendOnly) });
      });
      const target = (plan as ReturnType<typeof planUndo>).target;
      return { commandId: id, undone: { commandId: target.id, name: target.name } };
    },
    undoable: (actor) => listUndoable(db, actor, clock.now()),
    registerUndo: (name, inverse, { redo = false } = { redo: false }) => {
      if (inverses.has(name)) throw new Error(`undo handler ${name} is registered twice`);
      if (redo) redoable.add(name);
      inverses.set(name, inverse);
    },
    registerCounterEntry: (table, write) => {
      if (counterEntries.has(table)) throw new Error(`counter-entry of ${table} is registered twice`);
      counterEntries.set(table, write);
    },
  };
}

/** One name per actor, for keys of all kinds. */
export function actorKey(actor: Actor): string {
  return actor.kind === 'person' ? `person:${actor.staffId}` : actor.kind;
}

/** The lease keeps our own writers apart; a short foreign lock (a checker, an indexer) is waited out without blocking the loop. */
async function begin(db: Connection): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      db.statement('BEGIN IMMEDIATE').run();
      return;
    } catch (error) {
      if (attempt >= BEGIN_TRIES || !/^SQLITE_(BUSY|LOCKED)/.test(sqliteCode(error) ?? '')) throw error;
      await new Promise((resolve) => setTimeout(resolve, BEGIN_WAIT_MS * attempt));
    }
  }
}

const STORAGE_CODES: readonly (readonly [RegExp, string])[] = [
  [/^SQLITE_FULL/, 'NOT_SAVED_DISK_FULL'],
  [/^SQLITE_(READONLY|PERM|AUTH)/, 'NOT_SAVED_READ_ONLY'],
  [/^SQLITE_(BUSY|LOCKED|PROTOCOL)/, 'NOT_SAVED_BUSY'],
  [/^SQLITE_(IOERR|CANTOPEN|NOLFS)/, 'NOT_SAVED_DISK_FAILED'],
];

/** Storage errors in the words of the contract; everything else as it is. */
export function notSaved(error: unknown): unknown {
  const sqlite = sqliteCode(error);
  const code = sqlite && STORAGE_CODES.find(([pattern]) => pattern.test(sqlite))?.[1];
  return code ? new Failure(code, { sqlite }, { cause: error }) : asDamage(error);
}
