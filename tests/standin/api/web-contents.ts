import { EventEmitter } from 'node:events';
import type { WebContents as ElectronContents, PrintToPDFOptions } from 'electron';
import { on, send } from '../chromium.ts';
import { among, eventWith } from '../life.ts';
import { loadError, Navigation, type OpenHandler } from '../navigation.ts';
import { note, noteError } from '../notes.ts';
import { PageTarget } from '../page-target.ts';
import { type MessagePortMain, takeEnds } from '../ports.ts';
import { handlers, originOf, privilegesOf, toChromium, toProgram } from '../schemes.ts';
import { StandInError, strict } from '../strict.ts';
import { encode, type FromPage } from '../wire.ts';
import { receive } from './ipc-receive.ts';
import { pdfSettings } from './paper.ts';
import { recorded } from './recorded.ts';
import { applyPermissions, session, watchDownloads } from './session.ts';

/** A page of the program. Everything is set up before its first document, so no message is lost that Electron would deliver. */

const all = new Map<number, WebContents>();
let last = 0;

export type ContentsOptions = { width: number; height: number; preload: string | undefined };

export class WebContents extends EventEmitter {
  readonly id: number;
  readonly session = session.defaultSession;
  private readonly target: PageTarget;
  private readonly navigation: Navigation;
  private destroyed = false;
  private zoom = 1;

  constructor({ preload, ...size }: ContentsOptions) {
    super();
    this.id = ++last;
    all.set(this.id, this);
    this.target = new PageTarget(size, preload);
    this.navigation = new Navigation(this.target, (event, ...args) => this.emit(event, ...args));
    among.emit('contents-created', publicContents(this));
    this.target.on('attached', () => this.watch());
    this.target.on('message', (message) => this.hear(message));
    this.target.on('destroyed', () => {
      this.destroyed = true;
      all.delete(this.id);
      this.emit('destroyed');
    });
    this.target.ready.catch((error) => {
      if (!this.destroyed) noteError('stand-in', error, 'a window was not set up');
    });
  }

  get mainFrame() {
    const { target, navigation } = this;
    const frame = {
      url: navigation.address,
      origin: originOf(navigation.address),
      parent: null,
      frameToken: target.id,
      send: (channel: string, ...args: unknown[]) => this.send(channel, ...args),
      postMessage: (channel: string, message: unknown, transfer?: MessagePortMain[]) => this.postMessage(channel, message, transfer),
    };
    return strict(frame, 'WebFrameMain');
  }

  async loadURL(url: string): Promise<void> {
    const scheme = new URL(url).protocol.slice(0, -1);
    if (handlers.has(scheme) && !privilegesOf(scheme)?.standard)
      throw new StandInError(`stand-in: scheme '${scheme}' is handled but was not registered as standard`);
    await this.target.ready;
    const address = toChromium(url);
    if (!/^(https?|file|about|data):/.test(address)) throw loadError('ERR_UNKNOWN_URL_SCHEME', -301, url);
    const loaded = new Promise<void>((resolve) => this.once('did-finish-load', () => resolve()));
    const { errorText } = await this.target.send('Page.navigate', { url: address });
    if (errorText) throw loadError(errorText.replace('net::', ''), -2, url);
    await loaded;
  }

  reload(): void {
    this.target.send('Page.reload').catch((error) => noteError('stand-in', error));
  }

  send(channel: string, ...args: unknown[]): void {
    this.needAlive();
    if (typeof channel !== 'string') throw new TypeError('Missing required channel argument');
    const sent = this.target.tell({ kind: 'event', channel, data: encode(args), ports: [] });
    if (!sent) note('stand-in', `webContents.send('${channel}') dropped: no document with a preload`);
  }

  postMessage(channel: string, message: unknown, transfer: MessagePortMain[] = []): void {
    this.needAlive();
    const data = encode([message]);
    const ends = takeEnds(transfer);
    if (this.target.document === undefined) {
      note('stand-in', `webContents.postMessage('${channel}') dropped with ${ends.length} port(s): no document with a preload`);
      for (const end of ends) end.close();
      return;
    }
    this.target.link.give(ends, (ports) => this.target.tell({ kind: 'event', channel, data, ports }));
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.navigation.openHandler = handler;
  }

  async executeJavaScript(code: string): Promise<unknown> {
    await this.target.ready;
    const { result, exceptionDetails } = await this.target.send('Runtime.evaluate', {
      expression: code,
      awaitPromise: true,
      returnByValue: true,
      userGesture: true,
    });
    if (exceptionDetails) throw new Error('Script failed to execute, this normally means an error was thrown.');
    return result.value;
  }

  async printToPDF(options: PrintToPDFOptions): Promise<Buffer> {
    const { data } = await this.target.send('Page.printToPDF', pdfSettings(options));
    return Buffer.from(data, 'base64');
  }

