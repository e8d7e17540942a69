import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

describe('the sources of the host', () => {
  const folder = join(import.meta.dirname, '../../src-main/hosts/electron');
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));
  const where = (pattern: RegExp) => sources.filter(({ text }) => pattern.test(text)).map(({ name }) => name);

  it('were found', () => expect(sources.length).toBeGreaterThan(20));

  it('open no address in another program: the list of what may be opened is empty', () => {
    expect(where(/openExternal/)).toEqual([]);
    // what the system opens is the data folder, never something that a page names
    expect(where(/\.openPath\(/)).toEqual(['desktop.ts']);
  });

  it('put nothing into a page, and load nothing but the one page', () => {
    expect(where(/executeJavaScript|insertCSS|loadFile|new WebContentsView|new BrowserView|\.downloadURL\(/)).toEqual([]);
    expect(where(/\.loadURL\(/)).toEqual(['desk-window.ts']);
  });

  it('hear a page on one channel, where it is looked who asks', () => {
    expect(where(/ipcMain\b/)).toEqual(['desktop.ts']);
    expect(sources.find(({ name }) => name === 'desktop.ts')?.text.match(/\bipcMain\b/g)).toHaveLength(2);
    expect(where(/ipc\.(?:on|once|handle|handleOnce)\(/)).toEqual(['ports.ts']);
    expect(sources.find(({ name }) => name === 'ports.ts')?.text.match(/ipc\.on\(/g)).toHaveLength(1);
  });
});
