import { createHash, randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { Connection } from '#main/base/os.ts';

/**
 * Who may talk to this run of the web host: one-time tokens (in links that only the person at this PC sees) and the browsers
 * that turned one into a cookie. All of it lives in memory; a restart asks for a new link.
 */

const TOKEN_LIFE_MS = 60 * 60_000;
const TOKENS_KEPT = 20;
const SESSIONS_KEPT = 40;
const TRIES = 10;
const TRIES_WINDOW_MS = 60_000;

export type WebSession = { connection: Connection; readonly open: Set<ServerResponse> };

export type Desk = { connect(): Connection };

export type Sessions = {
  readonly cookieName: string;
  /** A new one-time token. */
  token(): string;
  /** Takes the token. A browser that is already in keeps its session, all its tabs are one; a new one gets a cookie. */
  redeem(token: string, known: boolean): { kind: 'in'; cookie: string | undefined } | { kind: 'wrong' } | { kind: 'wait' };
  find(cookieHeader: string | undefined): WebSession | undefined;
  /** Ends every change stream; the pages open it anew. */
  endStreams(): void;
  /** Gives every browser a fresh, signed-out connection: another core answers from now on. */
  renew(): void;
  close(): void;
};

export type SessionsOptions = { instanceId: string; desk: () => Desk; monotonic: () => number };

/** Tokens and cookies of one run. `instanceId` keeps two programs on one PC apart: cookies know no port. */
export function createSessions({ instanceId, desk, monotonic }: SessionsOptions): Sessions {
  const cookieName = `desk-${instanceId}`;
  const tokens = new Map<string, number>();
  const sessions = new Map<string, WebSession>();
  let wrong: number[] = [];

  const drop = (key: string, session: WebSession): void => {
    sessions.delete(key);
    endStreams(session);
  };

  return {
    cookieName,
    token: () => {
      const token = secret();
      tokens.set(digest(token), monotonic() + TOKEN_LIFE_MS);
      trim(tokens, TOKENS_KEPT, (key) => tokens.delete(key));
      return token;
    },
    redeem: (token, known) => {
      const now = monotonic();
      wrong = wrong.filter((at) => now - at < TRIES_WINDOW_MS);
      if (wrong.length >= TRIES) return { kind: 'wait' };
      const key = digest(token);
      const until = tokens.get(key);
      tokens.delete(key);
      if (until === undefined || until < now) {
        wrong.push(now);
        return { kind: 'wrong' };
      }
      if (known) return { kind: 'in', cookie: undefined };
      const cookie = secret();
      sessions.set(digest(cookie), { connection: desk().connect(), open: new Set() });
      trim(sessions, SESSIONS_KEPT, drop);
      return { kind: 'in', cookie };
    },
    find: (cookieHeader) => {
      const value = cookieValue(cookieHeader, cookieName);
      if (value === undefined) return undefined;
      const key = digest(value);
      const session = sessions.get(key);
      if (!session) return undefined;
      // The longest unused one stands first and goes first.
      sessions.delete(key);
      sessions.set(key, session);
      return session;
    },
    endStreams: () => {
      for (const session of sessions.values()) endStreams(session);
    },
    renew: () => {
      for (const session of sessions.values()) session.connection = desk().connect();
    },
    close: () => {
      for (const [key, session] of [...sessions]) drop(key, session);
      tokens.clear();
    },
  };
}

function endStreams(session: WebSession): void {
  for (const response of session.open) {
    if (String(response.getHeader('content-type')).startsWith('text/event-stream')) response.destroy();
  }
}

function trim<T>(map: Map<string, T>, keep: number, drop: (key: string, value: T) => void): void {
  for (const [key, value] of [...map].slice(0, Math.max(0, map.size - keep))) drop(key, value);
}

function secret(): string {
  return randomBytes(32).toString('base64url');
}

// Looked up by digest: the time of a look-up then tells nothing about the secret.
function digest(value: string): string {
  return createHash('sha256').update(value).digest('base64');
}

function cookieValue(header: string | undefined, name: string): string | undefined {
  for (const part of header?.split(';') ?? []) {
    const [key, value] = part.split('=', 2);
    if (key?.trim() === name) return value?.trim();
  }
  return undefined;
}
