import { describe, expect, it, vi } from 'vitest';
import type { UpdatesPort } from '#main/base/os.ts';
import type { UpdatePhase, UpdateStatus } from '#shared/contract/updates.ts';
import { openDesk } from '../support/desk.ts';

/** A host whose updates only say where they are. */
function port(phase: UpdatePhase) {
  const listeners = new Set<() => void>();
  const status: UpdateStatus = { feed: true, phase, found: null, done: 0, refusal: null, checkedAt: null, last: null };
  const updates = {
    status: () => status,
    check: vi.fn(async () => {}),
    open: vi.fn(async () => {}),
    download: vi.fn(),
    cancel: vi.fn(),
    prepare: vi.fn(async (backup: () => Promise<void>) => backup()),
    restart: vi.fn(async (backup: () => Promise<void>) => backup()),
    listen: (told: () => void) => {
      listeners.add(told);
      return () => listeners.delete(told);
    },
  } satisfies UpdatesPort;
  return { updates, status, listeners };
}

async function desk(phase: UpdatePhase, more: { demo?: boolean } = {}) {
  const host = port(phase);
  const opened = await openDesk({ staff: ['advisor'], host: { kind: 'electron', updates: host.updates, ...more } });
  return { ...opened, host, manager: opened.as('manager') };
}

describe('updates through the contract', () => {
  it('show the version to everybody and let only the manager act', async () => {
    const { as, host } = await desk('idle');
    expect(await as('advisor').updates.state()).toMatchObject({ version: '0.0.0', place: 'here', status: { phase: 'idle' } });
    await expect(as('advisor').updates.check()).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(host.updates.check).not.toHaveBeenCalled();
    await as('manager').updates.check();
    expect(host.updates.check).toHaveBeenCalledTimes(1);
  });

  it('are no matter of a browser, of a program that was not installed, of safe mode, or of the demo', async () => {
    const web = await openDesk({ host: { kind: 'web' } });
    expect(await web.as('manager').updates.state()).toMatchObject({ place: 'browser', status: null });
    await expect(web.as('manager').updates.check()).rejects.toMatchObject({ code: 'UPDATE_NOT_NOW' });
    const bare = await openDesk({ host: { kind: 'electron' } });
    expect(await bare.as('manager').updates.state()).toMatchObject({ place: 'not_installed' });
    const safe = await openDesk({ host: { kind: 'electron', safeMode: true } });
    expect(await safe.as('manager').updates.state()).toMatchObject({ place: 'safe_mode' });
    const demo = await desk('verified', { demo: true });
    expect(await demo.manager.updates.state()).toMatchObject({ place: 'demo' });
    await expect(demo.manager.updates.prepare()).rejects.toMatchObject({ code: 'UPDATE_NOT_NOW' });
    expect(demo.host.updates.prepare).not.toHaveBeenCalled();
  });

  const steps = ['check', 'open', 'download', 'cancel', 'prepare', 'restart'] as const;
  it.each<[UpdatePhase, readonly (typeof steps)[number][]]>([
    ['idle', ['check', 'open']],
    ['checking', []],
    ['newest', ['check', 'open']],
    ['found', ['check', 'open', 'download']],
    ['downloading', ['cancel']],
    ['verified', ['check', 'open', 'prepare']],
    ['backup', []],
    ['ready', ['check', 'open', 'restart']],
    ['restarting', []],
  ])('%s allows exactly %j', { timeout: 60_000 }, async (phase, allowed) => {
    const { manager, host } = await desk(phase);
    for (const step of steps) {
      if (allowed.includes(step)) await manager.updates[step]();
      else await expect(manager.updates[step]()).rejects.toMatchObject({ code: 'UPDATE_NOT_NOW', data: { phase } });
      expect(host.updates[step]).toHaveBeenCalledTimes(allowed.includes(step) ? 1 : 0);
    }
  });

  it('make a backup of their own before, and again only when something was written since', { timeout: 60_000 }, async () => {
    const { manager, host } = await desk('verified');
    const kinds = async () => (await manager.backups.list()).backups.map(({ kind }) => kind);
    await manager.students.create({ student: { name: 'one' }, guardians: [] });
    await manager.updates.prepare();
    expect(await kinds()).toEqual(['before_update']);
    host.status.phase = 'ready';
    await manager.updates.restart();
    expect(await kinds()).toEqual(['before_update']);
    await manager.students.create({ student: { name: 'two' }, guardians: [] });
    await manager.updates.restart();
    expect(await kinds()).toEqual(['before_update', 'before_update']);
  });

  it('are heard by the pages, until the core ends', async () => {
    const { core, host } = await desk('idle');
    const stream = core.services.changes.subscribe();
    const next = stream.next();
    for (const told of host.listeners) told();
    expect((await next).value).toMatchObject({ topics: ['updates'] });
    await core.stop();
    expect(host.listeners.size).toBe(0);
  });
});
