import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/fetch';
import type { ElectronApplication } from '@playwright/test';
import { ASK_CHANNEL } from '#main/hosts/electron/channels.ts';
import type { ApiClient } from '../../support/api.ts';

/**
 * A way for tests to the core of a running desktop program. The program has one window and one connection, and nothing in it
 * lets a second one in; so the door is set up from outside: a test driver can evaluate in the main process, V8 shows the variables
 * behind a listener, and among them is the core that is open now. Another browser of the web host is what it stands for.
 */

const root = join(import.meta.dirname, '..', '..', '..');
const CLIENT = 'x-test-client';
/** The name of the window's own connection at the door. */
const WINDOW = 'window';

export type CoreDoor = {
  /** A connection of its own, signed out; the window's when `window` is asked for. */
  connect(who?: 'window'): ApiClient;
};

export async function openCoreDoor(app: ElectronApplication): Promise<CoreDoor> {
  const origin = await app.evaluate(serveCore, {
    manifest: join(root, 'package.json'),
    channel: ASK_CHANNEL,
    header: CLIENT,
    window: WINDOW,
  });
  return {
    connect: (who) => createORPCClient(new RPCLink({ url: `${origin}/rpc`, headers: { [CLIENT]: who ?? randomUUID() } })),
  };
}

type Setting = { manifest: string; channel: string; header: string; window: string };
type Connection = object;
type Core = { router: never; connect(): Connection; context(connection: Connection): object };
type Seat = { centre: { core: Core }; connection: Connection };
type Remote = { type: string; className?: string; objectId?: string; description?: string };
type Property = { name: string; value?: Remote };
type Found = { result: Property[]; internalProperties?: Property[] };

/** Runs in the program's main process, so it may use nothing from above but types. Answers where the door is. */
async function serveCore(electron: typeof import('electron'), { manifest, channel, header, window }: Setting): Promise<string> {
  const node = <T extends keyof NodeModules>(name: T): NodeModules[T] => process.getBuiltinModule(name) as NodeModules[T];
  type NodeModules = {
    'node:http': typeof import('node:http');
    'node:inspector': typeof import('node:inspector');
    'node:module': typeof import('node:module');
  };
  const require = node('node:module').createRequire(manifest);
  const { RPCHandler } = require('@orpc/server/node') as typeof import('@orpc/server/node');
  const inspector = new (node('node:inspector').Session)();
  inspector.connect();
  const shared = globalThis as unknown as Record<string, unknown>;
  const MARK = 'deskTestDoor';

  /** Commands to one's own thread are answered at once. */
  const post = <T>(method: string, params: object): T => {
    let answer: T | undefined;
    inspector.post(method, params, (error, result) => {
      if (error) throw new Error(error.message);
      answer = result as T;
    });
    return answer as T;
  };
  const properties = (objectId: string): Found => post<Found>('Runtime.getProperties', { objectId, ownProperties: true });
  const fromHere = (value: unknown): string => {
    shared[MARK] = value;
    const { result } = post<{ result: Remote }>('Runtime.evaluate', { expression: `globalThis.${MARK}` });
    return result.objectId ?? '';
  };
  const toHere = (objectId: string): unknown => {
    post('Runtime.callFunctionOn', { objectId, functionDeclaration: `function () { globalThis.${MARK} = this; }` });
    return shared[MARK];
  };
  /** The variables that a function sees around it, without those of the whole file and the whole program. */
  const around = (objectId: string): Property[] => {
    const scopes = properties(objectId).internalProperties?.find(({ name }) => name === '[[Scopes]]')?.value?.objectId;
    const closures = scopes ? properties(scopes).result.filter(({ value }) => /^(?:Closure|Block)/.test(value?.description ?? '')) : [];
    return closures.flatMap(({ value }) => (value?.objectId ? properties(value.objectId).result : []));
  };
  const isSeat = (objectId: string): boolean => {
    const names = properties(objectId).result.map(({ name }) => name);
    return names.includes('centre') && names.includes('connection');
  };

  /** Goes from the listener of the handshake through what it can reach, until the seat is found: the core and the window's connection. */
  let holder: string | undefined;
  const seatBehind = (functionId: string): Seat | undefined => {
    const seat = around(functionId).find(({ value }) => value?.type === 'object' && value.objectId && isSeat(value.objectId));
    return seat?.value?.objectId ? (toHere(seat.value.objectId) as Seat) : undefined;
  };
  const findSeat = (): Seat | undefined => {
    // Between two cores it sees none for a while; to look everywhere again would keep the program from opening the next one.
    if (holder) return seatBehind(holder);
    const listeners = electron.ipcMain
      .listeners(channel)
      .map((listener) => ({ value: { type: 'function', objectId: fromHere(listener) } }));
    let level: { value?: Remote }[] = listeners;
    for (let depth = 0; depth < 6; depth += 1) {
      const next: Property[] = [];
      for (const { value } of level) {
        if (!value?.objectId) continue;
        if (value.type === 'function') {
          const seat = seatBehind(value.objectId);
          if (seat) {
            holder = value.objectId;
            return seat;
          }
          next.push(...around(value.objectId));
        } else if (value.className === 'Object') next.push(...properties(value.objectId).result);
      }
      level = next;
    }
    return undefined;
  };
  const seat = async (): Promise<Seat> => {
    for (let waited = 0; waited < 60_000; waited += 20) {
      const found = findSeat();
      if (found) return found;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error('no core was found behind the window');
  };

  const cores = new WeakMap<Core, { handler: InstanceType<typeof RPCHandler>; clients: Map<string, Connection> }>();
  const server = node('node:http').createServer(async (request, response) => {
    const { centre, connection } = await seat();
    const { core } = centre;
    const served = cores.get(core) ?? { handler: new RPCHandler(core.router), clients: new Map<string, Connection>() };
    cores.set(core, served);
    const client = String(request.headers[header]);
    const mine = client === window ? connection : (served.clients.get(client) ?? core.connect());
    served.clients.set(client, mine);
    await served.handler.handle(request, response, { prefix: '/rpc', context: core.context(mine) as never });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
}
