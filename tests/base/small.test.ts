import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CLOCK_TOLERANCE_MS, createClockWatch, shiftedClock, steppingClock } from '#main/base/clock.ts';
import { netFailure } from '#main/base/failure.ts';
import { createIds } from '#main/base/ids.ts';
import { cleanError, createFileLog } from '#main/base/log.ts';
import { Failure, isFailure } from '#shared/contract/failure.ts';
import { tempFolder } from '../support/folder.ts';
import { createMemoryLog } from '../support/memory-log.ts';

describe('clocks', () => {
  it('start at a given instant and run', () => {
    const base = steppingClock(5);
    const clock = shiftedClock(1_000_000, base);
    expect(clock.now()).toBe(1_000_000);
    base.step(1500);
    base.set(77);
    expect(clock.now()).toBe(1_001_500);
  });

  it('notice a wall clock that was set, back or forward, beyond the tolerance', () => {
    const clock = steppingClock(1_000_000_000);
    const watch = createClockWatch(clock);
    clock.step(3_600_000);
    expect(watch.check(clock.now())).toBeUndefined();
    const written = clock.now();
    clock.set(written - CLOCK_TOLERANCE_MS);
    expect(watch.check(written)).toBeUndefined();
    clock.set(written - CLOCK_TOLERANCE_MS - 1);
    expect(watch.check(written)).toEqual({ kind: 'back', byMs: CLOCK_TOLERANCE_MS + 1 });
    clock.set(written + 7_200_000);
    expect(watch.check(written)).toEqual({ kind: 'forward', byMs: 7_200_000 + CLOCK_TOLERANCE_MS + 1 });
    expect(watch.check(written)).toBeUndefined();
  });
});

