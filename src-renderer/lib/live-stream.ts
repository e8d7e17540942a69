import type { Change } from '#shared/contract/changes.ts';
import { monotonicNow } from './now.ts';

/**
 * What a tab learns: the stream was opened (something may have been missed), it stood already when this tab came, it is
 * lost, or something changed.
 */
export type LiveMessage = { kind: 'connected' } | { kind: 'standing' } | { kind: 'lost' } | { kind: 'change'; change: Change };
/** What tabs say to each other: the leader repeats what it hears, a new tab asks how it stands, an impatient one asks to try at once. */
type TabMessage = LiveMessage | { kind: 'ask' } | { kind: 'hurry' };

export type StreamOptions = {
  watch: (signal: AbortSignal) => Promise<AsyncIterable<Change>>;
  /** Tabs of this browser share one stream. */
  shared: boolean;
  /** `own` = this tab holds the stream itself; every other tab of the browser hears the same message from it. */
  take: (message: LiveMessage, own: boolean) => void;
};

const NAME = 'desk.live';
const FIRST_WAIT_MS = 200;
const LONGEST_WAIT_MS = 10_000;
/** A stream that lived this long was a good one: its end is tried again at once. */
const STEADY_MS = 5_000;
const HURRY_MS = 2_000;

/**
 * Keeps one stream open, whoever ends it: any end is followed by another try, at once and then with growing waits. With
 * `shared` only the tab that holds the lock does so; the browser passes the lock on when that tab goes. Answers the way to stop.
 */
export function createStream({ watch, shared, take }: StreamOptions): () => void {
  const ended = new AbortController();
  let hurry = () => {};

  const lead = async (tell: (message: LiveMessage) => void, standing: (value: boolean) => void): Promise<void> => {
    for (let failures = 0; !ended.signal.aborted; ) {
      let since: number | undefined;
      try {
        for await (const change of await watch(ended.signal)) {
          if (since === undefined) {
            // the first event only says that we are heard
            since = monotonicNow();
            standing(true);
            tell({ kind: 'connected' });
          }
          if (change.topics.length > 0 || change.notice) tell({ kind: 'change', change });
        }
      } catch {
        // every end is the same: try again
      }
      if (ended.signal.aborted) return;
      standing(false);
      failures = since !== undefined && monotonicNow() - since > STEADY_MS ? 0 : failures + 1;
      if (since === undefined) tell({ kind: 'lost' });
      const longest = failures === 0 ? 0 : Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (failures - 1));
      await pause(longest * (0.5 + Math.random() / 2));
    }
  };

  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      const go = () => {
        clearTimeout(timer);
        ended.signal.removeEventListener('abort', go);
        resolve();
      };
      const timer = setTimeout(go, ms);
      hurry = go;
      ended.signal.addEventListener('abort', go, { once: true });
    });

  const seen = () => {
    if (document.visibilityState === 'visible') hurry();
  };
  window.addEventListener('online', seen);
  document.addEventListener('visibilitychange', seen);
  ended.signal.addEventListener('abort', () => {
    window.removeEventListener('online', seen);
    document.removeEventListener('visibilitychange', seen);
  });

  if (shared && 'locks' in navigator && typeof BroadcastChannel !== 'undefined') share(lead);
  else
    void lead(
      (message) => take(message, true),
      () => {},
    );
  return () => ended.abort();

  function share(run: typeof lead): void {
    const channel = new BroadcastChannel(NAME);
    const say = (message: TabMessage) => channel.postMessage(message);
    let leading = false;
    let stands = false;
    channel.onmessage = ({ data }: MessageEvent<TabMessage>) => {
      if (data.kind === 'ask') {
        if (leading) say(stands ? { kind: 'standing' } : { kind: 'lost' });
      } else if (data.kind === 'hurry') {
        if (leading) hurry();
      } else if (!leading) {
        take(data, false);
        // a hidden leader's timers sleep; whoever is looked at wakes it
        if (data.kind === 'lost' && document.visibilityState === 'visible') setTimeout(() => say({ kind: 'hurry' }), HURRY_MS);
      }
    };
    hurry = () => say({ kind: 'hurry' });
    const tell = (message: LiveMessage) => {
      take(message, true);
      say(message);
    };
    navigator.locks
      .request(NAME, { signal: ended.signal }, () => {
        leading = true;
        return run(tell, (value) => {
          stands = value;
        });
      })
      // given up while waiting for the lock
      .catch(() => undefined)
      .finally(() => channel.close());
    say({ kind: 'ask' });
  }
}
