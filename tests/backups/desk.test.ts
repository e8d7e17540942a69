import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { expect, it, onTestFinished } from 'vitest';
import { backupsFolder, copiesIn } from '#main/backups/folder.ts';
import { backupPoint } from '#main/backups/service.ts';
import { type SteppingClock, steppingClock } from '#main/base/clock.ts';
import { createWords } from '#main/base/words.ts';
import { type Core, createCore } from '#main/core.ts';
import { wordsFor } from '#main/hosts/web/program.ts';
import { finishSetup } from '#main/setup/service.ts';
import { Failure } from '#shared/contract/failure.ts';
import { DEFAULT_OPENING } from '#shared/rules/calendar.ts';
import { DAY, HOUR } from '#shared/rules/zone.ts';
import type { ApiClient } from '../support/api.ts';
import { TEST_NOW } from '../support/database.ts';
import { tempFolder } from '../support/folder.ts';
import { createMemoryLog } from '../support/memory-log.ts';
import { until } from '../support/until.ts';
import { damagePages } from './damage.ts';

/** A host that can open its folder again, as both real ones can. */
async function host(dataDir: string, clock: SteppingClock) {
  const state: { core: Core; restarts: number } = { core: await open(), restarts: 0 };
  onTestFinished(() => state.core.stop());
  function open(options: { restoreNewest?: boolean } = {}): Promise<Core> {
    const restart = async () => {
      await state.core.stop();
      state.core = await open();
      state.restarts += 1;
    };
    const port = { kind: 'test', appVersion: '0', lang: null, demo: false, restart } as const;
    return createCore({ dataDir, clock, log: createMemoryLog(), host: port, keys: { file: true }, ...options });
  }
  const { services } = state.core;
  const manager = services.ids.next();
  const { zone, ...opening } = DEFAULT_OPENING;
  await services.commands.run({ name: 'setup.finish', actor: { kind: 'system' }, undo: 'none', topics: [] }, (tx) =>
    finishSetup(tx, manager, { centreName: 'centre', zone, opening, manager: { name: 'm', login: 'manager', passwordHash: '' } }),
  );
  const client = (staffId: string | null = manager): ApiClient =>
    createRouterClient(state.core.router, { context: state.core.context({ ...state.core.connect(), staffId }) });
  /** Ends the core, lets `meanwhile` do something to the folder, and opens it again. */
  const reopen = async (meanwhile: () => Promise<void> | void, options?: { restoreNewest: boolean }): Promise<void> => {
    await state.core.stop();
    await meanwhile();
    state.core = await open(options);
  };
  return { state, client, manager, open, reopen };
}

const student = (name: string) => ({ student: { name }, guardians: [] });

it('makes, shows and restores a backup through the contract; the host opens the folder again', { timeout: 60_000 }, async () => {
  const dataDir = tempFolder();
  const clock = steppingClock(TEST_NOW);
  const desk = await host(dataDir, clock);
  const client = desk.client();
  await client.students.create(student('before'));
  const made = await client.backups.create();
  expect(made).toMatchObject({ kind: 'manual', counts: { students: 1 } });
  clock.step(HOUR);
  await client.students.create(student('after'));
  expect(await client.backups.preview({ file: made.file })).toEqual({ backup: made, now: { students: 2, complaints: 0, followUps: 0 } });
  expect((await client.backups.list()).backups).toEqual([made]);
  await expect(client.backups.preview({ file: '../desk.db' })).rejects.toMatchObject({
    code: 'BACKUP_REFUSED',
    data: { reason: 'outside' },
  });

  const { savedAs } = await client.backups.restore({ file: made.file });
  expect(desk.state.restarts).toBe(1);
  const now = desk.client();
  expect((await now.students.list({})).total).toBe(1);
  expect((await now.backups.list()).backups.map((row) => [row.file, row.kind, row.counts.students])).toEqual([
    [savedAs, 'before_restore', 2],
    [made.file, 'manual', 1],
  ]);
  expect((await now.audit.commands({ limit: 1 })).rows[0]).toMatchObject({ name: 'backups.restored' });
  await now.backups.restore({ file: savedAs ?? '' });
  expect((await desk.client().students.list({})).total).toBe(2);
});

