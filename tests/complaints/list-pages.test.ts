import { InfiniteQueryObserver, QueryClient } from '@tanstack/react-query';
import { expect, it } from 'vitest';
import { fetchListPage, isBehind, type ListPage, rowsOf, type Seen } from '#renderer/features/complaints/list-pages.ts';
import { at, openDesk, record } from './desk.ts';

it('fetches again only the pages in sight when something changed, the others when they come into sight', async () => {
  const desk = await openDesk(at('2026-11-20 15:30'));
  const boss = desk.as('manager').complaints;
  for (let i = 0; i < 9; i++) await record(desk, { receivedAt: desk.clock.now() - (9 - i) * 60_000 });
  const client = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: Number.POSITIVE_INFINITY } } });
  const queryKey = [['complaints', 'list'], 'all'];
  let seen: Seen = { first: 0, last: 1, chosen: new Set() };
  const asked: (string | undefined)[] = [];
  const observer = new InfiniteQueryObserver<ListPage, Error, { pages: ListPage[] }, unknown[], string | undefined>(client, {
    queryKey,
    queryFn: (context) =>
      fetchListPage(context, seen, ({ cursor, until, limit }) => {
        asked.push(cursor);
        return boss.list({ view: 'all', sort: 'received', cursor, until, limit: until ? limit : 2 });
      }),
    initialPageParam: undefined,
    getNextPageParam: (last) => last.next ?? undefined,
  });
  const stop = observer.subscribe(() => {});
  const rows = () => rowsOf(observer.getCurrentResult().data?.pages ?? []);
  await observer.refetch();
  for (let turn = 0; turn < 4; turn++) await observer.fetchNextPage();
  const before = rows().map((row) => row.id);
  expect(before).toHaveLength(9);

  // page 4 is looked at; something new, and something changed in page 2
  seen = { ...seen, first: 6, last: 7 };
  const fresh = (await record(desk)).complaint.id;
  const changed = before[3] ?? '';
  await boss.withdraw({ id: changed, version: desk.version(changed), reason: '撤' });
  asked.length = 0;
  await client.invalidateQueries({ queryKey });
  expect(asked).toHaveLength(2);
  expect(rows().map((row) => row.id)).toEqual([fresh, ...before]);
  expect(rows().find((row) => row.id === changed)?.state).not.toBe('withdrawn');
  // the list keeps its place: what is looked at stands one further down
  seen = { ...seen, first: 7, last: 8 };
  expect(isBehind(client, queryKey, seen)).toBe(false);

  // the changed one comes into sight
  seen = { ...seen, first: 3, last: 4 };
  expect(isBehind(client, queryKey, seen)).toBe(true);
  asked.length = 0;
  await observer.refetch();
  expect(asked).toHaveLength(1);
  expect(rows().find((row) => row.id === changed)?.state).toBe('withdrawn');
  expect(isBehind(client, queryKey, seen)).toBe(false);
  // once more changes nothing, and asks nothing
  await observer.refetch();
  expect(asked).toHaveLength(1);

  // what is chosen is held fresh wherever it stands
  seen = { ...seen, chosen: new Set([before[8] ?? '']) };
  asked.length = 0;
  await client.invalidateQueries({ queryKey });
  expect(asked).toHaveLength(3);
  expect(rows().map((row) => row.id)).toEqual((await boss.list({ view: 'all', sort: 'received', limit: 50 })).rows.map((row) => row.id));
  stop();
});
