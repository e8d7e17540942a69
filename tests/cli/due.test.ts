import { expect, it } from 'vitest';
import { desk, deskProcess } from './run.ts';

type Due = { due: string; dueAt: number; walk: { why: string; counted: boolean; minutes: number }[] };
const due = (clock: string, from: string, ...more: string[]) => desk<Due>('due', clock, '--from', from, ...more);

it.each([
  ['dispatch', '2026-11-20T20:58:00', '2026-11-21T08:33+08:00'],
  ['dispatch', '2026-11-22T20:29:00', '2026-11-24T12:04+08:00'],
  ['rectification', '2026-09-30T16:00', '2026-10-15T24:00+08:00'],
  ['rectification', '2026-02-13', '2026-03-02T24:00+08:00'],
  ['first_response', '2026-11-20T10:00', '2026-11-21T10:00+08:00'],
  ['resolution', '2026-11-20T10:00', '2026-11-22T10:00+08:00'],
])('%s from %s is due %s without any folder', async (clock, from, expected) => {
  const { code, json } = await due(clock, from);
  expect(code).toBe(0);
  expect(json.due).toBe(expected);
  const midnight = expected.replace('T24:00', 'T00:00');
  expect(json.dueAt).toBe(Date.parse(midnight) + (midnight === expected ? 0 : 86_400_000));
  const counted = json.walk.filter((segment) => segment.counted).reduce((sum, segment) => sum + segment.minutes, 0);
  expect(counted).toBe({ dispatch: 5, rectification: 7 * 1440, first_response: 1440, resolution: 2880 }[clock]);
});

it('reads an offset as it is given', async () => {
  expect((await due('dispatch', '2026-11-20T12:58:00Z')).json.due).toBe('2026-11-21T08:33+08:00');
});

it('answers as a process: one line, exit code 0; a wrong call one line, exit code 2', () => {
  const good = deskProcess<Due>(['due', 'dispatch', '--from', '2026-11-20T20:58:00']);
  expect(good).toMatchObject({ code: 0, err: '' });
  expect(Object.keys(good.json)).toEqual(['due', 'dueAt', 'walk']);
  expect(deskProcess(['due', 'lunch', '--from', '2026-11-20'])).toMatchObject({ code: 2, err: '', json: { error: { code: 'USAGE' } } });
});