it('restores over a database with damaged pages: nothing can be saved, the file itself is kept', { timeout: 60_000 }, async () => {
  const dataDir = tempFolder();
  const desk = await host(dataDir, steppingClock(TEST_NOW));
  await desk.client().students.create(student('before'));
  const { file } = await desk.client().backups.create();
  await desk.client().students.create(student('after'));
  const damaged = join(dataDir, 'desk.db');
  await desk.reopen(() => damagePages(damaged, ['students', 'command', 'history_payload']));
  const client = desk.client();
  // what meets the damage says so, and the way back stays open
  await expect(client.students.list({})).rejects.toMatchObject({ code: 'DATABASE_DAMAGED' });
  expect(await client.backups.preview({ file })).toMatchObject({ backup: { file }, now: null });
  expect(await client.backups.restore({ file })).toEqual({ savedAs: null });
  const now = desk.client();
  expect((await now.students.list({})).total).toBe(1);
  expect(await now.backups.state()).toMatchObject({ failure: null });
  const kept = readdirSync(dataDir).filter((name) => name.startsWith('desk.db.damaged-'));
  expect(kept).toHaveLength(1);
  expect(readdirSync(dataDir).filter((name) => /incoming|restore\.json/.test(name))).toEqual([]);
});

it('opens from the newest good backup where the database is too damaged to open, and holds nothing of a failed try', {
  timeout: 60_000,
}, async () => {
  const dataDir = tempFolder();
  const desk = await host(dataDir, steppingClock(TEST_NOW));
  await desk.client().students.create(student('one'));
  const good = await desk.client().backups.create();
  await desk.client().students.create(student('two'));
  const bad = await desk.client().backups.create();
  await desk.state.core.stop();
  truncateSync(join(backupsFolder(dataDir), bad.file), 8192);
  await damagePages(join(dataDir, 'desk.db'), ['migration']);

  await expect(desk.open()).rejects.toMatchObject({ code: 'DATABASE_DAMAGED' });
  // the last connection to close takes the log away with it
  expect(readdirSync(dataDir).filter((name) => /-wal$|owner\.json$/.test(name))).toEqual([]);
  expect(wordsFor(new Failure('DATABASE_DAMAGED'), createWords('en'), dataDir)).toContain(bad.file);

  await desk.reopen(() => undefined, { restoreNewest: true });
  expect((await desk.client().students.list({})).total).toBe(1);
  expect((await desk.client().audit.commands({ limit: 1 })).rows[0]).toMatchObject({ name: 'backups.restored', reason: good.file });
  expect(readdirSync(dataDir).filter((name) => name.startsWith('desk.db.damaged-'))).toHaveLength(1);
});

it('makes a point before an import only where no copy of this very state lies there', { timeout: 60_000 }, async () => {
  const dataDir = tempFolder();
  const desk = await host(dataDir, steppingClock(TEST_NOW));
  const client = desk.client();
  const { services } = desk.state.core;
  const kinds = async () => (await client.backups.list()).backups.map((row) => row.kind);
  await client.students.create(student('one'));
  await backupPoint(services, 'before_import');
  expect(await kinds()).toEqual(['before_import']);
  await backupPoint(services, 'before_import');
  expect(await kinds()).toEqual(['before_import']);
  await client.students.create(student('two'));
  await backupPoint(services, 'before_import');
  expect(await kinds()).toHaveLength(2);
  // a copy that was cut short is none
  const { backups, folder } = await client.backups.list();
  truncateSync(join(folder, backups[0]?.file ?? ''), 4096);
  await backupPoint(services, 'before_import');
  expect(await kinds()).toHaveLength(3);
});

it('tests the newest backup and writes the result down', { timeout: 60_000 }, async () => {
  const dataDir = tempFolder();
  const clock = steppingClock(TEST_NOW);
  const desk = await host(dataDir, clock);
  const client = desk.client();
  expect(await client.backups.drill()).toEqual({ ok: false, file: '', detail: 'none' });
  const made = await client.backups.create();
  const state = async () => {
    const { drilledAt, drillDue } = await client.backups.state();
    return { drilledAt, drillDue };
  };
  expect(await state()).toEqual({ drilledAt: null, drillDue: false });
  clock.step(93 * DAY);
  expect(await state()).toEqual({ drilledAt: null, drillDue: true });
  expect(await client.backups.drill()).toEqual({ ok: true, file: made.file, detail: 'ok' });
  const drilledAt = clock.now();
  expect(await state()).toEqual({ drilledAt, drillDue: false });
  clock.step(93 * DAY);
  expect(await state()).toEqual({ drilledAt, drillDue: true });
  writeFileSync(join(backupsFolder(dataDir), made.file), 'gone');
  expect(await client.backups.drill()).toEqual({ ok: false, file: made.file, detail: 'truncated' });
  const { rows } = await client.audit.commands({ limit: 3 });
  expect(rows.map((row) => row.name)).toEqual(['backups.drill', 'backups.drill', 'backups.drill']);
});

