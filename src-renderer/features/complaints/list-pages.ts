import type { InfiniteData, QueryClient, QueryKey } from '@tanstack/react-query';
import { type ComplaintListRow, LIST_MOST } from '#shared/contract/complaint-list.ts';

/**
 * The pages of a list that was scrolled far. Each page is the rows between two cursors, so that one can be fetched again
 * without the others. When something changed, only the first page (with the total) and those that are looked at or hold chosen
 * rows are fetched; the others follow when they come into sight.
 */

/** The first page is on the screen at once; who scrolls on wants more at a time. */
const FIRST = 50;
const NEXT = 100;

export type ListPage = {
  readonly rows: readonly ComplaintListRow[];
  readonly next: string | null;
  readonly total: number;
  /** The change after which it was fetched, counted for each list. */
  readonly asOf: number;
};
export type ListPages = InfiniteData<ListPage, string | undefined>;
/** First and last row in sight, from 0, and the rows that are chosen. */
export type Seen = { readonly first: number; readonly last: number; readonly chosen: ReadonlySet<string> };

type Asked = { cursor: string | undefined; until: string | undefined; limit: number };
type Context = { readonly client: QueryClient; readonly queryKey: QueryKey; readonly pageParam: string | undefined };

/** Changes that each list heard of. */
const heard = new WeakMap<object, number>();

function changesOf(client: QueryClient, queryKey: QueryKey): number {
  const query = client.getQueryCache().find({ queryKey, exact: true });
  return (query && heard.get(query)) ?? 0;
}

function hearChange(client: QueryClient, queryKey: QueryKey): void {
  const query = client.getQueryCache().find({ queryKey, exact: true });
  if (query?.state.isInvalidated) heard.set(query, (heard.get(query) ?? 0) + 1);
}

function isSeen({ pages }: ListPages, index: number, { first, last, chosen }: Seen): boolean {
  const before = pages.slice(0, index).reduce((sum, page) => sum + page.rows.length, 0);
  const rows = pages[index]?.rows ?? [];
  return (before <= last && before + rows.length > first) || rows.some((row) => chosen.has(row.id));
}

/** One page: a new one from the core, a held one again from the core only where that is looked at and something changed since. */
export async function fetchListPage(
  { client, queryKey, pageParam }: Context,
  seen: Seen,
  ask: (input: Asked) => Promise<Omit<ListPage, 'asOf'>>,
): Promise<ListPage> {
  // all pages are gone through from the first, which is always asked for again
  if (pageParam === undefined) hearChange(client, queryKey);
  const asOf = changesOf(client, queryKey);
  const data = client.getQueryData<ListPages>(queryKey);
  const index = data?.pageParams.indexOf(pageParam) ?? -1;
  const held = data?.pages[index];
  if (!data || !held)
    return { ...(await ask({ cursor: pageParam, until: undefined, limit: pageParam === undefined ? FIRST : NEXT })), asOf };
  if (held.asOf === asOf || (index > 0 && !isSeen(data, index, seen))) return held;
  const limit = held.next === null ? Math.max(pageParam === undefined ? FIRST : NEXT, held.rows.length) : LIST_MOST;
  return { ...(await ask({ cursor: pageParam, until: held.next ?? undefined, limit })), asOf };
}

/** Whether something that is in sight was not fetched again since it changed. */
export function isBehind(client: QueryClient, queryKey: QueryKey, seen: Seen): boolean {
  const data = client.getQueryData<ListPages>(queryKey);
  const asOf = changesOf(client, queryKey);
  return data?.pages.some((page, index) => page.asOf !== asOf && isSeen(data, index, seen)) ?? false;
}

/** The rows in order. One that moved to another page meanwhile stands where it was seen last. */
export function rowsOf(pages: readonly ListPage[]): ComplaintListRow[] {
  const newest = pages.reduce((latest, page) => Math.max(latest, page.asOf), 0);
  // nothing changed since: two hundred thousand rows are not looked up for each hundred more
  if (pages.every((page) => page.asOf === newest)) return pages.flatMap((page) => page.rows);
  const fresh = new Set<string>();
  for (const page of pages) if (page.asOf === newest) for (const row of page.rows) fresh.add(row.id);
  return pages.flatMap((page) => (page.asOf === newest ? page.rows : page.rows.filter((row) => !fresh.has(row.id))));
}
