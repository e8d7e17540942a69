import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '#shared/contract/failure.ts';
import { dropHistory, ensureHistory } from './history.ts';
import type { Connection } from './open.ts';
import type { HistoryRegistry } from './registry.ts';

export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

export interface MigrateOptions {
  migrations: readonly Migration[];
  registry: HistoryRegistry;
  /** UTC ms, kept with each applied migration. */
  now: number;
  /** Called once before the first change to a database that already holds something: makes the backup point. A throw stops the migration. */
  beforeMigrate?: (step: { from: number; to: number }) => void | Promise<void>;
  /** False leaves the history triggers away: only the demo generator, before its first row. */
  history?: boolean;
}

const FILE = /^(\d{4})-([a-z0-9-]+)\.sql$/;

/**
 * Reads the numbered SQL files of a folder. Errors: MIGRATION_GAP if a number is missing, doubled or a file is misnamed.
 */
export function readMigrations(folder: string): Migration[] {
  const files = readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort();
  return files.map((file, index) => {
    const match = FILE.exec(file);
    if (!match || Number(match[1]) !== index + 1) throw new Failure('MIGRATION_GAP', { expected: index + 1, file });
    // Line ends may be changed by a checkout; the checksum must not depend on them.
    const sql = readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n');
    return { number: index + 1, name: match[2] as string, sql, checksum: createHash('sha256').update(sql).digest('hex') };
  });
}

/** The schema number of the database, 0 for an empty one. */
export function schemaNumber(db: Connection): number {
  if (!hasMigrationTable(db)) return 0;
  return db.get<{ n: number }>('SELECT coalesce(max(number), 0) AS n FROM migration')?.n ?? 0;
}

/**
 * Refuses a database that this program does not fit, without writing to it.
 * Errors: DATABASE_NEWER, MIGRATION_EDITED, MIGRATION_GAP, DATABASE_FOREIGN.
 */
export function checkMigrations(db: Connection, migrations: readonly Migration[]): { from: number; to: number } {
  const to = migrations.length;
  if (!hasMigrationTable(db)) {
    const tables = db.get<{ n: number }>('SELECT count(*) AS n FROM sqlite_schema')?.n ?? 0;
    if (tables > 0) throw new Failure('DATABASE_FOREIGN', {});
    return { from: 0, to };
  }
  const applied = db.all<{ number: number; checksum: string }>('SELECT number, checksum FROM migration ORDER BY number');
  const from = applied.at(-1)?.number ?? 0;
  if (from > to) throw new Failure('DATABASE_NEWER', { database: from, program: to });
  for (const [index, row] of applied.entries()) {
    if (row.number !== index + 1) throw new Failure('MIGRATION_GAP', { expected: index + 1, found: row.number });
    if (row.checksum !== migrations[index]?.checksum) throw new Failure('MIGRATION_EDITED', { number: row.number });
  }
  return { from, to };
}

/**
 * Brings the database to the newest schema: one transaction per migration, foreign keys checked at its end, history triggers
 * dropped in the first and made again in the last, before which nothing else writes; whoever opens a database that stopped between two
 * makes them (facts.md, Database). A failing migration leaves the database as it was before that migration.
 * `historyChanged` names triggers that had to be made again although no migration was due: worth a line in the log.
 * Errors: those of checkMigrations, MIGRATION_FAILED.
 */
export async function migrate(db: Connection, options: MigrateOptions): Promise<{ from: number; to: number; historyChanged: string[] }> {
  const { from, to } = checkMigrations(db, options.migrations);
  if (from < to) {
    if (from > 0) await options.beforeMigrate?.({ from, to });
    // Inside a transaction the pragma does nothing, and a table rebuild would cascade into children.
    db.raw.pragma('foreign_keys = OFF');
    try {
      for (const migration of options.migrations.slice(from)) apply(db, migration, { ...options, last: migration.number === to });
    } finally {
      db.raw.pragma('foreign_keys = ON');
      db.forgetStatements();
    }
  }
  const { changed } = options.history === false ? { changed: [] } : ensureHistory(db, options.registry);
  return { from, to, historyChanged: changed };
}

function apply(db: Connection, migration: Migration, options: MigrateOptions & { last: boolean }): void {
  db.raw.exec('BEGIN IMMEDIATE');
  try {
    dropHistory(db);
    db.raw.exec(
      'CREATE TABLE IF NOT EXISTS migration (number INTEGER PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at INTEGER NOT NULL) STRICT',
    );
    db.raw.exec(migration.sql);
    db.forgetStatements();
    const broken = db.raw.prepare('PRAGMA foreign_key_check').all() as { table: string }[];
    if (broken.length > 0) {
      throw new Failure('MIGRATION_FAILED', {
        number: migration.number,
        reason: 'foreign-keys',
        tables: [...new Set(broken.map((row) => row.table))],
      });
    }
    db.raw
      .prepare('INSERT INTO migration (number, name, checksum, applied_at) VALUES (?, ?, ?, ?)')
      .run(migration.number, migration.name, migration.checksum, options.now);
    if (options.last && options.history !== false) ensureHistory(db, options.registry);
    db.raw.exec('COMMIT');
  } catch (error) {
    if (db.raw.inTransaction) db.raw.exec('ROLLBACK');
    if (error instanceof Failure) throw error;
    throw new Failure('MIGRATION_FAILED', { number: migration.number, reason: 'sql' }, { cause: error });
  }
}

function hasMigrationTable(db: Connection): boolean {
  return db.get(`SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'migration'`) !== undefined;
}
