import { QueryClient } from '@tanstack/react-query';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { invalidate, keysOf } from '#renderer/lib/live.ts';
import { createStream, type LiveMessage } from '#renderer/lib/live-stream.ts';
import { type Change, topic } from '#shared/contract/changes.ts';
import { contract } from '#shared/contract/index.ts';
import { until } from '../support/until.ts';

describe('what a topic makes a page fetch again', () => {
  it('names parts of the contract only, for every topic', () => {
    for (const one of topic.options) {
      const keys = keysOf([one]);
      expect(keys?.size, one).toBeGreaterThan(0);
      for (const key of keys ?? []) expect(Object.keys(contract), one).toContain(key);
    }
  });

  it('takes along what is derived', () => {
    expect(keysOf(['follow-ups'])).toEqual(new Set(['followUps', 'students', 'figures', 'reports']));
    expect(keysOf(['complaints', 'today'])).toContain('today');
    expect(keysOf(['complaints', '*'])).toBeUndefined();
  });

  it('marks just those as stale', () => {
    const queries = new QueryClient();
    const key = (path: string[]) => [path, { type: 'query' }];
    for (const path of [
      ['complaints', 'list'],
      ['followUps', 'list'],
      ['settings', 'get'],
    ])
      queries.setQueryData(key(path), 1);
    const stale = (path: string[]) => queries.getQueryState(key(path))?.isInvalidated;
    invalidate(queries, ['complaints']);
    expect([stale(['complaints', 'list']), stale(['followUps', 'list']), stale(['settings', 'get'])]).toEqual([true, false, false]);
    invalidate(queries, ['*']);
    expect(stale(['settings', 'get'])).toBe(true);
  });
});

describe('the one stream of a page', () => {
  it('hands on a notice that touches nothing to fetch, and no event that says nothing', async () => {
    vi.stubGlobal('window', new EventTarget());
    vi.stubGlobal('document', Object.assign(new EventTarget(), { visibilityState: 'visible' }));
    onTestFinished(() => void vi.unstubAllGlobals());
    const said: Change[] = [
      { seq: 1, epoch: 'run', topics: [] },
      { seq: 2, epoch: 'run', topics: [], notice: { code: 'open' } },
      { seq: 3, epoch: 'run', topics: [] },
      { seq: 4, epoch: 'run', topics: ['staff'] },
    ];
    async function* stream(signal: AbortSignal) {
      yield* said;
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
    }
    const heard: LiveMessage[] = [];
    const stop = createStream({ watch: async (signal) => stream(signal), shared: false, take: (message) => heard.push(message) });
    onTestFinished(stop);
    await until(() => expect(heard).toHaveLength(3));
    expect(heard).toEqual([{ kind: 'connected' }, { kind: 'change', change: said[1] }, { kind: 'change', change: said[3] }]);
  });
});
