import { expect, it } from 'vitest';
import { instantOf, parseFlags } from '#main/hosts/flags.ts';
import { defaultDataFolder } from '#main/hosts/folders.ts';

it('reads the flags of npm start', () => {
  expect(parseFlags([])).toEqual({
    web: false,
    port: 0,
    data: undefined,
    demo: false,
    open: true,
    now: undefined,
    lang: undefined,
    safeMode: false,
  });
  expect(parseFlags(['--web', '--port', '8080', '--data', '/srv/desk', '--demo', '--no-open', '--lang', 'en'])).toMatchObject({
    web: true,
    port: 8080,
    demo: true,
    open: false,
    lang: 'en',
  });
});

it('takes an instant with an offset as it is, and without one as meant in China', () => {
  const at = Date.parse('2026-11-20T01:00:00Z');
  for (const text of ['2026-11-20T09:00', '2026-11-20T09:00:00', '2026-11-20 09:00', '2026-11-20T09:00+08:00', '2026-11-20T01:00Z']) {
    expect(instantOf(text), text).toBe(at);
  }
  expect(instantOf('2026-11-20')).toBe(Date.parse('2026-11-19T16:00:00Z'));
  expect(instantOf('2026-11-20T09:00:01.5')).toBe(at + 1500);
  for (const text of ['2026-11-19T24:00', '2026-11-19T24:00+08:00']) expect(instantOf(text), text).toBe(instantOf('2026-11-20'));
  for (const text of ['2026-11-19T24:01', '2026-02-30T24:00', '2026-11-19T24:00:00.001Z']) expect(instantOf(text), text).toBeNaN();
  for (const text of ['', 'now', '2026-13-01', '2026-02-30', '2026-11-20T25:00', '20 Nov 2026', '1763600400000']) {
    expect(instantOf(text), text).toBeNaN();
  }
});

it('puts the demo centre beside the own one', () => {
  expect(defaultDataFolder(true)).toBe(`${defaultDataFolder(false)}-demo`);
  expect(defaultDataFolder(false)).toMatch(/student-service-desk/);
});