it('says what failed until it works, first here and then in the second folder', { timeout: 60_000 }, async () => {
  const dataDir = tempFolder();
  const desk = await host(dataDir, steppingClock(TEST_NOW));
  const client = desk.client();
  expect(await client.backups.state()).toEqual({ lastAt: null, failedAt: null, failure: null, drilledAt: null, drillDue: false });
  rmSync(backupsFolder(dataDir), { recursive: true, force: true });
  writeFileSync(backupsFolder(dataDir), '');
  await expect(client.backups.create()).rejects.toMatchObject({ code: 'BACKUP_FAILED', data: { reason: 'failed' } });
  expect(await client.backups.state()).toMatchObject({ lastAt: null, failedAt: expect.any(Number), failure: 'failed' });
  rmSync(backupsFolder(dataDir));
  await client.backups.create();
  expect(await client.backups.state()).toMatchObject({ lastAt: expect.any(Number), failedAt: null, failure: null });

  const second = tempFolder();
  await expect(client.backups.setSecondFolder({ folder: 'here' })).rejects.toMatchObject({ code: 'INVALID' });
  await client.backups.setSecondFolder({ folder: second });
  expect(readdirSync(second).filter((name) => name.endsWith('.db'))).toHaveLength(1);
  rmSync(second, { recursive: true });
  await client.backups.create();
  expect(await client.backups.state()).toMatchObject({ failure: 'second_missing' });
  mkdirSync(second);
  await client.backups.create();
  expect(await client.backups.state()).toMatchObject({ failure: null });
  await client.backups.setSecondFolder({ folder: '' });
  expect((await client.backups.list()).secondFolder).toBe('');
});

it('backs up once a day from the hour of the settings on, and on quit only what is new', { timeout: 60_000 }, async () => {
  const dataDir = tempFolder();
  // 2026-10-15 09:00, the hour is 12
  const clock = steppingClock(TEST_NOW);
  const desk = await host(dataDir, clock);
  const kinds = async () => (await desk.client().backups.list()).backups.map((row) => row.kind);
  await desk.state.core.start();
  expect(await kinds()).toEqual([]);
  clock.step(3 * HOUR);
  desk.state.core.wake();
  await until(async () => expect(await kinds()).toEqual(['daily']));
  clock.step(2 * HOUR);
  desk.state.core.wake();
  await desk.state.core.stop({ backup: true });
  const copies = () => readdirSync(backupsFolder(dataDir)).filter((name) => name.endsWith('.db'));
  // nothing was written since the daily one
  expect(copies()).toHaveLength(1);
  const port = { kind: 'test', appVersion: '0', lang: null, demo: false } as const;
  const core = await createCore({ dataDir, clock, log: createMemoryLog(), host: port, keys: { file: true } });
  const client = createRouterClient(core.router, { context: core.context({ ...core.connect(), staffId: desk.manager }) });
  await client.students.create(student('new'));
  await core.stop({ backup: true });
  expect(copies().filter((name) => name.endsWith('-quit.db'))).toHaveLength(1);
  expect(existsSync(join(dataDir, 'owner.json'))).toBe(false);
  // as many commands are not the same ones: after a restore another day may have been written
  const newest = join(backupsFolder(dataDir), `${copies().find((name) => name.endsWith('-quit.db'))}.json`);
  writeFileSync(newest, JSON.stringify({ ...JSON.parse(readFileSync(newest, 'utf8')), head: '0'.repeat(64) }));
  await (await createCore({ dataDir, clock, log: createMemoryLog(), host: port, keys: { file: true } })).stop({ backup: true });
  expect(copiesIn(backupsFolder(dataDir))[0]?.manifest).toMatchObject({ kind: 'quit', head: expect.not.stringMatching(/^0+$/) });
});
