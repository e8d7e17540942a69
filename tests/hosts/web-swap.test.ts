import { request } from 'node:http';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/fetch';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { until } from '../support/until.ts';
import { openBrowser, probeServer } from '../support/web.ts';
import { createProbe } from '../transport/probe.ts';
import type { ProbeClient } from '../transport/scenario.ts';

let ground: Awaited<ReturnType<typeof probeServer>>;
const probe = createProbe();

beforeAll(async () => {
  ground = await probeServer(probe.router);
});
afterAll(() => ground.server.close());

describe('another core behind the same pages', () => {
  it('signs every browser out and ends its streams, and keeps its cookie', async () => {
    const browser = await openBrowser(ground.server.link());
    const client: ProbeClient = createORPCClient(new RPCLink({ url: `${ground.server.origin}/rpc`, fetch: browser.fetch }));
    const stream = await client.count({ to: null });
    await stream.next();
    for (const connection of ground.connections) connection.staffId = 'somebody';
    const old = new Set(ground.connections);
    await ground.server.swap(async () => ground.core());
    await expect(
      (async () => {
        for await (const _event of stream);
      })(),
    ).rejects.toThrow();
    await until(() => expect(probe.state.streams).toBe(0));
    const fresh = [...ground.connections].filter((connection) => !old.has(connection));
    expect(fresh.length).toBeGreaterThan(0);
    for (const connection of fresh) expect(connection.staffId).toBeNull();
    expect((await client.dates({ at: new Date(0), days: [] })).next).toEqual(new Date(86_400_000));
    expect(ground.seen.errors).toEqual([]);
  });

  it('lets running answers out first, and goes on with the old core when the other cannot be had', async () => {
    const browser = await openBrowser(ground.server.link());
    const client: ProbeClient = createORPCClient(new RPCLink({ url: `${ground.server.origin}/rpc`, fetch: browser.fetch }));
    const file = new File([new Uint8Array(500_000)], 'long.bin');
    const running = client.file({ file, times: 20 });
    const failed = ground.server.swap(() => Promise.reject(new Error('no')));
    const waiting = client.dates({ at: new Date(0), days: [] });
    await expect(failed).rejects.toThrow('no');
    expect((await running).file.size).toBe(10_000_000);
    expect((await waiting).days).toEqual([]);
  });

  it('waits for nobody who went away while the other core was opened', async () => {
    const probed = await probeServer(createProbe().router);
    const browser = await openBrowser(probed.server.link());
    // a ghost among the running answers would be waited for until a timer that never comes
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const opened = Promise.withResolvers<void>();
      const first = probed.server.swap(() => opened.promise.then(probed.core));
      const ended = new Promise<void>((resolve) => {
        const asked = request(`${probed.server.origin}/rpc/dates`, {
          method: 'POST',
          headers: {
            host: new URL(browser.origin).host,
            origin: browser.origin,
            cookie: browser.cookie,
            'x-desk-page': '1',
            'content-type': 'application/json',
            'content-length': '2',
          },
        });
        asked.on('error', () => resolve());
        // the server has taken it in as soon as the whole of it is sent
        asked.end('{}', () => setImmediate(() => asked.destroy()));
      });
      await ended;
      await new Promise((resolve) => setImmediate(resolve));
      opened.resolve();
      await first;
      await probed.server.swap(async () => probed.core());
    } finally {
      vi.useRealTimers();
      await probed.server.close();
    }
  });
});
