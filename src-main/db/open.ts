import Sqlite from 'better-sqlite3';
import { type BetterSQLite3Database, drizzle } from 'drizzle-orm/better-sqlite3';
import { Failure } from '#shared/contract/failure.ts';
import { registerDigest } from './digest.ts';
import { assertRuntime } from './runtime.ts';
import { registerSearch } from './search.ts';

type Drizzle = BetterSQLite3Database<Record<string, never>>;
type Raw = Sqlite.Database;
type Statement = Sqlite.Statement<unknown[], unknown>;

/** Who runs a command. `system` is rules and the scheduler; rows of `system` never block an undo. */
export type Actor = { kind: 'person'; staffId: string } | { kind: 'system' } | { kind: 'cli' };

export type Params = readonly unknown[] | Readonly<Record<string, unknown>>;

/** What a query takes: reading only. A writing statement given to `all`/`get`/`iterate` throws. */
export interface Db {
  readonly select: Drizzle['select'];
  readonly selectDistinct: Drizzle['selectDistinct'];
  readonly with: Drizzle['with'];
  readonly $with: Drizzle['$with'];
  readonly $count: Drizzle['$count'];
  /** Raw SQL through the statement cache. */
  all<T = Record<string, unknown>>(sql: string, params?: Params): T[];
  get<T = Record<string, unknown>>(sql: string, params?: Params): T | undefined;
  /** Streams rows. The connection writes nothing while an iteration is open. */
  iterate<T = Record<string, unknown>>(sql: string, params?: Params): IterableIterator<T>;
}

/** The command that a transaction belongs to. */
export interface CommandInfo {
  readonly id: string;
  readonly seq: number;
  readonly name: string;
  readonly actor: Actor;
  /** UTC ms, the time of every row of this command. */
  readonly at: number;
}

/** What a command takes: lives only inside `commands.run`; any later use throws. */
export interface Tx extends Db {
  readonly insert: Drizzle['insert'];
  readonly update: Drizzle['update'];
  readonly delete: Drizzle['delete'];
  run(sql: string, params?: Params): { changes: number };
  readonly command: CommandInfo;
}

/** An open connection. Only db/ and base/ use what goes beyond `Db`. */
export interface Connection extends Db {
  readonly file: string;
  readonly readonly: boolean;
  /** The driver itself: for db/ only. */
  readonly raw: Raw;
  /** A cached statement, for db/ and base/ only; `raw`/`pluck` modes must not be set on it. */
  statement(sql: string): Statement;
  /** True while a command or a snapshot is open on this connection. */
  readonly inTransaction: boolean;
  /** Forgets prepared statements; after the schema changed. */
  forgetStatements(): void;
  /** Opens the writing face for one command; `end` makes it unusable. */
  writer(command: CommandInfo): { tx: Tx; end(): void };
  close(): void;
}

export interface OpenOptions {
  /** Path, or ':memory:' (never encrypted). */
  file: string;
  /** 32 random bytes. Left out only for ':memory:'. */
  key?: Buffer;
  readonly?: boolean;
  /** What a database in memory begins with, as the driver's `serialize` gave it; else it is empty. */
  image?: Buffer;
  /** Main uses 0: writers wait in the lease, never in SQLite (facts.md, Database). */
  busyTimeout?: number;
  /** Page cache; encrypted pages are costly to read again. */
  cacheMiB?: number;
  /** Refuse to make a new file. */
  mustExist?: boolean;
}

const OPEN_TRIES = 4;
const RETRY_WAIT_MS = 25;
const STATEMENTS_KEPT = 600;
/** Commands checkpoint by themselves after releasing the lease; this is only the net below them. */
const NET_CHECKPOINT_PAGES = 25_000;
/** What the write-ahead log is cut back to after an import has made it long. */
const LOG_KEPT_BYTES = 16 * 1024 * 1024;

/**
 * Opens the encrypted database with the pragmas every connection must have (facts.md, Database).
 * Errors: DATABASE_MISSING, DATABASE_UNREADABLE (wrong key or damage; nothing is deleted or re-keyed), RUNTIME_TOO_OLD.
 */
