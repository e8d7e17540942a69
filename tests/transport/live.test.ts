import { QueryClient } from '@tanstack/react-query';
import { describe, expect, it } from 'vitest';
import { invalidate, keysOf } from '#renderer/lib/live.ts';
import { topic } from '#shared/contract/changes.ts';
import { contract } from '#shared/contract/index.ts';

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
