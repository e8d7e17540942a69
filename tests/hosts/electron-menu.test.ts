import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, it, vi } from 'vitest';
import { createWords } from '#main/base/words.ts';
import { acceleratorsOf } from '#main/hosts/electron/accelerators.ts';
import { menuTemplate } from '#main/hosts/electron/menu.ts';
import { brandOf, langOfTitle } from '#main/hosts/electron/words.ts';
import { schemes } from '#shared/contract/program.ts';
import { shortcuts } from '#shared/rules/key-table.ts';

const types = readFileSync(createRequire(import.meta.url).resolve('electron/electron.d.ts'), 'utf8');
const roles = new Set([.../ role\?: \(([^)]*)\)/.exec(types)![1]!.matchAll(/'([^']+)'/g)].map((match) => match[1]));
const platforms = ['win32', 'darwin', 'linux'] as const;
const langs = ['zh-CN', 'en'] as const;

type Changes = { packaged?: boolean; safeMode?: boolean; scheme?: (typeof schemes)[number] };

function make(platform: NodeJS.Platform, lang: (typeof langs)[number], changes: Changes = {}) {
  const actions = {
    lock: vi.fn(),
    reload: vi.fn(),
    about: vi.fn(),
    openDataFolder: vi.fn(),
    settings: vi.fn(),
    scheme: vi.fn(),
    restart: vi.fn(),
  };
  const setting = { platform, packaged: true, safeMode: false, scheme: 'auto' as const, t: createWords(lang), actions, ...changes };
  return { template: menuTemplate(setting), actions };
}

function flat(items: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
  return items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? flat(item.submenu) : [])]);
}
const click = (item: MenuItemConstructorOptions | undefined) => item?.click?.({} as never, undefined, {} as never);

/** A key as Electron reads it: modifiers, then one key. */
const ACCELERATOR = /^((CmdOrCtrl|Ctrl|Alt|Shift)\+)*([A-Z0-9]|F\d{1,2}|Plus|[=,-])$/;

describe.each(platforms)('the menu on %s', (platform) => {
  it.each(langs)('has words for everything in %s and only roles that exist', (lang) => {
    for (const item of flat(make(platform, lang).template)) {
      if (item.type === 'separator') continue;
      expect(item.label).toBeTruthy();
      expect(item.label).not.toMatch(/desktop:|\{\{/);
      expect(/\p{Script=Han}/u.test(item.label!)).toBe(lang === 'zh-CN');
      if (item.role) expect(roles).toContain(item.role);
    }
  });

  it('takes every key from the one table, and each of them once', () => {
    const known = new Set(
      shortcuts.flatMap(({ id }) => (id.includes('.') && !id.startsWith('program.') ? [] : acceleratorsOf(id, platform))),
    );
    const used = flat(make(platform, 'en').template).flatMap(({ accelerator }) => (accelerator ? [String(accelerator)] : []));
    expect(used.length).toBeGreaterThan(6);
    for (const accelerator of used) {
      expect(accelerator).toMatch(ACCELERATOR);
      expect(known).toContain(accelerator);
    }
    expect(new Set(used).size).toBe(used.length);
    // and every key of the window that the table promises is there
    const promised = shortcuts.filter(({ scope }) => scope === 'program').flatMap(({ id }) => acceleratorsOf(id, platform));
    expect(promised.filter((accelerator) => !used.includes(accelerator))).toEqual([]);
  });

  it('can be left, copied from, made larger and smaller, and locked', () => {
    const { template, actions } = make(platform, 'zh-CN');
    const all = flat(template);
    for (const role of [
      'quit',
      'cut',
      'copy',
      'paste',
      'selectAll',
      'minimize',
      'close',
      'togglefullscreen',
      'zoomIn',
      'zoomOut',
      'resetZoom',
    ])
      expect(all.some((item) => item.role === role)).toBe(true);
    const lock = all.find((item) => item.id === 'lock')!;
    click(lock);
    expect(actions.lock).toHaveBeenCalledOnce();
    // the page acts on the key, the menu only shows it
    expect(lock.registerAccelerator).toBe(false);
    click(all.find((item) => item.id === 'settings'));
    expect(actions.settings).toHaveBeenCalledOnce();
    click(all.find((item) => item.id === 'about'));
    expect(actions.about).toHaveBeenCalledOnce();
  });

  it('has light, dark and system, with the present one marked', () => {
    const { template, actions } = make(platform, 'en', { scheme: 'dark' });
    const items = flat(template).filter((item) => item.type === 'radio');
    expect(items.map((item) => [item.id, item.checked])).toEqual(schemes.map((each) => [`scheme-${each}`, each === 'dark']));
    click(items[0]);
    expect(actions.scheme).toHaveBeenCalledExactlyOnceWith('light');
  });

  it('leads into safe mode, and out of it', () => {
    for (const safeMode of [false, true]) {
      const { template, actions } = make(platform, 'en', { safeMode });
      click(flat(template).find((item) => item.id === 'safe-mode'));
      expect(actions.restart).toHaveBeenCalledExactlyOnceWith({ safeMode: !safeMode });
    }
  });

  it('has developer tools only when it is not packaged', () => {
    const has = (packaged: boolean) => flat(make(platform, 'en', { packaged }).template).some((item) => item.role === 'toggleDevTools');
    expect(has(true)).toBe(false);
    expect(has(false)).toBe(true);
  });
});

it('puts the program first on macOS, and quit under File elsewhere', () => {
  const first = (platform: NodeJS.Platform) => make(platform, 'en').template[0]!;
  expect(first('darwin').label).toBe('Student Service Desk');
  const mac = make('darwin', 'en').template;
  expect(flat([mac[0]!]).flatMap(({ role }) => role ?? [])).toEqual(['services', 'hide', 'hideOthers', 'unhide', 'quit']);
  expect(flat(mac.slice(1)).some((item) => item.role === 'quit' || item.id === 'about')).toBe(false);
  for (const platform of ['win32', 'linux'] as const) {
    expect(make(platform, 'en').template.map(({ label }) => label)).toEqual(['File', 'Edit', 'View', 'Window', 'Help']);
    expect(flat([first(platform)]).some((item) => item.role === 'quit')).toBe(true);
    expect(flat([make(platform, 'en').template.at(-1)!]).some((item) => item.id === 'about')).toBe(true);
  }
});

it('has the keys of a Mac where they differ', () => {
  expect(acceleratorsOf('program.fullscreen', 'darwin')).toEqual(['Ctrl+CmdOrCtrl+F']);
  expect(acceleratorsOf('program.fullscreen', 'win32')).toEqual(['F11']);
  expect(acceleratorsOf('program.zoomIn', 'win32')).toEqual(['CmdOrCtrl+=', 'CmdOrCtrl+Plus']);
});

it('follows the language of the page by its title', () => {
  expect(langOfTitle(brandOf('zh-CN'))).toBe('zh-CN');
  expect(langOfTitle(`C-001 ${brandOf('en')}`)).toBe('en');
  expect(langOfTitle('about:blank')).toBeUndefined();
});
