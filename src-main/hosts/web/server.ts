import { createHash, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AnyRouter } from '@orpc/server';
import { RPCHandler } from '@orpc/server/node';
import { RequestHeadersPlugin } from '@orpc/server/plugins';
import type { Connection } from '#main/base/os.ts';
import { type RefusalCode, refusalBody, refusals } from '#main/base/transport/refusal.ts';
import { cacheControl, dataPolicy, type Site, safetyHeaders } from '#main/base/transport/site.ts';
import { judge, OPEN_HEADER, SECOND_HEADER } from './guard.ts';
import { createLimits } from './limits.ts';
import { createSessions, type Desk, type WebSession } from './sessions.ts';

/** The core as this host needs it. */
export type ServedCore = Desk & { readonly router: AnyRouter; context(connection: Connection): object };

export type WebServerOptions = {
  /** Names the data folder; part of the cookie's name. */
  instanceId: string;
  core: ServedCore;
  site: Site | undefined;
  /** 0 takes any free port. */
  port: number;
  /** Proves a second start on the data folder that is open now. */
  secret: () => string;
  onSecondStart: (open: boolean) => void;
  monotonic: () => number;
  onError: (error: unknown) => void;
};

export type WebServer = {
  readonly port: number;
  readonly origin: string;
  /** A link with a new one-time token. */
  link(): string;
  /**
   * Lets another core answer: running answers go out first, new requests wait until `next` has given it, every browser is
   * signed out. If `next` fails the old core goes on.
   */
  swap(next: () => Promise<ServedCore>): Promise<void>;
  /** Takes nobody new, lets running answers out, then closes. */
  close(): Promise<void>;
};

const SWAP_WAIT_MS = 10_000;
const CLOSE_WAIT_MS = 3_000;

/**
 * Listens on loopback and serves the pages and the contract (spec/trust.md, "Web host").
 * Errors: the one of the socket, EADDRINUSE for a port that is taken.
 */
