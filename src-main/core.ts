import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Failure, isFailure } from '#shared/contract/failure.ts';
import { dayOf } from '#shared/rules/zone.ts';
import { backupsFolder, copiesIn } from './backups/folder.ts';
import { failureWord, makeBackup } from './backups/make.ts';
import { finishRestore, swapStagedRestore } from './backups/restore.ts';
import { restoreNewest } from './backups/restore-folder.ts';
import { backupOnQuit } from './backups/service.ts';
import { resource } from './base/app-root.ts';
import { createChanges } from './base/changes.ts';
import type { Clock } from './base/clock.ts';
import { createCommands } from './base/command.ts';
import { createConnections } from './base/connections.ts';
import { createEvents } from './base/events.ts';
import { createIds, type Ids } from './base/ids.ts';
import { createKeyStore, type KeyMeans, type OpenedKey } from './base/keys.ts';
import { createLease } from './base/lease.ts';
import type { Log } from './base/log.ts';
import type { Connection, Context, HostPort, Services } from './base/os.ts';
import { createPresence } from './base/presence.ts';
import { createScheduler } from './base/scheduler.ts';
import { createScope } from './base/scope.ts';
import { houseRegistry } from './db/house-registry.ts';
import { migrate, readMigrations } from './db/migrate.ts';
import { asDamage, openDatabase } from './db/open.ts';
import { type Ownership, takeOwnership } from './db/owner.ts';
import { createHeavy } from './heavy.ts';
import { jobs } from './jobs.ts';
import { type Version, versionsOf } from './program/service.ts';
import { router } from './router.ts';
import { defaultCentre, isSetUp, readGroup, zoneOf } from './settings/service.ts';
import { identityOf } from './staff/service.ts';
import { subscribeEvents } from './subscriptions.ts';
import { dueCount } from './today/service.ts';

export type CoreOptions = {
  dataDir: string;
  clock: Clock;
  /** How this host opens or seals the key: OS store, key file, recovery code. */
  keys: KeyMeans;
  log: Log;
  host: HostPort;
  /** Only the demo generator brings its own, so that a seed repeats. */
  ids?: Ids;
  /** Puts the newest backup that is good in the place of the database first; the file that is there is kept or saved. */
  restoreNewest?: boolean;
};

/** When the newest backup of a folder was made (UTC ms) and where it lies, by the notes beside them; whether it is good shows when it is opened. */
export function newestBackup(dataDir: string): { at: number; file: string } | undefined {
  const newest = copiesIn(backupsFolder(dataDir))[0];
  return newest && { at: newest.manifest.at, file: newest.file };
}

/** The one database file of a data folder. */
export const databaseFile = (dataDir: string): string => join(dataDir, 'desk.db');

export type Core = {
  services: Services;
  router: typeof router;
  ownership: Ownership;
  /** The key was found in a file that others on this PC can read. */
  keyExposed: boolean;
  /** A new, signed-out window or browser. */
  connect(): Connection;
  context(connection: Connection): Context;
  /** Catches up at once with what fell due while nothing ran, then looks each minute. Resolves when caught up. */
  start(): Promise<void>;
  /** How much is due now, or waits to be accepted or answered, for one person: the figure on the program's icon. */
  dueFor(staffId: string): number;
  versions(): Version[];
  /** After how many minutes without anybody the desk locks. */
  idleMinutes(): number;
  wake(): void;
  /** Refuses new work, waits for what runs, makes the backup of a quit if asked, releases the folder. */
  stop(options?: { backup?: boolean }): Promise<void>;
};

/**
 * Takes the folder, opens (or makes) the encrypted database and composes the slices over it. A new folder gets a key at once; the
 * centre itself is named by the wizard (setup.finish). Errors: FOLDER_IN_USE, FOLDER_NOT_WRITABLE, KEY_*, DATABASE_*, MIGRATION_*,
 * BACKUP_FAILED when no point could be made before a migration, and with `restoreNewest` BACKUP_REFUSED when no backup is good.
 */
export async function createCore(options: CoreOptions): Promise<Core> {
  const { dataDir, clock, host } = options;
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const ownership = takeOwnership(dataDir, { host: host.kind, pid: process.pid, since: clock.now() });
  try {
    if (options.restoreNewest) await restoreNewest({ dataDir, actor: { kind: 'system' }, now: clock.now(), keys: options.keys });
    const opened = await openData(options);
    try {
      return await compose(options, ownership, opened);
    } catch (error) {
      opened.db.close();
      throw error;
    }
  } catch (error) {
    ownership.release();
    throw openingFailure(error);
  }
}

