import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import { createRouterClient } from '@orpc/server';
import { shiftedClock } from '#main/base/clock.ts';
import { servePorts } from '#main/base/transport/port.ts';
import { createCore } from '#main/core.ts';
import { startWebServer } from '#main/hosts/web/server.ts';
import { type ApiClient, apiClient } from '../support/api.ts';
import { createMemoryLog } from '../support/memory-log.ts';
import { deskScenario } from './desk-scenario.ts';

async function openCore() {
  const dataDir = mkdtempSync(join(tmpdir(), 'desk-transport-'));
  const core = await createCore({
    dataDir,
    clock: shiftedClock(Date.parse('2026-11-20T12:30+08:00')),
    keys: { file: true },
    log: createMemoryLog(),
    host: { kind: 'test', appVersion: '0.0.0', lang: null, demo: false },
  });
  const close = async () => {
    await core.stop();
    rmSync(dataDir, { recursive: true });
  };
  return { core, close };
}

deskScenario('in-process', async () => {
  const { core, close } = await openCore();
  return { connect: (): ApiClient => createRouterClient(core.router, { context: core.context(core.connect()) }), close };
});

deskScenario('over a MessagePort', async () => {
  const { core, close } = await openCore();
  const serve = servePorts(core.router);
  const open: MessageChannel[] = [];
  const connect = (): ApiClient => {
    const channel = new MessageChannel();
    open.push(channel);
    serve(channel.port1, core.context(core.connect()));
    channel.port1.start();
    channel.port2.start();
    return createORPCClient(new RPCLink({ port: channel.port2 }));
  };
  return {
    connect,
    close: async () => {
      for (const { port1 } of open) port1.close();
      await close();
    },
  };
});

deskScenario('over HTTP and SSE', async () => {
  const { core, close } = await openCore();
  const server = await startWebServer({
    instanceId: 'scenario',
    core,
    site: undefined,
    port: 0,
    secret: () => 'nobody asks',
    onSecondStart: () => {},
    monotonic: () => performance.now(),
    onError: (error) => {
      throw error;
    },
  });
  return {
    connect: () => apiClient(server.link()),
    close: async () => {
      await server.close();
      await close();
    },
  };
});
