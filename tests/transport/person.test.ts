import { MessageChannel } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink as FetchLink } from '@orpc/client/fetch';
import { RPCLink as PortLink } from '@orpc/client/message-port';
import { expect, it, onTestFinished } from 'vitest';
import type { Connection } from '#main/base/os.ts';
import { servePorts } from '#main/base/transport/port.ts';
import { startWebServer } from '#main/hosts/web/server.ts';
import { PERSON_HEADER } from '#shared/contract/base.ts';
import type { ApiClient } from '../support/api.ts';
import { openDesk } from '../support/desk.ts';
import { openBrowser } from '../support/web.ts';

/** What the page says for whom it asks has to reach the door on both ways. */
async function refusesAnother(desk: Awaited<ReturnType<typeof openDesk>>, as: (headers: Record<string, string>) => ApiClient) {
  const of = (person: 'manager' | 'specialist') => as({ [PERSON_HEADER]: desk.staffId(person) });
  expect(await of('specialist').staff.names({ all: false })).toHaveLength(2);
  await expect(of('manager').staff.names({ all: false })).rejects.toMatchObject({ code: 'PERSON_CHANGED' });
  expect((await of('manager').session.current()).person?.id).toBe(desk.staffId('specialist'));
}

it('over a MessagePort a call for somebody else is refused', async () => {
  const desk = await openDesk({ staff: ['specialist'] });
  const connection = desk.core.connect();
  connection.staffId = desk.staffId('specialist');
  const serve = servePorts(desk.core.router);
  await refusesAnother(desk, (headers) => {
    const { port1, port2 } = new MessageChannel();
    onTestFinished(() => port1.close());
    serve(port1, desk.core.context(connection));
    port1.start();
    port2.start();
    return createORPCClient(new PortLink({ port: port2, headers }));
  });
});

it('over HTTP a call for somebody else is refused', async () => {
  const desk = await openDesk({ staff: ['specialist'] });
  const connect = (): Connection => {
    const connection = desk.core.connect();
    connection.staffId = desk.staffId('specialist');
    return connection;
  };
  const server = await startWebServer({
    instanceId: 'person',
    core: { ...desk.core, connect },
    site: undefined,
    port: 0,
    secret: () => 'secret',
    onSecondStart: () => undefined,
    monotonic: () => performance.now(),
    onError: () => undefined,
  });
  onTestFinished(() => server.close());
  const browser = await openBrowser(server.link());
  await refusesAnother(desk, (headers) => createORPCClient(new FetchLink({ url: `${browser.origin}/rpc`, fetch: browser.fetch, headers })));
});
