import { expect, it, onTestFinished } from 'vitest';
import { startWebServer } from '#main/hosts/web/server.ts';
import { openDesk } from '../support/desk.ts';
import { pdf } from './files.ts';
import { attach } from './send.ts';

it('a file leaves the web host with its fixed type and name, as data that no browser takes for a page', async () => {
  const desk = await openDesk({ staff: ['specialist'] });
  const { id: complaint } = await desk.as('specialist').complaints.record({
    studentIds: [],
    complainant: { kind: 'anonymous', refId: null },
    channel: 'paper',
    words: '灯坏了',
    category: 'facility',
    severity: 'general',
  });
  // The name claims to be a page.
  const { id } = await attach(desk.as('specialist'), { kind: 'complaint', id: complaint }, '维修单.html', pdf());
  const connection = desk.core.connect();
  connection.staffId = desk.staffId('specialist');
  const server = await startWebServer({
    instanceId: 'files',
    core: { router: desk.core.router, context: desk.core.context, connect: () => connection },
    site: undefined,
    port: 0,
    secret: () => 'nobody asks',
    onSecondStart: () => {},
    monotonic: () => performance.now(),
    onError: (error) => {
      throw error;
    },
  });
  onTestFinished(() => server.close());
  const link = new URL(server.link());
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    fetch(server.origin + path, {
      method: 'POST',
      headers: { 'x-desk-page': '1', 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  const entered = await post('/session', { token: link.hash.slice('#token='.length) });
  const cookie = entered.headers.get('set-cookie')?.split(';', 1)[0] ?? '';
  const answer = await post('/rpc/attachments/content', { json: { id } }, { cookie });
  expect(answer.status).toBe(200);
  // Parts of a form are never shown as a page; the part says what it is.
  expect(answer.headers.get('content-type')).toMatch(/^multipart\/form-data;/);
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(answer.headers.get('content-security-policy')).toBe(`sandbox; default-src 'none'; frame-ancestors 'none'`);
  const [part] = [...(await answer.formData()).values()].filter((value) => value instanceof File);
  expect([part?.type, part?.name]).toEqual(['application/pdf', '维修单.pdf']);
  expect(Buffer.from((await part?.arrayBuffer()) ?? new ArrayBuffer(0))).toEqual(pdf());
  // Nobody can be led to it by a link.
  expect((await fetch(`${server.origin}/rpc/attachments/content`, { headers: { cookie } })).status).toBe(405);
});