describe('ids', () => {
  it('are uuidv7 and sort by creation, also within a millisecond and after the clock was set back', () => {
    const clock = steppingClock(1_790_000_000_000);
    const ids = createIds(clock);
    const made = Array.from({ length: 500 }, () => ids.next());
    clock.set(1_780_000_000_000);
    made.push(...Array.from({ length: 500 }, () => ids.next()));
    clock.set(1_790_000_000_001);
    made.push(ids.next());
    expect([...made].sort()).toEqual(made);
    expect(new Set(made).size).toBe(made.length);
    expect(made[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(Number.parseInt((made[0] as string).replaceAll('-', '').slice(0, 12), 16)).toBe(1_790_000_000_000);
  });
});

describe('the log', () => {
  const dirty = {
    code: '13812345678',
    part: '王小明的投诉 a@b.cn 138 1234 5678',
    id: '01a13d12-ba80-700c-9cb5-1e45ee80af78',
    ms: 1.23456,
    names: ['李雷', 'track__pupil__update'],
    error: new Error('王小明 13812345678', { cause: Object.assign(new Error('inner 王'), { code: 'SQLITE_BUSY' }) }),
    phone: '13812345678',
    input: { name: '王小明' },
  };

  it('keeps fields of its list only, without names, numbers and messages', () => {
    const log = createMemoryLog();
    log.warn('event', dirty);
    log.warn('other', { right: 'audit.read' });
    const text = JSON.stringify(log.entries);
    expect(text).not.toMatch(/\p{Script=Han}|138|a@b/u);
    expect(log.entries[0]).toMatchObject({ level: 'warn', event: 'event', id: dirty.id, ms: 1.23, names: ['…', 'track__pupil__update'] });
    expect(log.entries[0]).not.toHaveProperty('phone');
    expect(log.entries[0]).toMatchObject({ error: { kind: 'Error', cause: { code: 'SQLITE_BUSY' } } });
    expect(log.entries[1]).toEqual({ level: 'warn', event: 'other', right: 'audit.read' });
  });

  it('names frames without the folder of this machine', () => {
    const { frames } = cleanError(new Error('x')) as { frames: string[] };
    expect(frames[0]).toContain('tests/base/small.test.ts');
    expect(frames.join()).not.toContain(process.cwd());
  });

  it.each([
    ['fn (C:\\Users\\Zhang San\\desk\\node_modules\\pino\\a.js:1:2)', 'fn (node_modules\\pino\\a.js:1:2)'],
    ['C:\\Users\\Zhang San\\desk\\node_modules\\pino\\a.js:1:2', 'node_modules\\pino\\a.js:1:2'],
    ['async C:\\Users\\Li (Ming)\\app.asar\\out\\main\\core.js:1:2', 'out\\main\\core.js:1:2'],
    ['new Desk (file:///C:/Users/Zhang%20San/desk/src-main/core.ts:1:2)', 'new Desk (src-main/core.ts:1:2)'],
    ['Object.run [as go] (/home/li ming/desk/src-main/core.ts:1:2)', 'Object.run [as go] (src-main/core.ts:1:2)'],
    ['async run (/home/li (ming)/desk/src-shared/rules/a.ts:1:2)', 'async run (src-shared/rules/a.ts:1:2)'],
    ['/home/li ming/desk/tests/a.ts:1:2', 'tests/a.ts:1:2'],
    ['async file:///home/li ming/desk/out/preload/a.js:1:2', 'out/preload/a.js:1:2'],
    ['fn (/home/li ming/src-old/li ming.js:1:2)', 'fn (…)'],
    ['fn (/home/out/li ming/a.js:1:2)', 'fn (…)'],
    ['eval (eval at fn (/home/li ming/src-main/a.ts:1:2), <anonymous>:1:1)', 'eval (…)'],
    ['Object.王小明 (/home/li ming/src-main/a.ts:1:2)', 'src-main/a.ts:1:2'],
    ['Module._compile (node:internal/modules/cjs/loader:1554:14)', 'Module._compile (node:internal/modules/cjs/loader:1554:14)'],
    ['async Promise.all (index 0)', 'async Promise.all (index 0)'],
    ['JSON.parse (<anonymous>)', 'JSON.parse (<anonymous>)'],
  ])('keeps of a frame only what stands in a known room: %s', (frame, kept) => {
    const error = Object.assign(new Error('x'), { stack: `Error: 王小明\n    at ${frame}` });
    expect(cleanError(error).frames).toEqual([kept]);
  });

  it('writes lines of JSON with the time of the core, and turns files over', async () => {
    const folder = tempFolder();
    const log = createFileLog({ folder, level: 'info', size: '4K', files: 3, now: () => 0 });
    log.debug('not this');
    for (let at = 0; at < 500; at += 1) log.info('counted', { count: at, ...dirty });
    await log.close();
    const files = readdirSync(folder).filter((name) => name.endsWith('.log'));
    expect(files).toContain('desk.log');
    expect(files.length).toBeLessThanOrEqual(4);
    const text = files.map((file) => readFileSync(join(folder, file), 'utf8')).join('');
    expect(JSON.parse(text.split('\n')[0] as string)).toMatchObject({ level: 'info', at: '1970-01-01T00:00:00.000Z', event: 'counted' });
    expect(text).not.toMatch(/\p{Script=Han}|13812|not this/u);
  });

  it('stops nobody where it cannot be written', async () => {
    const log = createFileLog({ folder: join(import.meta.filename, 'logs'), now: () => 0 });
    expect(() => log.info('lost')).not.toThrow();
    await expect(log.close()).resolves.toBeUndefined();
  });
});

describe('the net', () => {
  it('lets typed failures pass and gives anything else an id that the log knows', () => {
    const log = createMemoryLog();
    const typed = new Failure('STALE', { seen: 1 });
    expect(netFailure(typed, log, 'x')).toBe(typed);
    expect(log.entries).toEqual([]);
    const caught = netFailure(new TypeError('王小明'), log, 'students.get');
    expect(isFailure(caught, 'INTERNAL')).toBe(true);
    expect(isFailure(caught, 'STALE')).toBe(false);
    expect(log.entries[0]).toMatchObject({ level: 'error', id: caught.data.id, part: 'students.get', error: { kind: 'TypeError' } });
  });
});
