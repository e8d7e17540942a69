import { EventEmitter } from 'node:events';
import type { PowerMonitor } from 'electron';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { CRASH_LIMIT, CRASH_WINDOW_MS, createCrashGuard } from '#main/hosts/electron/crash.ts';
import { powerActions, watchPower } from '#main/hosts/electron/power.ts';
import { createQuit, QUIT_LIMIT_MS, SESSION_END_LIMIT_MS } from '#main/hosts/electron/quit.ts';

describe('leaving', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    return () => vi.useRealTimers();
  });

  function make(stop: (options: { backup: boolean }) => Promise<void>) {
    const deps = { stop: vi.fn(stop), exit: vi.fn(), startAgain: vi.fn(), onWait: vi.fn(), onError: vi.fn() };
    const quit = createQuit(deps);
    const ask = () => {
      const event = { preventDefault: vi.fn() };
      quit.beforeQuit(event);
      return event;
    };
    return { quit, ask, ...deps };
  }

  it('waits for what runs and for the backup, then ends with 0', async () => {
    const done = Promise.withResolvers<void>();
    const { ask, stop, exit, onWait, quit } = make(() => done.promise);
    expect(ask().preventDefault).toHaveBeenCalledOnce();
    expect(quit.leaving).toBe(true);
    expect(onWait).toHaveBeenCalledOnce();
    expect(stop).toHaveBeenCalledExactlyOnceWith({ backup: true });
    await vi.advanceTimersByTimeAsync(QUIT_LIMIT_MS - 1);
    expect(exit).not.toHaveBeenCalled();
    done.resolve();
    await vi.advanceTimersByTimeAsync(0);
    expect(exit).toHaveBeenCalledExactlyOnceWith(0);
    await vi.advanceTimersByTimeAsync(QUIT_LIMIT_MS);
    expect(exit).toHaveBeenCalledOnce();
  });

  it('does not begin twice when it is asked twice', () => {
    const { ask, stop } = make(() => new Promise(() => undefined));
    ask();
    expect(ask().preventDefault).toHaveBeenCalledOnce();
    expect(stop).toHaveBeenCalledOnce();
  });

  it('does not wait for ever, and says that it did not', async () => {
    const { ask, exit, onError } = make(() => new Promise(() => undefined));
    ask();
    await vi.advanceTimersByTimeAsync(QUIT_LIMIT_MS);
    expect(onError).toHaveBeenCalledOnce();
    expect(exit).toHaveBeenCalledExactlyOnceWith(1);
  });

  it('ends with 1 when stopping fails', async () => {
    const { ask, exit, onError } = make(() => Promise.reject(new Error('disk')));
    ask();
    await vi.advanceTimersByTimeAsync(0);
    expect(onError).toHaveBeenCalledOnce();
    expect(exit).toHaveBeenCalledExactlyOnceWith(1);
  });

  it('closes the core with its backup before an installer starts, and lets the installer end the program', async () => {
    const done = Promise.withResolvers<void>();
    const { quit, ask, stop, exit } = make(() => done.promise);
    const start = vi.fn(async () => 'quits' as const);
    const left = quit.install(start);
    expect(stop).toHaveBeenCalledExactlyOnceWith({ backup: true });
    expect(ask().preventDefault).toHaveBeenCalledOnce();
    await vi.advanceTimersByTimeAsync(QUIT_LIMIT_MS - 1);
    expect(start).not.toHaveBeenCalled();
    done.resolve();
    await left;
    expect(start).toHaveBeenCalledOnce();
    expect(exit).not.toHaveBeenCalled();
    expect(ask().preventDefault).not.toHaveBeenCalled();
    expect(stop).toHaveBeenCalledOnce();
  });

  it.each([
    ['the core does not close', () => new Promise<void>(() => undefined), async () => 'exit' as const, 0],
    ['the backup breaks', () => Promise.reject(new Error('disk')), async () => 'exit' as const, 0],
    ['the installer is refused', async () => undefined, () => Promise.reject(new Error('tampered')), 1],
  ])('starts again without an update when %s', async (_what, stop, install, times) => {
    const { quit, exit, startAgain, onError } = make(stop);
    const start = vi.fn<() => Promise<'exit' | 'quits'>>(install);
    const left = quit.install(start);
    await vi.advanceTimersByTimeAsync(QUIT_LIMIT_MS);
    await left;
    expect(start).toHaveBeenCalledTimes(times);
    expect(startAgain).toHaveBeenCalledOnce();
    expect(onError).toHaveBeenCalledOnce();
    expect(exit).not.toHaveBeenCalled();
  });

  it('ends after an installer that wants it so', async () => {
    const { quit, exit, startAgain } = make(async () => undefined);
    await quit.install(async () => 'exit');
    expect(exit).toHaveBeenCalledExactlyOnceWith(0);
    expect(startAgain).not.toHaveBeenCalled();
  });

  it('holds the end of the session back until what runs and the backup are done', async () => {
    const done = Promise.withResolvers<void>();
    const { quit, stop, exit } = make(() => done.promise);
    const event = { preventDefault: vi.fn() };
    quit.sessionEnd(event);
    expect(event.preventDefault).toHaveBeenCalledOnce();
    expect(stop).toHaveBeenCalledExactlyOnceWith({ backup: true });
    // the window is closed by the system meanwhile, and nothing begins twice
    expect(quit.leaving).toBe(true);
    quit.sessionEnd();
    expect(stop).toHaveBeenCalledOnce();
    done.resolve();
    await vi.advanceTimersByTimeAsync(0);
    expect(exit).toHaveBeenCalledExactlyOnceWith(0);
  });

  it('ends before the system kills it when the session ends', async () => {
    // Windows and systemd wait five seconds
    expect(SESSION_END_LIMIT_MS).toBeLessThan(5_000);
    const { quit, exit } = make(() => new Promise(() => undefined));
    quit.sessionEnd();
    await vi.advanceTimersByTimeAsync(SESSION_END_LIMIT_MS);
    expect(exit).toHaveBeenCalledExactlyOnceWith(1);
  });
});

describe('a page that dies', () => {
  it('comes back, but not for ever', () => {
    let now = 0;
    const decide = createCrashGuard(() => now);
    for (let count = 0; count < CRASH_LIMIT; count += 1) expect(decide('crashed')).toBe('reload');
    expect(decide('oom')).toBe('give-up');
    now += CRASH_WINDOW_MS;
    expect(decide('crashed')).toBe('reload');
  });

  it('is no crash when it was closed', () => {
    const decide = createCrashGuard(() => 0);
    for (let count = 0; count < 10; count += 1) expect(decide('clean-exit')).toBe('ignore');
    expect(decide('killed')).toBe('reload');
  });
});

describe('power', () => {
  it.each([
    ['resume', 'wake'],
    ['lock-screen', 'lock'],
    ['suspend', 'lock'],
    ['shutdown', 'shutdown'],
  ] as const)('%s → %s', (event, action) => {
    const deps = { wake: vi.fn(), lock: vi.fn(), shutdown: vi.fn() };
    const monitor = new EventEmitter();
    watchPower(monitor as unknown as PowerMonitor, deps);
    const said = { preventDefault: vi.fn() };
    monitor.emit(event, said);
    expect(powerActions[event]).toBe(action);
    for (const [name, called] of Object.entries(deps)) expect(called).toHaveBeenCalledTimes(name === action ? 1 : 0);
    // what holds the end of the session back is handed on
    if (action === 'shutdown') expect(deps.shutdown).toHaveBeenCalledWith(said);
  });
});
