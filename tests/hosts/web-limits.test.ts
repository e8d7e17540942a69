import { describe, expect, it } from 'vitest';
import { createLimits } from '#main/hosts/web/limits.ts';
import type { WebSession } from '#main/hosts/web/sessions.ts';
import { openBrowser, probeServer } from '../support/web.ts';
import { createProbe } from '../transport/probe.ts';

describe('limits of the web host', () => {
  it('are strict for whoever is not in, and generous for pages', async () => {
    let clock = 0;
    const probed = await probeServer(createProbe().router, { monotonic: () => clock });
    const statusOf = async (browser: Awaited<ReturnType<typeof openBrowser>>, path: string) =>
      (await browser.fetch(`${browser.origin}${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' }))
        .status;
    const one = await openBrowser(probed.server.link());
    for (let n = 1; n <= 10; n += 1) expect(await statusOf(one, '/rpc/session/login')).toBe(404);
    expect(await statusOf(one, '/rpc/session/login')).toBe(429);
    expect(await statusOf(one, '/rpc/session/resetWithRecoveryCode')).toBe(429);
    // others are not held up, and everything else goes on
    expect(await statusOf(await openBrowser(probed.server.link()), '/rpc/session/login')).toBe(404);
    expect(await statusOf(one, '/rpc/anything')).toBe(404);
    clock += 6_000;
    expect(await statusOf(one, '/rpc/session/login')).toBe(404);
    await probed.server.close();
  });

  it('count each browser by itself and fill up again', () => {
    let clock = 0;
    const allows = createLimits(() => clock);
    const [one, other] = [{}, {}] as [WebSession, WebSession];
    let taken = 0;
    while (allows(one, '/rpc/today/get')) taken += 1;
    expect(taken).toBe(3_000);
    expect(allows(other, '/rpc/today/get')).toBe(true);
    clock += 1_000;
    for (let n = 1; n <= 300; n += 1) expect(allows(one, '/rpc/today/get')).toBe(true);
    expect(allows(one, '/rpc/today/get')).toBe(false);
  });
});
