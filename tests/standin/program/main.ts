import { join } from 'node:path';
import { app, BrowserWindow, type IpcMainEvent, ipcMain, MessageChannelMain, type MessagePortMain, protocol, session } from 'electron';

/** A small program for the stand-in's own tests: one window, one scheme, and a main process that writes down what it sees. */

const PAGE = '<!doctype html><title>One</title><h1>Page</h1><a id="away" href="https://example.invalid/away">away</a>';
const POLICY = "default-src 'none'; script-src 'self'; connect-src 'self' app:; style-src 'self'";

const seen = {
  events: [] as string[],
  requests: [] as { url: string; method: string; body: string; header: string | null }[],
  heard: [] as unknown[],
  ports: [] as MessagePortMain[],
  asker: undefined as { origin: string; parent: unknown; id: number } | undefined,
};
Object.assign(globalThis, { seen });

protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } }]);

async function answer(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  seen.requests.push({ url: request.url, method: request.method, body: await request.text(), header: request.headers.get('x-asked') });
  if (pathname === '/throws') throw new Error('on purpose');
  if (pathname !== '/' && pathname !== '/echo') return new Response(null, { status: 404 });
  const type = pathname === '/' ? 'text/html' : 'text/plain';
  return new Response(pathname === '/' ? PAGE : 'answered', {
    headers: { 'content-type': type, 'content-security-policy': POLICY, 'x-given': 'yes' },
  });
}

/** Keeps a port that came in and says back what comes through it. */
function keep(port: MessagePortMain): void {
  seen.ports.push(port);
  port.on('message', ({ data, ports }) => {
    seen.heard.push(data);
    port.postMessage({ echo: data, ports: ports.length });
  });
  port.on('close', () => seen.events.push('port closed'));
  port.start();
}

function listen(): void {
  ipcMain.on('ask', (event: IpcMainEvent) => {
    const { senderFrame, sender } = event;
    if (!senderFrame) return;
    seen.asker = { origin: senderFrame.origin, parent: senderFrame.parent, id: sender.id };
    const { port1, port2 } = new MessageChannelMain();
    // Before the port is given away and before it is started: all of it must arrive, in order.
    port1.postMessage('first');
    port1.postMessage(new Map([['second', new Date(0)]]));
    senderFrame.postMessage('given', 'with a port', [port2]);
    keep(port1);
  });
  ipcMain.on('give', (event: IpcMainEvent, word: unknown) => {
    seen.heard.push(word);
    for (const port of event.ports) keep(port);
  });
  ipcMain.handle('double', (_event, value: number) => value * 2);
  ipcMain.handle('fails', () => {
    throw new Error('refused on purpose');
  });
}

async function open(): Promise<void> {
  protocol.handle('app', answer);
  session.defaultSession.setPermissionRequestHandler((_contents, permission, grant) => grant(permission === 'geolocation'));
  session.defaultSession.on('will-download', (event, item) => {
    seen.events.push(`download ${item.getURL().split('/').slice(0, 3).join('/')}`);
    event.preventDefault();
  });
  const window = new BrowserWindow({ width: 800, height: 600, webPreferences: { preload: join(import.meta.dirname, 'preload.cjs') } });
  const { webContents } = window;
  webContents.on('will-frame-navigate', ({ url, isMainFrame }) => seen.events.push(`frame ${isMainFrame} ${url.slice(0, 20)}`));
  webContents.on('will-navigate', (event) => {
    seen.events.push(`navigate ${event.url}`);
    event.preventDefault();
  });
  webContents.setWindowOpenHandler(({ url }) => {
    seen.events.push(`open ${url}`);
    return { action: 'deny' };
  });
  window.on('page-title-updated', (_event, title) => seen.events.push(`title ${title}`));
  window.once('ready-to-show', () => seen.events.push('ready to show'));
  await window.loadURL('app://desk/');
  seen.events.push('loaded');
}

app.on('second-instance', (_event, argv) => seen.events.push(`second ${argv.at(-1)}`));
if (app.requestSingleInstanceLock()) {
  listen();
  app.whenReady().then(open).catch(console.error);
} else app.exit(7);