/** Damage that is met while the folder is opened, and a point that could not be made, in the words of the contract. */
function openingFailure(error: unknown): unknown {
  if (!isFailure(error, 'COPY_FAILED')) return asDamage(error);
  const reason = failureWord(error);
  return new Failure(reason === 'damaged' ? 'DATABASE_DAMAGED' : 'BACKUP_FAILED', { reason }, { cause: error });
}

/** The key and the database, with whatever was staged swapped in. */
async function openData(options: CoreOptions) {
  const { dataDir, clock, log } = options;
  const keyStore = createKeyStore(dataDir);
  const { os, file: keyFile } = options.keys;
  const opened: OpenedKey = keyStore.exists()
    ? await keyStore.open(options.keys)
    : { ...(await keyStore.create({ os, file: keyFile })), by: os ? 'os' : 'file', failed: [], exposed: false };
  const { key } = opened;
  const file = databaseFile(dataDir);
  const restored = swapStagedRestore({ dataDir, file, key, now: clock.now(), log });
  // An empty database in place of one that is gone would look like a loss of everything.
  const mustExist = !existsSync(file) && copiesIn(backupsFolder(dataDir)).length > 0;
  return { db: openDatabase({ file, key, mustExist }), file, opened, keyStore, restored };
}

async function compose(options: CoreOptions, ownership: Ownership, data: Awaited<ReturnType<typeof openData>>): Promise<Core> {
  const { dataDir, clock, log, host } = options;
  const { db, file, opened, keyStore, restored } = data;
  const { key } = opened;
  const ids = options.ids ?? createIds(clock);
  const changes = createChanges();
  const lease = createLease();
  const scope = createScope();
  const events = createEvents();
  await migrate(db, {
    migrations: readMigrations(resource('migrations')),
    registry: houseRegistry,
    now: clock.now(),
    beforeMigrate: () => void makeBackup('before_migration', { db, dataDir, key, now: clock.now() }),
  });
  const heavy = createHeavy({ file, key, dataDir, clock, lease, changes });
  const { appendOnly } = houseRegistry;
  const commands = createCommands({ db, clock, ids, lease, changes, log, scope, appendOnly, checkpoint: heavy.carryLog });
  subscribeEvents({ events, commands, ids });
  if (restored)
    await finishRestore(commands, dataDir, restored, (staffId) => db.get('SELECT 1 FROM staff WHERE id = ?', [staffId]) !== undefined);
  const presence = createPresence(changes);
  const connections = createConnections({ host: host.kind, nextId: () => ids.next(), presence, changes });

  const services: Services = {
    db,
    commands,
    clock,
    changes,
    log,
    heavy,
    host,
    dataDir,
    ids,
    events,
    presence,
    connections,
    zone: () => zoneOf(db),
    isSetUp: () => isSetUp(db),
    renewRecoveryCode: (record) => keyStore.renewRecoveryCode(key, record),
    checkRecoveryCode: (code) => keyStore.checkRecoveryCode(code),
    keys: () => ({ by: opened.by, exposed: opened.exposed, failed: opened.failed, envelopes: keyStore.envelopes() }),
    identify: (staffId) => identityOf(db, staffId, dayOf(clock.now(), zoneOf(db))),
  };
  const scheduler = createScheduler({ jobs: jobs(services), log });
  const unlisten = host.updates?.listen(() => changes.publish(['updates']));

  return {
    services,
    router,
    ownership,
    keyExposed: opened.exposed,
    connect: connections.open,
    context: (connection) => ({ services, connection }),
    // In safe mode nothing runs by itself, also not after a sleep.
    start: () => (host.safeMode ? Promise.resolve() : scheduler.start()),
    dueFor: (staffId) => {
      const me = services.identify(staffId);
      return me?.grants['today.read'] ? dueCount(db, me, clock.now()) : 0;
    },
    versions: () => versionsOf(services),
    idleMinutes: () => readGroup(db, 'centre')?.value.idleMinutes ?? defaultCentre.idleMinutes,
    wake: () => {
      if (!host.safeMode) scheduler.wake();
    },
    stop: async ({ backup = false } = {}) => {
      unlisten?.();
      await scheduler.stop();
      await heavy.stop();
      await scope.close();
      if (backup) await backupOnQuit(services);
      await heavy.stop();
      changes.close();
      db.close();
      ownership.release();
    },
  };
}
