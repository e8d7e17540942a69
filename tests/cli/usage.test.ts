import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { tempFolder } from '../support/folder.ts';
import { desk, deskWords } from './run.ts';

it.each([
  [[]],
  [['nonsense']],
  [['due', 'dispatch']],
  [['due', 'dispatch', '--from', 'yesterday']],
  [['figures', '2026-13']],
  [['report', 'monthly', '2026-10', '--out', 'report.doc']],
  [['report', 'complaints', '2026-10-01', '2026-02-30', '--out', 'report.xlsx']],
  [['init', '--centre', 'c', '--manager', 'm']],
  [['init', '--centre', 'c', '--manager', 'm', '--password', 'short']],
  [['import', 'students']],
  [['import', 'students', 'a.xlsx', '--duplicates', 'perhaps']],
  [['demo', '--size', 'huge']],
  [['demo', '--seed', '-1']],
  [['demo', '--until', '2026-02-30']],
  [['verify', '--now', 'noon']],
  [['verify', '--unknown']],
])('%j is a wrong call: exit code 2 and one line', async (args) => {
  const { code, json } = await desk<{ error: { code: string; message: string } }>(...args);
  expect(code).toBe(2);
  expect(json.error.code).toBe('USAGE');
  expect(json.error.message).not.toBe('');
});

it('says in both languages what was wrong', async () => {
  expect(await deskWords('due', 'lunch', '--from', '2026-11-20', '--lang', 'zh-CN')).toMatchObject({ code: 2, out: '' });
  expect((await deskWords('due', 'lunch', '--from', '2026-11-20', '--lang', 'zh-CN')).err).toContain('没有“lunch”这个时限');
  expect((await deskWords('due', 'lunch', '--from', '2026-11-20', '--lang', 'en')).err).toContain('There is no clock “lunch”');
});

it('shows help without failing', async () => {
  const help = await deskWords('--help', '--lang', 'en');
  expect(help.code).toBe(0);
  for (const name of ['init', 'demo', 'import', 'due', 'figures', 'report', 'export', 'backup', 'restore', 'verify'])
    expect(help.out).toContain(name);
});

it('makes nothing in a folder that holds no centre', async () => {
  const data = join(tempFolder(), 'nothing');
  for (const args of [['verify'], ['figures', '2026-10'], ['backup', '--to', join(data, 'b.db')]]) {
    expect(await desk(...args, '--data', data)).toMatchObject({ code: 1, json: { error: { code: 'NO_CENTRE' } } });
  }
  expect(existsSync(data)).toBe(false);
});
