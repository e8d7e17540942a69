import type { WebSession } from './sessions.ts';

/**
 * How much one browser may ask (spec/trust.md, "Web host"). Generous for pages: a person never meets it, a page that runs wild does not
 * take the desk from the others. Strict for whoever is not in: each such call costs a derivation of half a second.
 */
const CALLS = { burst: 3_000, perSecond: 300 } as const;
const SECRETS = { burst: 10, perSecond: 1 / 6 } as const;
const SECRETS_OF_ALL = { burst: 60, perSecond: 1 } as const;

/** What a stranger may call that derives a key. */
const DERIVING: ReadonlySet<string> = new Set(['/rpc/session/login', '/rpc/session/resetWithRecoveryCode']);

type Bucket = () => boolean;

function createBucket({ burst, perSecond }: { burst: number; perSecond: number }, monotonic: () => number): Bucket {
  let left = burst;
  let at = monotonic();
  return () => {
    const now = monotonic();
    left = Math.min(burst, left + ((now - at) / 1000) * perSecond);
    at = now;
    if (left < 1) return false;
    left -= 1;
    return true;
  };
}

/** Answers whether this call is still within the limits, and counts it. */
export function createLimits(monotonic: () => number): (session: WebSession, pathname: string) => boolean {
  const ofSession = new WeakMap<WebSession, { calls: Bucket; secrets: Bucket }>();
  const secretsOfAll = createBucket(SECRETS_OF_ALL, monotonic);
  return (session, pathname) => {
    const mine = ofSession.get(session) ?? { calls: createBucket(CALLS, monotonic), secrets: createBucket(SECRETS, monotonic) };
    ofSession.set(session, mine);
    if (!mine.calls()) return false;
    return !DERIVING.has(pathname) || (mine.secrets() && secretsOfAll());
  };
}
