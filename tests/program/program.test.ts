import { describe, expect, it, vi } from 'vitest';
import type { ProgramPort } from '#main/base/os.ts';
import { DAY } from '#shared/rules/zone.ts';
import { DESK_NOW, openDesk } from '../support/desk.ts';

const aComplaint = {
  studentIds: [],
  complainant: { kind: 'anonymous' as const, refId: null },
  channel: 'phone' as const,
  words: '前台电话没有人接',
  category: 'service' as const,
  severity: 'general' as const,
};

function port(): ProgramPort {
  return {
    serves: () => true,
    versions: () => ({ electron: '45.4.1', chromium: '150.0.0.0' }),
    switches: () => ({ background: false, openAtLogin: false, openAtLoginBlocked: null }),
    set: vi.fn(),
    facts: () => ({ displays: [] }),
    restart: vi.fn(),
    takeWish: vi.fn(async () => ({ ref: { kind: 'settings' as const, id: 'program', number: '' }, file: null })),
    setScheme: vi.fn(),
  };
}

describe('the program on this PC', () => {
  it('says in a browser what there is, and has no switches', async () => {
    const desk = await openDesk({ staff: ['specialist'] });
    const view = await desk.as('specialist').program.get();
    expect(view).toMatchObject({ safeMode: false, switches: null, keys: { by: 'file', envelopes: [{ kind: 'file' }] } });
    const parts = view.versions.map(({ part }) => part);
    expect(parts).toEqual(['program', 'node', 'sqlite', 'cipher', 'migration', 'system']);
    for (const { version } of view.versions) expect(version).not.toBe('');
    expect(await desk.as('specialist').program.wish()).toEqual({ ref: null, file: null });
    await expect(desk.as('specialist').program.set({ background: true })).rejects.toMatchObject({ code: 'STATE_FORBIDS' });
    await expect(desk.as('specialist').program.restart({ safeMode: true })).rejects.toMatchObject({ code: 'STATE_FORBIDS' });
    await desk.window().program.setScheme({ scheme: 'dark' });
  });

  it('hands switches, restart and wishes to a host that has them, and notes who switched what', async () => {
    const desk = await openDesk({ staff: ['specialist'] });
    const host = port();
    desk.core.services.host.program = host;
    const api = desk.as('specialist');
    expect((await api.program.get()).versions).toContainEqual({ part: 'electron', version: '45.4.1' });
    await api.program.set({ background: true });
    expect(host.set).toHaveBeenCalledExactlyOnceWith({ background: true });
    expect(desk.log.entries.at(-1)).toMatchObject({ event: 'program.set', names: ['background'], staffId: desk.staffId('specialist') });
    await api.program.restart({ safeMode: true });
    expect(host.restart).toHaveBeenCalledExactlyOnceWith({ safeMode: true });
    expect((await api.program.wish()).ref).toMatchObject({ id: 'program' });
    expect(host.takeWish).toHaveBeenCalledExactlyOnceWith(desk.staffId('specialist'));
    await desk.window().program.setScheme({ scheme: 'light' });
    expect(host.setScheme).toHaveBeenCalledExactlyOnceWith('light');
  });

  it('keeps its hands off the PC of another window', async () => {
    const desk = await openDesk({ staff: ['specialist'] });
    const host = { ...port(), serves: () => false };
    desk.core.services.host.program = host;
    const api = desk.as('specialist');
    expect((await api.program.get()).switches).toBeNull();
    expect((await api.program.wish()).ref).toBeNull();
    await expect(api.program.set({ background: true })).rejects.toMatchObject({ code: 'STATE_FORBIDS' });
    await expect(api.program.restart({ safeMode: true })).rejects.toMatchObject({ code: 'STATE_FORBIDS' });
    await api.program.setScheme({ scheme: 'dark' });
    for (const act of [host.set, host.takeWish, host.setScheme, host.restart]) expect(act).not.toHaveBeenCalled();
  });

  it('lets nobody in who is not signed in', async () => {
    const desk = await openDesk();
    await expect(desk.window().program.get()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    await expect(desk.window().program.diagnostics()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    await expect(desk.window().program.wish()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('runs nothing by itself in safe mode, also not after a sleep', async () => {
    // a complaint whose times have passed while nothing ran
    const late = async () => {
      const desk = await openDesk();
      await desk.as('manager').complaints.record(aComplaint);
      desk.clock.set(DESK_NOW + 10 * DAY);
      return desk;
    };
    const missed = ({ core }: Awaited<ReturnType<typeof late>>) =>
      core.services.db.get<{ n: number }>('SELECT count(*) AS n FROM clocks WHERE missed = 1')?.n ?? 0;
    const usual = await late();
    await usual.core.start();
    expect(missed(usual)).toBeGreaterThan(0);
    const safe = await late();
    safe.core.services.host.safeMode = true;
    await safe.core.start();
    expect(missed(safe)).toBe(0);
    safe.core.wake();
    // what a wake begins has had its turns
    for (let turn = 0; turn < 50; turn += 1) await new Promise(setImmediate);
    expect(missed(safe)).toBe(0);
    expect((await safe.as('manager').program.get()).safeMode).toBe(true);
  });
});

describe('how much is due', () => {
  it('is what is late or waits for an answer, for the person at the desk alone', async () => {
    const desk = await openDesk({ staff: ['specialist', 'supervisor'] });
    const { core, clock } = desk;
    expect(core.dueFor(desk.staffId('specialist'))).toBe(0);
    const api = desk.as('supervisor');
    const { id } = await api.complaints.record(aComplaint);
    const { complaint } = await api.complaints.get({ id });
    const owner = desk.staffId('specialist');
    if (complaint.owner?.id !== owner) await api.complaints.assign({ id, version: complaint.version, staffId: owner, reason: '熟悉这家' });
    // not late, but it was given to somebody who has not accepted it
    expect(core.dueFor(owner)).toBe(1);
    expect(core.dueFor('nobody')).toBe(0);
    const mine = desk.as('specialist');
    const { complaint: given } = await mine.complaints.get({ id });
    await mine.complaints.accept({ id, version: given.version });
    expect(core.dueFor(owner)).toBe(0);
    clock.set(DESK_NOW + 10 * DAY);
    expect(core.dueFor(owner)).toBe(1);
  });
});
