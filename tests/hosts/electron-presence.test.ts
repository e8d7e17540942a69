import type { MenuItemConstructorOptions, NativeImage } from 'electron';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createWords } from '#main/base/words.ts';
import { createAttention, SETTLE_MS } from '#main/hosts/electron/attention.ts';
import { createBadge, overlayPixels } from '#main/hosts/electron/badge.ts';
import { createIdleLock } from '#main/hosts/electron/idle.ts';
import { createTray, TRAY_POINTS, trayImage, trayTemplate } from '#main/hosts/electron/tray.ts';
import { createWishes } from '#main/hosts/electron/wishes.ts';
import { FakeTray } from './fake-electron.ts';

const en = createWords('en');
const labels = (items: MenuItemConstructorOptions[]) => items.flatMap(({ label }) => label ?? []);

describe('the icon in the tray', () => {
  const actions = () => ({ open: vi.fn(), quit: vi.fn() });

  it.each(['zh-CN', 'en'] as const)('opens, says what is due and quits in %s', (lang) => {
    const acts = actions();
    const items = trayTemplate(createWords(lang), 3, acts);
    expect(items.map(({ id, type }) => id ?? type)).toEqual(['open', 'due', 'separator', 'quit']);
    for (const label of labels(items)) expect(label).not.toMatch(/desktop:|\{\{/);
    expect(labels(items)[1]).toContain('3');
    for (const item of items) item.click?.({} as never, undefined, {} as never);
    expect([acts.open.mock.calls.length, acts.quit.mock.calls.length]).toEqual([1, 1]);
  });

  it('says nothing of what is due while nobody sits at the desk', () => {
    expect(trayTemplate(en, null, actions()).map(({ id }) => id)).not.toContain('due');
  });

  function tray(platform: NodeJS.Platform) {
    FakeTray.shown = [];
    const acts = actions();
    return { acts, holder: createTray({ make: () => new FakeTray(), menu: (template) => template, platform, t: () => en, actions: acts }) };
  }

  it('is there only while it is wanted, once, with a new menu for each figure', () => {
    const { holder, acts } = tray('win32');
    holder.show(false, 1);
    expect(FakeTray.shown).toEqual([]);
    holder.show(true, 1);
    holder.show(true, 2);
    expect(FakeTray.shown).toHaveLength(1);
    expect(holder.shown).toBe(true);
    expect(labels(FakeTray.shown[0]!.menu as MenuItemConstructorOptions[])[1]).toContain('2 things');
    FakeTray.shown[0]!.emit('click');
    expect(acts.open).toHaveBeenCalledOnce();
    holder.show(false, 2);
    expect([FakeTray.shown, holder.shown]).toEqual([[], false]);
  });

  it('leaves the click to the menu on macOS', () => {
    const { holder, acts } = tray('darwin');
    holder.show(true, 0);
    FakeTray.shown[0]!.emit('click');
    expect(acts.open).not.toHaveBeenCalled();
  });

  it.each(Object.entries(TRAY_POINTS))('is sharp on every display of %s', (platform, points) => {
    const sizes: number[] = [];
    const given: number[] = [];
    const image = {
      resize: ({ width }: { width: number }) => {
        sizes.push(width);
        return image;
      },
      toPNG: () => Buffer.alloc(1),
      addRepresentation: ({ scaleFactor }: { scaleFactor: number }) => given.push(scaleFactor),
    } as unknown as NativeImage;
    trayImage({ createEmpty: () => image, createFromPath: () => image }, '/i.png', platform as NodeJS.Platform);
    expect(sizes).toEqual([points!, points! * 2, points! * 3]);
    expect(given).toEqual([1, 2, 3]);
  });
});

describe('the figure on the icon', () => {
  function badge(platform: NodeJS.Platform) {
    const app = { setBadgeCount: vi.fn(() => true) };
    const window = { setOverlayIcon: vi.fn() };
    const images = { createFromBitmap: vi.fn(() => ({}) as NativeImage) };
    return { app, window, images, show: createBadge({ platform, app, images, window: () => window, t: () => en }) };
  }

  it.each(['darwin', 'linux'] as const)('is a number on %s', (platform) => {
    const { app, window, show } = badge(platform);
    show(4);
    show(0);
    expect(app.setBadgeCount.mock.calls).toEqual([[4], [0]]);
    expect(window.setOverlayIcon).not.toHaveBeenCalled();
  });

  it('is a mark with words on Windows, and goes', () => {
    const { app, window, images, show } = badge('win32');
    show(4);
    show(0);
    expect(window.setOverlayIcon.mock.calls).toEqual([
      [expect.anything(), '4 things due or waiting for your answer'],
      [null, ''],
    ]);
    expect(images.createFromBitmap).toHaveBeenCalledWith(expect.any(Buffer), { width: 32, height: 32, scaleFactor: 2 });
    expect(app.setBadgeCount).not.toHaveBeenCalled();
  });

  it('is a red disc with clear corners', () => {
    const pixels = overlayPixels(16);
    const at = (x: number, y: number) => [...pixels.subarray((y * 16 + x) * 4, (y * 16 + x) * 4 + 4)];
    expect(pixels).toHaveLength(16 * 16 * 4);
    expect(at(0, 0)).toEqual([0, 0, 0, 0]);
    const [blue = 255, , red = 0, alpha] = at(8, 8);
    expect(alpha).toBe(255);
    expect(red).toBeGreaterThan(blue);
  });
});

describe('what follows the figure', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    return () => vi.useRealTimers();
  });

  function attention() {
    const world = { due: 1 as number | null, background: false, lang: 'en' };
    const deps = {
      due: vi.fn(() => world.due),
      badge: vi.fn(),
      tray: { show: vi.fn() },
      background: () => world.background,
      lang: () => world.lang,
      onError: vi.fn(),
    };
    return { world, ...deps, attention: createAttention(deps) };
  }

  it('is drawn when something is another, and not else', () => {
    const { world, badge, tray, attention: it } = attention();
    it.refresh();
    it.refresh();
    expect(badge.mock.calls).toEqual([[1]]);
    world.background = true;
    it.refresh();
    expect(tray.show).toHaveBeenLastCalledWith(true, 1);
    world.due = null;
    it.refresh();
    expect(badge).toHaveBeenLastCalledWith(0);
    expect(tray.show).toHaveBeenLastCalledWith(true, null);
    world.lang = 'zh-CN';
    it.refresh();
    expect(tray.show).toHaveBeenCalledTimes(4);
    it.renew();
    expect(tray.show).toHaveBeenCalledTimes(5);
  });

  it('looks once after a burst of changes, and never again after the end', () => {
    const { due, attention: it } = attention();
    it.changed();
    it.changed();
    vi.advanceTimersByTime(SETTLE_MS);
    expect(due).toHaveBeenCalledOnce();
    it.changed();
    it.stop();
    it.refresh();
    vi.advanceTimersByTime(SETTLE_MS * 2);
    expect(due).toHaveBeenCalledOnce();
  });

  it('survives a core that is being closed, and a system that draws no icon', () => {
    const { due, tray, onError, attention: it } = attention();
    due.mockImplementationOnce(() => {
      throw new Error('closed');
    });
    it.refresh();
    tray.show.mockImplementationOnce(() => {
      throw new Error('no tray here');
    });
    it.refresh();
    it.refresh();
    expect(onError).toHaveBeenCalledTimes(2);
  });
});

