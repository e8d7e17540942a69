import { describe, expect, it, vi } from 'vitest';
import { createHangGuard } from '#main/hosts/electron/hang.ts';
import { until } from '../support/until.ts';

describe('a page that hangs', () => {
  it('is opened anew when the person says so, and asked about once', async () => {
    const answer = Promise.withResolvers<'wait' | 'reload'>();
    const deps = { ask: vi.fn(() => answer.promise), reload: vi.fn(), onError: vi.fn() };
    const guard = createHangGuard(deps);
    guard.unresponsive();
    guard.unresponsive();
    expect(deps.ask).toHaveBeenCalledOnce();
    answer.resolve('reload');
    await until(() => expect(deps.reload).toHaveBeenCalledOnce());
  });

  it('takes the question back when it answers again, and asks the next time', async () => {
    const signals: AbortSignal[] = [];
    const ask = (signal: AbortSignal) => {
      signals.push(signal);
      // a message box that is taken away answers with its last button
      return new Promise<'wait' | 'reload'>((resolve) => signal.addEventListener('abort', () => resolve('reload')));
    };
    const reload = vi.fn();
    const guard = createHangGuard({ ask, reload, onError: vi.fn() });
    guard.unresponsive();
    guard.responsive();
    await new Promise(setImmediate);
    expect(reload).not.toHaveBeenCalled();
    guard.unresponsive();
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
  });

  it('is left alone when the person waits', async () => {
    const reload = vi.fn();
    const guard = createHangGuard({ ask: async () => 'wait', reload, onError: vi.fn() });
    guard.unresponsive();
    await new Promise(setImmediate);
    expect(reload).not.toHaveBeenCalled();
  });
});