export async function startWebServer(options: WebServerOptions): Promise<WebServer> {
  let core = options.core;
  const { instanceId, monotonic } = options;
  const sessions = createSessions({ instanceId, monotonic, desk: () => core });
  const allows = createLimits(monotonic);
  let rpc = handlerOf(core.router);
  const running = new Set<ServerResponse>();
  // Held in memory: few, small, and a build that is renewed meanwhile does not pull them away.
  const contents = new Map(options.site?.files.map(({ file }) => [file, readFileSync(file)]));
  let swapped: Promise<void> = Promise.resolve();
  let port = options.port;

  const answerRpc = async (request: IncomingMessage, response: ServerResponse, session: WebSession): Promise<void> => {
    await swapped;
    // Whoever went away while the other core was opened is waited for by nobody.
    if (response.closed) return;
    running.add(response);
    session.open.add(response);
    response.once('close', () => {
      running.delete(response);
      session.open.delete(response);
    });
    response.setHeader('cache-control', 'no-store');
    // Data, never a page: also a file of a complaint that somebody got to open as one could do nothing.
    response.setHeader('content-security-policy', dataPolicy);
    const { matched } = await rpc.handle(request, response, { prefix: '/rpc', context: core.context(session.connection) });
    if (!matched) refuse(response, 'NOT_FOUND_HERE');
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    for (const [name, value] of Object.entries(safetyHeaders)) response.setHeader(name, value);
    const verdict = judge(request, port);
    switch (verdict.kind) {
      case 'refuse':
        if (verdict.allow) response.setHeader('allow', verdict.allow);
        return refuse(response, verdict.code, verdict.data);
      case 'page':
        return sendPage(request, response, verdict.pathname);
      case 'session':
        return openSession(request, response);
      case 'second':
        if (!sameSecret(String(request.headers[SECOND_HEADER]), options.secret())) return refuse(response, 'NOT_FROM_PAGE');
        options.onSecondStart(request.headers[OPEN_HEADER] === '1');
        response.writeHead(204).end();
        return;
      case 'rpc': {
        const session = sessions.find(request.headers.cookie);
        if (!session) return refuse(response, 'NO_SESSION');
        if (!allows(session, verdict.pathname)) return refuse(response, 'TOO_MANY_TRIES');
        // Only a known person may make us hold a big file in memory.
        const known = session.connection.staffId !== null && !session.connection.locked;
        if (verdict.big && !known) return refuse(response, 'NO_SESSION');
        return answerRpc(request, response, session);
      }
    }
  };

  const sendPage = (request: IncomingMessage, response: ServerResponse, pathname: string): void => {
    const file = options.site?.find(pathname);
    const content = file && contents.get(file.file);
    if (!file || !content) {
      refuse(response, 'NOT_FOUND_HERE');
      return;
    }
    response.writeHead(200, { 'content-type': file.type, 'content-length': content.length, 'cache-control': cacheControl(file) });
    response.end(request.method === 'HEAD' ? undefined : content);
  };

  const openSession = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const token = tokenOf(await bodyOf(request));
    if (token === undefined) return refuse(response, 'BAD_REQUEST');
    const known = sessions.find(request.headers.cookie) !== undefined;
    const result = sessions.redeem(token, known);
    if (result.kind === 'wait') return refuse(response, 'TOO_MANY_TRIES');
    if (result.kind === 'wrong') return known ? done(response) : refuse(response, 'NO_SESSION');
    if (result.cookie !== undefined)
      response.setHeader('set-cookie', `${sessions.cookieName}=${result.cookie}; Path=/; HttpOnly; SameSite=Strict`);
    done(response);
  };

  const server = createServer(
    { headersTimeout: 10_000, requestTimeout: 60_000, keepAliveTimeout: 60_000, maxHeaderSize: 16 * 1024 },
    (request, response) => {
      answer(request, response).catch((error: unknown) => {
        options.onError(error);
        if (response.headersSent) response.destroy();
        else refuse(response, 'BAD_REQUEST');
      });
    },
  );
  server.maxConnections = 400;
  server.on('clientError', (_error, socket) => {
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
  });
  port = await listen(server, options.port);
  const origin = `http://127.0.0.1:${port}`;

  return {
    port,
    origin,
    link: () => `${origin}/#token=${sessions.token()}`,
    swap: (next) => {
      const change = async (): Promise<void> => {
        sessions.endStreams();
        await quiet(running, SWAP_WAIT_MS);
        core = await next();
        rpc = handlerOf(core.router);
        sessions.renew();
      };
      const result = swapped.then(change);
      swapped = result.catch(() => undefined);
      return result;
    },
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      sessions.endStreams();
      await quiet(running, CLOSE_WAIT_MS);
      sessions.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** The door reads what the page says about its call. */
function handlerOf(router: AnyRouter): RPCHandler<object> {
  return new RPCHandler<object>(router, { plugins: [new RequestHeadersPlugin()] });
}

/** A name for a data folder that a browser may see. */
export function instanceIdOf(dataDir: string): string {
  return createHash('sha256').update(dataDir).digest('hex').slice(0, 12);
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

/** Waits until the running answers are out, but not for ever. */
async function quiet(running: ReadonlySet<ServerResponse>, waitMs: number): Promise<void> {
  const closed = [...running].map((response) => new Promise((resolve) => response.once('close', resolve)));
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, waitMs);
  });
  await Promise.race([Promise.all(closed), late]);
  clearTimeout(timer);
}

function refuse(response: ServerResponse, code: RefusalCode, data?: Record<string, unknown>): void {
  response.writeHead(refusals[code], { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(refusalBody(code, data));
}

function done(response: ServerResponse): void {
  response.writeHead(204, { 'cache-control': 'no-store' }).end();
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function tokenOf(body: string): string | undefined {
  try {
    const value: unknown = JSON.parse(body);
    const token = typeof value === 'object' && value !== null && 'token' in value ? value.token : undefined;
    return typeof token === 'string' && token.length > 0 && token.length <= 200 ? token : undefined;
  } catch {
    return undefined;
  }
}

function sameSecret(given: string, secret: string): boolean {
  const digest = (value: string) => createHash('sha256').update(value).digest();
  return timingSafeEqual(digest(given), digest(secret));
}