  print(options: object = {}, done?: (success: boolean, reason: string) => void): void {
    recorded.printed.push(options);
    setImmediate(() => done?.(true, ''));
  }

  async getPrintersAsync(): Promise<{ name: string; displayName: string }[]> {
    return recorded.printers;
  }

  getURL(): string {
    return this.navigation.address;
  }

  isDestroyed(): boolean {
    return this.destroyed;
  }

  /** Chromium's own end of a page's process; `render-process-gone` follows. */
  forcefullyCrashRenderer(): void {
    this.target.send('Page.crash').catch(() => undefined);
  }

  setZoomFactor(factor: number): void {
    this.zoom = factor;
  }

  getZoomFactor(): number {
    return this.zoom;
  }

  close(): void {
    this.target.ready
      .then(() => send('Target.closeTarget', { targetId: this.target.id }))
      .catch((error) => noteError('stand-in', error, 'a page was not closed'));
  }

  /** The name that test drivers know the page by. */
  get targetId(): string {
    return this.target.id;
  }

  private needAlive(): void {
    if (this.destroyed) throw new TypeError('Object has been destroyed');
  }

  private watch(): void {
    const { target } = this;
    target.hear('Runtime.exceptionThrown', ({ exceptionDetails: { exception, text } }) =>
      note('page exception', exception?.description ?? text),
    );
    target.hear('Log.entryAdded', ({ entry }) => {
      if (entry.level === 'error') note('page log', `${entry.text} ${toProgram(entry.url ?? '')}`);
    });
    target.hear('Page.domContentEventFired', () => {
      if (!this.getURL()) return;
      if (target.preloadError) this.preloadFailed(target.preloadError);
      this.emit('dom-ready', eventWith({}));
    });
    target.hear('Page.loadEventFired', () => {
      if (this.getURL()) this.emit('did-finish-load', eventWith({}));
    });
    target.hear('Inspector.targetCrashed', () => this.emit('render-process-gone', eventWith({}), { reason: 'crashed', exitCode: 1 }));
    on('Target.targetCreated', ({ targetInfo }) => {
      if (targetInfo.openerId !== target.id) return;
      this.navigation.mayOpen({ url: targetInfo.url, frameName: '', features: '' });
      send('Target.closeTarget', { targetId: targetInfo.targetId }).catch(() => undefined);
    });
    this.on('did-navigate', () => {
      if (/^https?:/.test(toChromium(this.getURL())))
        applyPermissions(asElectrons(this), this.getURL()).catch((error) => noteError('stand-in', error));
    });
  }

  private preloadFailed(error: Error): void {
    noteError('stand-in', error, 'Unable to load preload script');
    this.emit('preload-error', eventWith({}), '', error);
  }

  private hear(message: FromPage): void {
    switch (message.kind) {
      case 'hello':
        this.navigation.address = toProgram(message.url);
        return;
      case 'preload-error':
        this.preloadFailed(new Error(message.message));
        return;
      case 'title':
        this.emit('page-title-updated', eventWith({}), message.title, true);
        return;
      case 'open':
        this.navigation.mayOpen({ url: message.url, frameName: message.name, features: message.features });
        return;
      case 'nobody':
        note('ipc', `nobody in the preload listens to '${message.channel}'; ${message.ports} port(s) lost`);
        return;
      case 'port':
      case 'port-closed':
        this.target.link.hear(message);
        return;
      default: {
        const document = this.target.document;
        const ports = message.kind === 'send' ? message.ports.map((name) => this.target.link.take(name)) : [];
        receive(message, { sender: publicContents(this), senderFrame: this.mainFrame, ports }, (answer) => {
          if (this.target.document === document) this.target.tell(answer);
        });
      }
    }
  }
}

const shown = new WeakMap<WebContents, WebContents>();

/** The page as the program gets it: with the net below. */
export function publicContents(contents: WebContents): WebContents {
  const known = shown.get(contents) ?? strict(contents, 'WebContents');
  shown.set(contents, known);
  return known;
}

/** Handlers of the program are typed for Electron's own class, of which ours is the part that is used. */
const asElectrons = (contents: WebContents): ElectronContents => publicContents(contents) as unknown as ElectronContents;

export const webContents = strict(
  {
    getAllWebContents: () => [...all.values()].map(publicContents),
    fromId: (id: number) => {
      const found = all.get(id);
      return found && publicContents(found);
    },
    fromDevToolsTargetId: (targetId: string) => {
      const found = [...all.values()].find((contents) => contents.targetId === targetId);
      return found && publicContents(found);
    },
  },
  'webContents',
);

/** Called once the browser runs. */
export function watchPages(): Promise<void> {
  return watchDownloads((frame) => {
    const found = [...all.values()].find((contents) => contents.targetId === frame);
    return found && asElectrons(found);
  });
}