describe('a desk behind a hidden window', () => {
  function idle(minutes: number | null = 10) {
    const world = { now: 0, idle: 0, shown: false, minutes };
    const lock = vi.fn();
    const check = createIdleLock({
      systemIdle: () => world.idle,
      shown: () => world.shown,
      minutes: () => world.minutes,
      monotonic: () => world.now,
      lock,
    });
    return { world, lock, check };
  }

  it('locks when nobody brought it back for the minutes of the centre', () => {
    const { world, lock, check } = idle();
    check();
    world.now = 9 * 60_000;
    check();
    expect(lock).not.toHaveBeenCalled();
    world.now = 10 * 60_000;
    check();
    expect(lock).toHaveBeenCalledOnce();
  });

  it('locks when nobody has touched the PC for so long already', () => {
    const { world, lock, check } = idle();
    world.idle = 600;
    check();
    expect(lock).toHaveBeenCalledOnce();
  });

  it('leaves a window that is seen to its page, and counts anew from when it is hidden', () => {
    const { world, lock, check } = idle();
    check();
    world.now = 9 * 60_000;
    world.shown = true;
    world.idle = 3600;
    check();
    world.shown = false;
    world.idle = 0;
    world.now = 12 * 60_000;
    check();
    expect(lock).not.toHaveBeenCalled();
  });

  it('has nothing to lock while nobody sits there', () => {
    const { world, lock, check } = idle(null);
    world.idle = 36_000;
    check();
    expect(lock).not.toHaveBeenCalled();
  });
});

describe('what was asked outside of the page', () => {
  const ref = { kind: 'complaint' as const, id: 'c1', number: 'C20261120-001' };
  const make = () => {
    const hint = vi.fn();
    return { hint, wishes: createWishes({ hint, read: async (path) => new File(['x'], path) }) };
  };

  it('waits for its person, once', async () => {
    const { wishes, hint } = make();
    wishes.put({ kind: 'open', ref, staffId: 'lin' });
    expect(hint).toHaveBeenCalledOnce();
    expect(await wishes.take('lin')).toEqual({ ref, file: null });
    expect(await wishes.take('lin')).toEqual({ ref: null, file: null });
  });

  it('is not shown to another person, and forgotten when one has taken the seat', async () => {
    const { wishes } = make();
    wishes.put({ kind: 'open', ref, staffId: 'lin' });
    expect((await wishes.take('wu')).ref).toBeNull();
    expect((await wishes.take('lin')).ref).toBeNull();
  });

  it('is for anybody where nobody is meant', async () => {
    const { wishes } = make();
    wishes.put({ kind: 'open', ref: { kind: 'settings', id: 'program', number: '' }, staffId: null });
    expect((await wishes.take('wu')).ref).toMatchObject({ kind: 'settings' });
    wishes.put({ kind: 'import', path: 'a.xlsx' });
    expect((await wishes.take('wu')).file?.name).toBe('a.xlsx');
  });
});
