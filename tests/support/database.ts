import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createChanges } from '#main/base/changes.ts';
import { steppingClock } from '#main/base/clock.ts';
import { createCommands } from '#main/base/command.ts';
import { createIds } from '#main/base/ids.ts';
import { createLease } from '#main/base/lease.ts';
import { ensureHistory } from '#main/db/history.ts';
import { houseRegistry } from '#main/db/house-registry.ts';
import { type Migration, migrate, readMigrations } from '#main/db/migrate.ts';
import { type Actor, type Connection, openDatabase } from '#main/db/open.ts';
import type { HistoryRegistry } from '#main/db/registry.ts';
import { TEST_KEY, TEST_NOW } from './constants.ts';
import { createMemoryLog } from './memory-log.ts';

export const MIGRATIONS_FOLDER = join(import.meta.dirname, '../../resources/migrations');
export { TEST_KEY, TEST_NOW };

export const person = (staffId = 'staff-1'): Actor => ({ kind: 'person', staffId });
export const system: Actor = { kind: 'system' };

export interface TestDatabaseOptions {
  /** Left out: in memory. */
  file?: string;
  /** `base`: only 0001, for tests with tables of their own. */
  schema?: 'house' | 'base';
  registry?: HistoryRegistry;
  /** Run after the migrations, before the triggers are made. */
  sql?: string;
}

/** The real driver, the real migrations, a clock that stands still, one lease. Closed after the test. */
export async function testDatabase(options: TestDatabaseOptions = {}) {
  const clock = steppingClock(TEST_NOW);
  const registry = options.registry ?? houseRegistry;
  const migrated = async (db: Connection): Promise<Connection> => {
    const all = readMigrations(MIGRATIONS_FOLDER);
    const migrations: Migration[] = options.schema === 'base' ? all.slice(0, 1) : all;
    await migrate(db, { migrations, registry, now: clock.now() });
    return db;
  };
  const kept = options.file === undefined && registry === houseRegistry;
  const db = kept
    ? openDatabase({ file: ':memory:', image: await imageOf(options.schema ?? 'house', migrated) })
    : await migrated(openDatabase({ file: options.file ?? ':memory:', key: TEST_KEY }));
  onTestFinished(() => db.close());
  if (options.sql) {
    db.raw.exec(options.sql);
    db.forgetStatements();
    ensureHistory(db, registry);
  }
  const ids = createIds(clock);
  const lease = createLease();
  const changes = createChanges();
  const log = createMemoryLog();
  const commands = createCommands({ db, clock, ids, lease, changes, log, appendOnly: registry.appendOnly });
  return { db, clock, ids, lease, changes, log, commands, registry };
}

/** The migrations take a third of a second; what they make is the same each time, so a process makes it once. */
const images = new Map<string, Promise<Buffer>>();

function imageOf(schema: string, migrated: (db: Connection) => Promise<Connection>): Promise<Buffer> {
  const made =
    images.get(schema) ??
    (async () => {
      const db = await migrated(openDatabase({ file: ':memory:' }));
      try {
        return db.raw.serialize();
      } finally {
        db.close();
      }
    })();
  images.set(schema, made);
  return made;
}

export type TestDatabase = Awaited<ReturnType<typeof testDatabase>>;
