import { existsSync, mkdirSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { expect, it, onTestFinished, vi } from 'vitest';
import { backupsFolder } from '#main/backups/folder.ts';
import { backupPoint } from '#main/backups/service.ts';
import { type SteppingClock, steppingClock } from '#main/base/clock.ts';
import { type Core, createCore } from '#main/core.ts';
import { finishSetup } from '#main/setup/service.ts';
import { DEFAULT_OPENING } from '#shared/rules/calendar.ts';
import { HOUR } from '#shared/rules/zone.ts';
import type { ApiClient } from '../support/api.ts';
import { TEST_NOW } from '../support/database.ts';
import { tempFolder } from '../support/folder.ts';
import { createMemoryLog } from '../support/memory-log.ts';

/** A host that can open its folder again, as both real ones can. */
async function host(dataDir: string, clock: SteppingClock) {
  const state: { core: Core; restarts: number } = { core: await open(), restarts: 0 };
  onTestFinished(() => state.core.stop());
  function open(): Promise<Core> {
    const restart = async () => {
      await state.core.stop();
      state.core = await open();
      state.restarts += 1;
    };
    const port = { kind: 'test', appVersion: '0', lang: null, demo: false, restart } as const;
    return createCore({ dataDir, clock, log: createMemoryLog(), host: port, keys: { file: true } });
  }
  const { services } = state.core;
  const manager = services.ids.next();
  const { zone, ...opening } = DEFAULT_OPENING;
  await services.commands.run({ name: 'setup.finish', actor: { kind: 'system' }, undo: 'none', topics: [] }, (tx) =>
    finishSetup(tx, manager, { centreName: 'centre', zone, opening, manager: { name: 'm', login: 'manager', passwordHash: '' } }),
  );
  const client = (staffId: string | null = manager): ApiClient =>
    createRouterClient(state.core.router, { context: state.core.context({ ...state.core.connect(), staffId }) });
  return { state, client, manager };
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
  await now.backups.restore({ file: savedAs });
  expect((await desk.client().students.list({})).total).toBe(2);
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
  const desk = await host(dataDir, steppingClock(TEST_NOW));
  const client = desk.client();
  expect(await client.backups.drill()).toEqual({ ok: false, file: '', detail: 'none' });
  const made = await client.backups.create();
  expect(await client.backups.drill()).toEqual({ ok: true, file: made.file, detail: 'ok' });
  writeFileSync(join(backupsFolder(dataDir), made.file), 'gone');
  expect(await client.backups.drill()).toEqual({ ok: false, file: made.file, detail: 'truncated' });
  const { rows } = await client.audit.commands({ limit: 3 });
  expect(rows.map((row) => row.name)).toEqual(['backups.drill', 'backups.drill', 'backups.drill']);
});

it('says what failed until it works, first here and then in the second folder', { timeout: 60_000 }, async () => {
  const dataDir = tempFolder();
  const desk = await host(dataDir, steppingClock(TEST_NOW));
  const client = desk.client();
  expect(await client.backups.state()).toEqual({ lastAt: null, failedAt: null, failure: null });
  rmSync(backupsFolder(dataDir), { recursive: true, force: true });
  writeFileSync(backupsFolder(dataDir), '');
  await expect(client.backups.create()).rejects.toMatchObject({ code: 'BACKUP_FAILED', data: { reason: 'failed' } });
  expect(await client.backups.state()).toMatchObject({ lastAt: null, failedAt: expect.any(Number), failure: 'failed' });
  rmSync(backupsFolder(dataDir));
  await client.backups.create();
  expect(await client.backups.state()).toEqual({ lastAt: expect.any(Number), failedAt: null, failure: null });

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
  await vi.waitFor(async () => expect(await kinds()).toEqual(['daily']), { timeout: 20_000 });
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
});
