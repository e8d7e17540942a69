import { join } from 'node:path';
import { type Between, finishRestore, swapStagedRestore } from '#main/backups/restore.ts';
import { type SteppingClock, steppingClock } from '#main/base/clock.ts';
import { createCommands } from '#main/base/command.ts';
import { createIds } from '#main/base/ids.ts';
import { createKeyStore } from '#main/base/keys.ts';
import { createLease } from '#main/base/lease.ts';
import { houseRegistry } from '#main/db/house-registry.ts';
import { migrate, readMigrations } from '#main/db/migrate.ts';
import { openDatabase } from '#main/db/open.ts';
import { finishSetup } from '#main/setup/service.ts';
import { DEFAULT_OPENING } from '#shared/rules/calendar.ts';
import { MIGRATIONS_FOLDER, TEST_NOW } from '../support/database.ts';
import { createMemoryLog } from '../support/memory-log.ts';

/** A data folder as the core opens it (key, staged restore, database, commands), without slices, hosts and threads. */
export async function openFolder(dataDir: string, options: { clock?: SteppingClock; between?: Between } = {}) {
  const clock = options.clock ?? steppingClock(TEST_NOW);
  const log = createMemoryLog();
  const store = createKeyStore(dataDir, { ln: 10, r: 8, p: 1 });
  const { key } = store.exists() ? await store.open({ file: true }) : await store.create({ file: true, recovery: true });
  const file = join(dataDir, 'desk.db');
  const restored = swapStagedRestore({ dataDir, file, key, now: clock.now(), log, between: options.between });
  const db = openDatabase({ file, key });
  await migrate(db, { migrations: readMigrations(MIGRATIONS_FOLDER), registry: houseRegistry, now: clock.now() });
  const ids = createIds(clock);
  const commands = createCommands({ db, clock, ids, lease: createLease(), log, appendOnly: houseRegistry.appendOnly });
  if (restored) await finishRestore(commands, dataDir, restored, () => true, options.between);
  const setUp = () => {
    const { zone, ...opening } = DEFAULT_OPENING;
    return commands.run({ name: 'setup.finish', actor: { kind: 'system' }, undo: 'none', topics: [] }, (tx) =>
      finishSetup(tx, ids.next(), { centreName: 'centre', zone, opening, manager: { name: 'm', login: 'manager', passwordHash: 'x' } }),
    );
  };
  const addCourse = (name: string) =>
    commands.run({ name: 'courses.create', actor: { kind: 'system' }, undo: 'rows', topics: [] }, (tx) =>
      tx.run('INSERT INTO courses (id, name) VALUES (?, ?)', [ids.next(), name]),
    );
  const courses = () => db.all<{ name: string }>('SELECT name FROM courses ORDER BY name').map((row) => row.name);
  const make = { db, dataDir, key, now: clock.now() };
  return { db, key, keyId: store.keyId(), commands, clock, log, setUp, addCourse, courses, make, dataDir, file };
}
