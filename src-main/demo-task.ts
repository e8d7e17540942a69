import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { Failure } from '#shared/contract/failure.ts';
import type { Lang } from '#shared/contract/fields.ts';
import { DEFAULT_OPENING } from '#shared/rules/calendar.ts';
import { dayOf, dayStart } from '#shared/rules/zone.ts';
import { countsOf } from './backups/make.ts';
import { appVersion, resource } from './base/app-root.ts';
import { type Clock, steppingClock } from './base/clock.ts';
import { createCommands } from './base/command.ts';
import { createKeyStore } from './base/keys.ts';
import { createLease } from './base/lease.ts';
import { createFileLog } from './base/log.ts';
import type { DemoAccount } from './base/os.ts';
import { createCore, databaseFile } from './core.ts';
import { houseRegistry } from './db/house-registry.ts';
import { migrate, readMigrations } from './db/migrate.ts';
import { type Connection, openDatabase } from './db/open.ts';
import { takeOwnership } from './db/owner.ts';
import { buildBulk, bulkSizes } from './demo/bulk.ts';
import { createRandom, seededIds } from './demo/random.ts';
import { buildSmall, demoSpan } from './demo/small.ts';
import type { Client } from './demo/world.ts';

type Place = { dataDir: string; clock: Clock; lang: Lang };
export type DemoMade = {
  size: string;
  seed: number;
  until: string;
  counts: { students: number; complaints: number; followUps: number };
  accounts: DemoAccount[];
  ms: number;
};
type Options = { size: 'small' | 'reference' | 'stress'; seed: number; until: string | null };

/** What a folder of ours may hold; anything of it means that it is not empty. */
const OURS = ['desk.db', 'keys.json', 'desk.key', 'backups', 'restore.json'];

/** See tasks.ts. */
export async function makeDemo(place: Place, options: Options): Promise<DemoMade> {
  const { dataDir, clock } = place;
  if (OURS.some((name) => existsSync(join(dataDir, name)))) throw new Failure('NOT_EMPTY', {});
  const { zone } = DEFAULT_OPENING;
  const until = options.until ?? dayOf(clock.now(), zone);
  const began = clock.monotonic();
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  try {
    const { size, seed } = options;
    const made = size === 'small' ? await small(place, seed, until, zone) : await bulk(place, size, seed, until);
    return { size: options.size, seed: options.seed, until, ...made, ms: Math.round(clock.monotonic() - began) };
  } catch (error) {
    for (const name of [...OURS, 'desk.db-wal', 'desk.db-shm']) rmSync(join(dataDir, name), { recursive: true, force: true });
    throw error;
  }
}

/** Without a core: the folder's key and database, filled before the history begins. */
async function bulk(
  { dataDir }: Place,
  size: 'reference' | 'stress',
  seed: number,
  until: string,
): Promise<Pick<DemoMade, 'accounts' | 'counts'>> {
  const clock = steppingClock(dayStart(until, DEFAULT_OPENING.zone));
  const ownership = takeOwnership(dataDir, { host: 'cli', pid: process.pid, since: clock.now() });
  try {
    const { key } = await createKeyStore(dataDir).create({ file: true });
    const db = openDatabase({ file: databaseFile(dataDir), key });
    try {
      await migrate(db, { migrations: readMigrations(resource('migrations')), registry: houseRegistry, now: clock.now(), history: false });
      const ids = seededIds(clock, createRandom(seed + 2));
      const commandsOver = () => createCommands({ db, clock, ids, lease: createLease(), appendOnly: houseRegistry.appendOnly });
      const { accounts } = await buildBulk(db, commandsOver, { seed, size, until }, bulkSizes[size]);
      return { accounts, counts: countsOf(db) };
    } finally {
      db.close();
    }
  } finally {
    ownership.release();
  }
}

/** Through a core of its own whose clock the story moves. */
async function small({ dataDir, lang }: Place, seed: number, until: string, zone: string): Promise<Pick<DemoMade, 'accounts' | 'counts'>> {
  const random = createRandom(seed);
  const clock = steppingClock(demoSpan(until, zone).from);
  const log = createFileLog({ folder: join(dataDir, 'logs'), now: () => clock.now() });
  const host = { kind: 'cli', appVersion: appVersion(), lang, demo: true } as const;
  const core = await createCore({ dataDir, clock, log, host, keys: { file: true }, ids: seededIds(clock, createRandom(seed + 1)) });
  try {
    // Nothing here is anybody's record yet: what a power cut takes away is generated again, so no commit waits for the disk.
    const { raw } = core.services.db as Connection;
    raw.pragma('journal_mode = MEMORY');
    raw.pragma('synchronous = OFF');
    const clients = new Map<string, Client>();
    const as = (staffId: string): Client => {
      let client = clients.get(staffId);
      if (!client) {
        client = createRouterClient(core.router, { context: core.context({ ...core.connect(), staffId }) });
        clients.set(staffId, client);
      }
      return client;
    };
    const { accounts } = await buildSmall({ services: core.services, clock, random, as }, { seed, size: 'small', until });
    raw.pragma('journal_mode = WAL');
    raw.pragma('synchronous = FULL');
    return { accounts, counts: countsOf(core.services.db) };
  } finally {
    await core.stop();
    await log.close();
  }
}
