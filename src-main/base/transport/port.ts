import type { AnyRouter } from '@orpc/server';
import { RPCHandler } from '@orpc/server/message-port';
import { RequestHeadersPlugin } from '@orpc/server/plugins';

/** The ends of a channel that we know: of a browser, of Node's worker_threads and of Electron's main process. */
export type ServedPort = Parameters<RPCHandler<Record<never, never>>['upgrade']>[0];

/**
 * Serves a router over message ports. Answers a function that takes one port and the context of its window; when the port
 * closes, running streams of that window end. The caller starts the port.
 */
export function servePorts<C extends object>(router: AnyRouter): (port: ServedPort, context: C) => void {
  const handler = new RPCHandler<object>(router, { plugins: [new RequestHeadersPlugin()] });
  return (port, context) => handler.upgrade(port, { context });
}
