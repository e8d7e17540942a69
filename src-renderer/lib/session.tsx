import { createContext, useContext } from 'react';
import type { Right, Scope } from '#shared/rules/access.ts';
import type { SessionInfo, SessionPerson } from './ports.ts';

export type { SessionInfo, SessionPerson } from './ports.ts';

/** What every screen may know of the place and of who sits here. The state machine behind it is app/session.tsx. */
export interface Session {
  readonly info: SessionInfo;
  /** Asks the core again: after login, unlock, switch, set-up, or a `session` event. */
  refresh(): Promise<void>;
  /** Sends drafts off, hides the screen at once, locks in the core. `toSwitch`: the list of people comes first. */
  lock(options?: { toSwitch?: boolean }): Promise<void>;
}

let refresher: (() => Promise<void>) | undefined;

/** The gate registers itself; see `refreshSession`. */
export function registerSessionRefresh(refresh: () => Promise<void>): () => void {
  refresher = refresh;
  return () => {
    if (refresher === refresh) refresher = undefined;
  };
}

let held = 0;

/**
 * While a screen still has something to say that belongs to the state before (the wizard and its recovery code), news of
 * the session wait. Answers the way to let go; the holder then asks itself by `useSession().refresh()`.
 */
export function holdSession(): () => void {
  held += 1;
  let holding = true;
  return () => {
    if (holding) held -= 1;
    holding = false;
  };
}

/** Asks the core who sits here, from code outside of React: the change stream (topic `session`), a refused request. */
export async function refreshSession(): Promise<void> {
  if (held === 0) await refresher?.();
}

export const SessionContext = createContext<Session | null>(null);

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('useSession outside of SessionGate');
  return session;
}

/** The person at the desk; only inside the gate's `in` state. */
export function usePerson(): SessionPerson {
  const { info } = useSession();
  if (!info.person) throw new Error('usePerson without a person');
  return info.person;
}

/** The scope of a right of the person at the desk, or undefined. A screen only hides; the core decides. */
export function useRight(right: Right): Scope | undefined {
  return useContext(SessionContext)?.info.person?.grants[right];
}

/** The centre's time zone. */
export function useZone(): string {
  return useContext(SessionContext)?.info.zone ?? 'Asia/Shanghai';
}
