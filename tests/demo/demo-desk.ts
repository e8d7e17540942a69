import { createRouterClient } from '@orpc/server';
import { onTestFinished } from 'vitest';
import { steppingClock } from '#main/base/clock.ts';
import { createCommands } from '#main/base/command.ts';
import { createIds } from '#main/base/ids.ts';
import { createLease } from '#main/base/lease.ts';
import { createCore } from '#main/core.ts';
import { houseRegistry } from '#main/db/house-registry.ts';
import { migrate, readMigrations } from '#main/db/migrate.ts';
import { type Connection, openDatabase } from '#main/db/open.ts';
import { type BulkSize, buildBulk } from '#main/demo/bulk.ts';
import { createRandom, seededIds } from '#main/demo/random.ts';
import { buildSmall, demoSpan, type SmallSize } from '#main/demo/small.ts';
import type { Client } from '#main/demo/world.ts';
import { MIGRATIONS_FOLDER } from '../support/database.ts';
import { tempFolder } from '../support/folder.ts';
import { createMemoryLog } from '../support/memory-log.ts';

export const UNTIL = '2026-11-18';
export const TINY: SmallSize = { students: 40, days: 70, complaintsAMonth: 24, followUpsAMonth: 30 };
export const TINY_BULK: BulkSize = { students: 300, packs: 420, ledger: 9000, complaints: 400, followUps: 900, years: 2 };

/** Ten weeks with many complaints, so that dozens are in every state at the end. */
export const BUSY_BULK: BulkSize = { students: 300, packs: 300, ledger: 1200, complaints: 1500, followUps: 1800, years: 0.2 };

/** A demo centre that was lived through by commands, in a core that is closed after the test. */
export async function livedCentre(seed: number, size: SmallSize = TINY) {
  const clock = steppingClock(demoSpan(UNTIL, 'Asia/Shanghai', size.days).from);
  const log = createMemoryLog();
  const host = { kind: 'test', appVersion: '0', lang: null, demo: true } as const;
  const ids = seededIds(clock, createRandom(seed + 1));
  const core = await createCore({ dataDir: tempFolder(), clock, log, host, keys: { file: true }, ids });
  onTestFinished(() => core.stop());
  const as = (staffId: string): Client => createRouterClient(core.router, { context: core.context({ ...core.connect(), staffId }) });
  const mark = { seed, size: 'small', until: UNTIL };
  const made = await buildSmall({ services: core.services, clock, random: createRandom(seed), as }, mark, size);
  return { ...made, core, clock, log, as, db: core.services.db as Connection };
}

/** A demo centre that was written set-based, in a database that is closed after the test. */
export async function writtenCentre(seed: number, size: BulkSize = TINY_BULK) {
  const db = openDatabase({ file: ':memory:' });
  onTestFinished(() => db.close());
  const clock = steppingClock(Date.parse(`${UNTIL}T00:00:00+08:00`));
  await migrate(db, { migrations: readMigrations(MIGRATIONS_FOLDER), registry: houseRegistry, now: clock.now(), history: false });
  const ids = createIds(clock);
  const commandsOver = () => createCommands({ db, clock, ids, lease: createLease(), appendOnly: houseRegistry.appendOnly });
  await buildBulk(db, commandsOver, { seed, size: 'tiny', until: UNTIL }, size);
  return { db, clock, ids, commands: commandsOver() };
}
