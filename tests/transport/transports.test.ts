import { MessageChannel } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink as FetchLink } from '@orpc/client/fetch';
import { RPCLink as PortLink } from '@orpc/client/message-port';
import { createRouterClient } from '@orpc/server';
import { servePorts } from '#main/base/transport/port.ts';
import { openBrowser, probeServer } from '../support/web.ts';
import { createProbe } from './probe.ts';
import { type ProbeClient, transportScenario } from './scenario.ts';

transportScenario('in-process', async () => {
  const { router, state } = createProbe();
  return { client: createRouterClient(router), state, close: () => {} };
});

transportScenario('over a MessagePort', async () => {
  const { router, state } = createProbe();
  const { port1, port2 } = new MessageChannel();
  servePorts(router)(port1, {});
  port1.start();
  port2.start();
  const client: ProbeClient = createORPCClient(new PortLink({ port: port2 }));
  return { client, state, close: () => port1.close() };
});

transportScenario('over HTTP', async () => {
  const { router, state } = createProbe();
  const { server } = await probeServer(router);
  const browser = await openBrowser(server.link());
  const client: ProbeClient = createORPCClient(new FetchLink({ url: `${server.origin}/rpc`, fetch: browser.fetch }));
  return { client, state, close: () => server.close() };
});
