import type { QueryClient } from '@tanstack/react-query';
import type { Change, Topic } from '#shared/contract/changes.ts';
import { setConnected } from './frame.ts';
import { createStream, type LiveMessage } from './live-stream.ts';
import { refreshSession } from './session.tsx';

/**
 * What changed in the core reaches every screen on one stream per browser: the tab that holds the lock listens for all, the
 * others hear it through a channel (a browser gives a host six connections, and eight tabs must work). In the desktop each
 * window has its own. An event is a hint to fetch again; after any gap everything is fetched again.
 */

/** Topics are the words of the domains; a query key begins with the contract's path. What is derived of a topic is fetched again with it. */
const derived: Readonly<Partial<Record<Topic, readonly string[]>>> = {
  students: ['students', 'search', 'figures', 'reports'],
  enrolments: ['students', 'figures', 'reports'],
  // a merge takes files and drafts of letters along
  complaints: ['complaints', 'attachments', 'letters', 'students', 'search', 'figures', 'reports', 'triage'],
  'follow-ups': ['followUps', 'students', 'figures', 'reports'],
  // how many are unread stands with the other figures of the day
  messages: ['messages', 'today'],
  calendar: ['calendar', 'complaints', 'today'],
  settings: ['settings', 'session', 'calendar', 'complaints', 'today'],
  // a renamed or retired entry is proposed and chosen otherwise
  triage: ['triage', 'complaints'],
  staff: ['staff', 'session', 'complaints', 'today'],
};

/** The first words of the query keys that a topic touches; undefined means all of them. */
export function keysOf(topics: readonly string[]): ReadonlySet<string> | undefined {
  if (topics.includes('*')) return undefined;
  return new Set(topics.flatMap((topic) => derived[topic as Topic] ?? [camel(topic)]));
}

function camel(word: string): string {
  return word.replace(/-(\w)/g, (_all, letter: string) => letter.toUpperCase());
}

/** Marks what the topics touch as stale; what is on the screen is fetched at once. */
export function invalidate(queries: QueryClient, topics: readonly string[]): void {
  const keys = keysOf(topics);
  void queries.invalidateQueries({
    predicate: ({ queryKey: [path] }) => !keys || (Array.isArray(path) && keys.has(String(path[0]))),
  });
}

export type Notice = NonNullable<Change['notice']>;
const noticeListeners = new Set<(notice: Notice) => void>();

/** Hears what the core has to tell people at once, such as an escalation; only in the one tab that listens for all. Answers the way to stop. */
export function onNotice(listener: (notice: Notice) => void): () => void {
  noticeListeners.add(listener);
  return () => noticeListeners.delete(listener);
}

const BATCH_MS = 30;

/**
 * Starts listening; call once before the first render. `watch` opens the stream of the core, `shared` says that tabs of this
 * browser share one. Answers the way to stop.
 */
export function startLive(options: {
  queries: QueryClient;
  watch: (signal: AbortSignal) => Promise<AsyncIterable<Change>>;
  shared: boolean;
}): () => void {
  const waiting = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let heard = false;

  const flush = () => {
    timer = undefined;
    const topics = [...waiting];
    waiting.clear();
    invalidate(options.queries, topics);
    if (topics.includes('session') || topics.includes('*')) void refreshSession();
  };
  const take = (message: LiveMessage, own: boolean) => {
    setConnected(message.kind !== 'lost');
    if (message.kind === 'connected') {
      // the gate itself has asked for the first time who sits here
      if (heard) void refreshSession();
      invalidate(options.queries, ['*']);
    }
    if (message.kind === 'connected' || message.kind === 'standing') heard = true;
    if (message.kind !== 'change') return;
    for (const topic of message.change.topics) waiting.add(topic);
    if (own && message.change.notice) for (const listener of noticeListeners) listener(message.change.notice);
    if (waiting.size > 0) timer ??= setTimeout(flush, BATCH_MS);
  };

  const stop = createStream({ watch: options.watch, shared: options.shared, take });
  return () => {
    clearTimeout(timer);
    stop();
  };
}
