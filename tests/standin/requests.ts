import { mayRequest } from './api/session.ts';
import type { Protocol } from './cdp.ts';
import { note, noteError } from './notes.ts';
import { handlers, policyToChromium, privilegesOf, toProgram } from './schemes.ts';

/** What a page asks of its own scheme goes to the program's handler, and the answer back, with all its headers. */

type Paused = Protocol.Fetch.requestPausedPayload;
type Send = {
  fulfill(answer: Omit<Protocol.Fetch.fulfillRequestParameters, 'requestId'>): Promise<unknown>;
  fail(reason: Protocol.Network.ErrorReason): Promise<unknown>;
  goOn(): Promise<unknown>;
};

export async function answerRequest({ request, resourceType }: Paused, send: Send): Promise<unknown> {
  const address = toProgram(request.url);
  if (!(await mayRequest(address, resourceType))) return send.fail('BlockedByClient');
  if (address === request.url) return send.goOn();
  // Chromium asks for it by itself, Electron does not.
  if (resourceType === 'Other' && address.endsWith('/favicon.ico')) return send.fulfill({ responseCode: 204 });
  const scheme = new URL(address).protocol.slice(0, -1);
  const handler = handlers.get(scheme);
  if (!handler) return send.fail('AddressUnreachable');
  if ((resourceType === 'Fetch' || resourceType === 'XHR') && !privilegesOf(scheme)?.supportFetchAPI) {
    note('stand-in', `fetch('${address}'): the scheme is not registered with supportFetchAPI`);
    return send.fail('AddressUnreachable');
  }
  try {
    const answer = await handler(new Request(address, { method: request.method, headers: request.headers, body: bodyOf(request) }));
    if (!(answer instanceof Response)) throw new TypeError('the handler did not answer a Response');
    const bytes = Buffer.from(await answer.arrayBuffer());
    return await send.fulfill({
      responseCode: answer.status,
      responseHeaders: [...answer.headers].map(([name, value]) => ({
        name,
        value: name === 'content-security-policy' ? policyToChromium(value) : value,
      })),
      body: bytes.toString('base64'),
    });
  } catch (error) {
    noteError('stand-in', error, `the protocol handler for ${address} threw`);
    return send.fail('Failed');
  }
}

function bodyOf({ hasPostData, postDataEntries = [] }: Protocol.Network.Request): Uint8Array<ArrayBuffer> | null {
  if (!hasPostData) return null;
  return new Uint8Array(Buffer.concat(postDataEntries.map(({ bytes }) => Buffer.from(bytes ?? '', 'base64'))));
}