export function openDatabase(options: OpenOptions): Connection {
  assertRuntime(process.versions.napi);
  const raw = openRetrying(options);
  try {
    assertRuntime(process.versions.napi, raw.prepare('SELECT sqlite_version()').pluck().get() as string);
    if (!options.readonly) {
      raw.pragma('journal_mode = WAL');
    }
    raw.pragma('synchronous = FULL');
    raw.pragma('foreign_keys = ON');
    raw.pragma('temp_store = MEMORY');
    raw.pragma('recursive_triggers = ON');
    raw.pragma('secure_delete = ON');
    // History triggers call our digest function, which SQLite allows only to a trusted schema; the page MAC keeps strangers out of it.
    raw.pragma('trusted_schema = ON');
    raw.pragma(`cache_size = -${(options.cacheMiB ?? 64) * 1024}`);
    raw.pragma(`wal_autocheckpoint = ${NET_CHECKPOINT_PAGES}`);
    raw.pragma(`journal_size_limit = ${LOG_KEPT_BYTES}`);
    registerDigest(raw);
    registerSearch(raw);
  } catch (error) {
    raw.close();
    throw error;
  }
  return connect(raw, options);
}

function openRetrying(options: OpenOptions): Raw {
  for (let attempt = 1; ; attempt += 1) {
    let raw: Raw | undefined;
    try {
      raw = new Sqlite(options.image ?? options.file, {
        readonly: options.readonly ?? false,
        fileMustExist: options.mustExist ?? options.readonly ?? false,
        timeout: options.busyTimeout ?? 0,
      });
      applyKey(raw, options);
      raw.prepare('SELECT count(*) FROM sqlite_schema').get();
      return raw;
    } catch (error) {
      raw?.close();
      const code = sqliteCode(error);
      if (code === undefined) throw error;
      if (code.startsWith('SQLITE_CANTOPEN')) throw new Failure('DATABASE_MISSING', { sqlite: code }, { cause: error });
      // A transient read error looks like a wrong key or damage: close and read again before believing it.
      const maybeTransient = /^SQLITE_(NOTADB|CORRUPT|IOERR|BUSY|PROTOCOL)/.test(code);
      if (!maybeTransient || attempt >= OPEN_TRIES) throw openFailure(code, error);
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RETRY_WAIT_MS * attempt);
    }
  }
}

function openFailure(code: string, cause: unknown): Failure {
  if (/^SQLITE_(BUSY|LOCKED)/.test(code)) return new Failure('DATABASE_BUSY', { sqlite: code }, { cause });
  return new Failure('DATABASE_UNREADABLE', { sqlite: code }, { cause });
}

function applyKey(raw: Raw, options: OpenOptions): void {
  if (options.file === ':memory:') return;
  if (options.key?.length !== 32) throw new Error('a database file needs a key of 32 bytes');
  raw.pragma(`cipher = 'sqlcipher'`);
  raw.pragma(`key = "x'${options.key.toString('hex')}'"`);
}

/** The SQLite result code of a driver error, or undefined. */
export function sqliteCode(error: unknown): string | undefined {
  if (error instanceof Sqlite.SqliteError) return error.code;
  // Drizzle wraps driver errors.
  if (error instanceof Error && error.cause instanceof Sqlite.SqliteError) return error.cause.code;
  return undefined;
}

/** DATABASE_DAMAGED for what SQLite says when a page is not what was written; everything else as it is. */
export function asDamage(error: unknown): unknown {
  // what has a name already keeps it
  const sqlite = error instanceof Failure ? undefined : sqliteCode(error);
  return sqlite && /^SQLITE_(CORRUPT|NOTADB)/.test(sqlite) ? new Failure('DATABASE_DAMAGED', { sqlite }, { cause: error }) : error;
}

/**
 * Runs several queries on one consistent state (BEGIN DEFERRED). `fn` is synchronous. Inside a command it sees the command's state.
 */
export function readSnapshot<T>(db: Db, fn: (db: Db) => T): T {
  if (!isConnection(db) || db.inTransaction) return fn(db);
  db.raw.exec('BEGIN DEFERRED');
  try {
    const result = fn(db);
    if (result instanceof Promise) throw new Error('a snapshot must be synchronous');
    return result;
  } finally {
    if (db.raw.inTransaction) db.raw.exec('COMMIT');
  }
}

/** A command's `tx` is a Db too, but no connection. */
function isConnection(db: Db): db is Connection {
  return 'raw' in db;
}

/**
 * Takes the exclusive lock of a small unencrypted file and holds it until `release` or death of the process.
 * Answers undefined if somebody else holds it. Used for owner.db only.
 */
export function lockFile(file: string): { release(): void } | undefined {
  const raw = new Sqlite(file, { timeout: 0 });
  try {
    // No write follows, so no hot journal is ever left behind.
    raw.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    raw.close();
    if (/^SQLITE_(BUSY|LOCKED)/.test(sqliteCode(error) ?? '')) return undefined;
    throw error;
  }
  return { release: () => raw.close() };
}

