import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, it, vi } from 'vitest';
import { createWords } from '#main/base/words.ts';
import { menuTemplate } from '#main/hosts/electron/menu.ts';
import { brandOf, langOfTitle } from '#main/hosts/electron/words.ts';

const types = readFileSync(createRequire(import.meta.url).resolve('electron/electron.d.ts'), 'utf8');
const roles = new Set([.../ role\?: \(([^)]*)\)/.exec(types)![1]!.matchAll(/'([^']+)'/g)].map((match) => match[1]));
const platforms = ['win32', 'darwin', 'linux'] as const;
const langs = ['zh-CN', 'en'] as const;

function make(platform: NodeJS.Platform, lang: (typeof langs)[number], packaged = true) {
  const actions = { lock: vi.fn(), reload: vi.fn(), about: vi.fn(), openDataFolder: vi.fn() };
  return { template: menuTemplate({ platform, packaged, t: createWords(lang), actions }), actions };
}

function flat(items: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
  return items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? flat(item.submenu) : [])]);
}

describe.each(platforms)('the menu on %s', (platform) => {
  it.each(langs)('has words for everything in %s and only roles that exist', (lang) => {
    for (const item of flat(make(platform, lang).template)) {
      if (item.type === 'separator') continue;
      expect(item.label).toBeTruthy();
      expect(item.label).not.toMatch(/desktop:|\{\{/);
      expect(/\p{Script=Han}/u.test(item.label!)).toBe(lang === 'zh-CN');
      if (item.role) expect(roles).toContain(item.role);
      if (item.accelerator) expect(String(item.accelerator)).toMatch(/^CmdOrCtrl(\+Shift)?\+[A-Z]$/);
    }
  });

  it('can be left, copied from, and locked', () => {
    const { template, actions } = make(platform, 'zh-CN');
    const all = flat(template);
    for (const role of ['quit', 'cut', 'copy', 'paste', 'selectAll', 'minimize', 'togglefullscreen'])
      expect(all.some((item) => item.role === role)).toBe(true);
    const lock = all.find((item) => item.id === 'lock')!;
    lock.click?.({} as never, undefined, {} as never);
    expect(actions.lock).toHaveBeenCalledOnce();
    // the page acts on the key, the menu only shows it
    expect(lock.registerAccelerator).toBe(false);
  });

  it('has developer tools only when it is not packaged', () => {
    const has = (packaged: boolean) => flat(make(platform, 'en', packaged).template).some((item) => item.role === 'toggleDevTools');
    expect(has(true)).toBe(false);
    expect(has(false)).toBe(true);
  });
});

it('puts the program first on macOS, and quit under File elsewhere', () => {
  const first = (platform: NodeJS.Platform) => make(platform, 'en').template[0]!;
  expect(first('darwin').label).toBe('Student Service Desk');
  expect(flat(make('darwin', 'en').template.slice(1)).some((item) => item.role === 'quit' || item.id === 'about')).toBe(false);
  expect(first('win32').label).toBe('File');
  expect(flat([first('win32')]).some((item) => item.role === 'quit')).toBe(true);
});

it('follows the language of the page by its title', () => {
  expect(langOfTitle(brandOf('zh-CN'))).toBe('zh-CN');
  expect(langOfTitle(`C-001 ${brandOf('en')}`)).toBe('en');
  expect(langOfTitle('about:blank')).toBeUndefined();
});
