import { createServer, request as httpRequest, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { feedOf, fileOf, installer, manifestOf, type Signer } from './maker.ts';

export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A real update server on loopback. `faults` answers in place of a file. */
export async function serveFeed(files: Map<string, Buffer>, faults: Record<string, Answer> = {}) {
  const asked: string[] = [];
  const server: Server = createServer((request, response) => {
    const name = decodeURIComponent(new URL(request.url ?? '/', 'http://feed').pathname.slice('/updates/'.length));
    asked.push(name);
    const fault = faults[name];
    if (fault) return fault(request, response);
    const bytes = files.get(name);
    if (!bytes) return void response.writeHead(404).end();
    response.writeHead(200, { 'content-length': bytes.length }).end(bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = () =>
    new Promise<void>((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
  onTestFinished(stop);
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/updates`, asked, stop };
}

/** Node's requests in place of Chromium's: electron-updater asks for both in the same words. */
export const nodeRequest = httpRequest;

export type Offered = { bytes?: Buffer; faults?: Record<string, Answer> };

/** A feed that offers version 2.0.0, signed by `signer`. */
export async function offerFrom(signer: Signer, options: Offered = {}) {
  const bytes = options.bytes ?? installer();
  const file = fileOf(bytes);
  const feed = await serveFeed(feedOf(signer, manifestOf([file]), bytes), options.faults);
  return { feed, bytes, file };
}