function connect(raw: Raw, options: OpenOptions): Connection {
  const own = statementCache(raw);
  const read = statementCache(raw);
  const write = statementCache(raw);
  let live: object | undefined;

  const reader = drizzle({ client: asClient((sql) => prepared(read(sql), true)) });
  const writer = drizzle({
    client: asClient((sql) => {
      if (!live) throw lateUse();
      return prepared(write(sql), false);
    }),
  });

  const reading = (sql: string): Statement => {
    const statement = own(sql);
    if (!statement.readonly) throw new Error('a query must not write; use a command');
    return statement;
  };
  const connection: Connection = {
    file: options.file,
    readonly: options.readonly ?? false,
    raw,
    select: reader.select.bind(reader) as Drizzle['select'],
    selectDistinct: reader.selectDistinct.bind(reader) as Drizzle['selectDistinct'],
    with: reader.with.bind(reader),
    $with: reader.$with,
    $count: reader.$count.bind(reader),
    all: <T>(sql: string, params: Params = []) => reading(sql).all(params) as T[],
    get: <T>(sql: string, params: Params = []) => reading(sql).get(params) as T | undefined,
    // Not cached: a statement that is being iterated cannot serve a second caller.
    iterate: <T>(sql: string, params: Params = []) => raw.prepare(sql).iterate(params) as IterableIterator<T>,
    statement: own,
    get inTransaction() {
      return raw.inTransaction;
    },
    forgetStatements: () => {
      for (const cache of [own, read, write]) cache.clear();
    },
    writer: (command) => {
      if (live) throw new Error('a command is already running on this connection');
      const mine = {};
      live = mine;
      const alive = <A extends unknown[], R>(fn: (...args: A) => R) => {
        return (...args: A): R => {
          if (live !== mine) throw lateUse();
          return fn(...args);
        };
      };
      const tx: Tx = {
        command,
        select: alive(connection.select as () => unknown) as Drizzle['select'],
        selectDistinct: alive(connection.selectDistinct as () => unknown) as Drizzle['selectDistinct'],
        with: alive(connection.with),
        $with: connection.$with,
        $count: alive(connection.$count),
        insert: alive(writer.insert.bind(writer) as () => unknown) as Drizzle['insert'],
        update: alive(writer.update.bind(writer) as () => unknown) as Drizzle['update'],
        delete: alive(writer.delete.bind(writer) as () => unknown) as Drizzle['delete'],
        all: alive((sql: string, params: Params = []) => own(sql).all(params)) as Tx['all'],
        get: alive((sql: string, params: Params = []) => own(sql).get(params)) as Tx['get'],
        iterate: alive(connection.iterate as (sql: string) => unknown) as Tx['iterate'],
        run: alive((sql: string, params: Params = []) => ({ changes: own(sql).run(params).changes })),
      };
      return {
        tx,
        end: () => {
          if (live === mine) live = undefined;
        },
      };
    },
    close: () => {
      if (!raw.open) return;
      // Passive: the others hold up a thread's closing as little as it holds up them (truncating would keep them from writing meanwhile).
      // What cannot be carried is no loss: the last one to close carries the rest, else it is replayed at the next start.
      if (!connection.readonly && !raw.inTransaction) attempt(() => raw.pragma('wal_checkpoint(PASSIVE)'));
      raw.close();
    },
  };
  return connection;
}

function attempt(fn: () => unknown): void {
  try {
    fn();
  } catch (error) {
    if (sqliteCode(error) === undefined) throw error;
  }
}

function lateUse(): Error {
  return new Error('the transaction of this command is over');
}

/** Drizzle switches a statement to raw rows; a cached one starts plain again. */
function prepared(statement: Statement, readonly: boolean): Statement {
  if (readonly && !statement.readonly) throw new Error('a query must not write; use a command');
  if (statement.reader) statement.raw(false);
  return statement;
}

function asClient(prepare: (sql: string) => Statement): Raw {
  // Drizzle's session uses nothing of the client but prepare().
  return { prepare } as unknown as Raw;
}

function statementCache(raw: Raw): ((sql: string) => Statement) & { clear(): void } {
  const kept = new Map<string, Statement>();
  const get = (sql: string): Statement => {
    const hit = kept.get(sql);
    if (hit) {
      if (kept.size > STATEMENTS_KEPT / 2) {
        kept.delete(sql);
        kept.set(sql, hit);
      }
      return hit;
    }
    const statement = raw.prepare<unknown[], unknown>(sql);
    kept.set(sql, statement);
    if (kept.size > STATEMENTS_KEPT) kept.delete(kept.keys().next().value as string);
    return statement;
  };
  return Object.assign(get, { clear: () => kept.clear() });
}
