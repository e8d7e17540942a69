import { randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { Script } from 'node:vm';
import type { Protocol } from './cdp.ts';
import { on, send } from './chromium.ts';
import type { PageSettings } from './page/settings.ts';
import { pageHalf } from './page-halves.ts';
import { PortLink } from './ports.ts';
import type { FromPage, ToPage } from './wire.ts';

/** One page of Chromium with the preload's isolated world in it, and the messages between that world and main. */

const WORLD = 'Electron Isolated Context';
const BINDING = 'standinTell';

type Size = { width: number; height: number };
type TargetEvents = {
  /** Everything is set up; the page may be sent somewhere. */
  attached: [];
  message: [FromPage];
  /** The document is gone, and with it its end of every port. */
  'document-gone': [];
  destroyed: [];
};

export class PageTarget extends EventEmitter<TargetEvents> {
  readonly link = new PortLink((message) => this.tell(message));
  readonly ready: Promise<void>;
  id = '';
  /** The preload could not be read or parsed. */
  preloadError: Error | undefined;
  private readonly preload: string | undefined;
  private session = '';
  private world: number | undefined;
  private gone = false;

  constructor(size: Size, preload: string | undefined) {
    super();
    this.preload = preload;
    this.ready = this.open(size);
  }

  send<M extends keyof Protocol.CommandParameters>(
    method: M,
    params?: Protocol.CommandParameters[M],
  ): Promise<Protocol.CommandReturnValues[M]> {
    return send(method, params, this.session);
  }

  hear<E extends keyof Protocol.Events>(event: E, listener: (params: Protocol.Events[E]) => void): void {
    on(event, listener, this.session);
  }

  /** The document that the preload's world stands in; a message for another one would be lost. */
  get document(): number | undefined {
    return this.gone ? undefined : this.world;
  }

  /** Sends into the preload's world. Answers false when there is none. */
  tell(message: ToPage): boolean {
    if (this.document === undefined) return false;
    const expression = `standinHear(${JSON.stringify(JSON.stringify(message))})`;
    this.send('Runtime.evaluate', { contextId: this.document, expression }).catch(() => undefined);
    return true;
  }

  private async open({ width, height }: Size): Promise<void> {
    const { targetId } = await send('Target.createTarget', { url: 'about:blank', newWindow: true, width, height });
    this.id = targetId;
    this.session = (await send('Target.attachToTarget', { targetId, flatten: true })).sessionId;
    this.watchWorld();
    this.emit('attached');
    const settings = `const STANDIN = ${JSON.stringify(this.settings())};\n`;
    await Promise.all([
      this.send('Page.enable'),
      this.send('Runtime.enable'),
      this.send('Log.enable'),
      this.send('Runtime.addBinding', { name: BINDING, executionContextName: WORLD }),
      this.send('Page.addScriptToEvaluateOnNewDocument', { source: settings + pageHalf('main') }),
      this.send('Page.addScriptToEvaluateOnNewDocument', { source: settings + pageHalf('isolated'), worldName: WORLD }),
      this.loadPreload(),
      this.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] }),
    ]);
  }

  private settings(): PageSettings {
    const { node, electron, chrome } = process.versions;
    return {
      key: KEY,
      binding: BINDING,
      preload: this.preload ?? '',
      process: { platform: process.platform, arch: process.arch, versions: { node, electron, chrome }, env: {}, argv: [] },
    };
  }

  /** A preload is read when its window is made; what is no plain script is refused, as a sandboxed one is. */
  private async loadPreload(): Promise<void> {
    if (!this.preload) return;
    const parts = ['(function (require, module, exports, process, global) {', '})'];
    let source: string;
    try {
      source = readFileSync(this.preload, 'utf8');
      new Script(`${parts[0]}${source}\n${parts[1]}`);
    } catch (error) {
      this.preloadError = error instanceof Error ? error : new Error(String(error));
      return;
    }
    await this.send('Page.addScriptToEvaluateOnNewDocument', {
      worldName: WORLD,
      source: `if (window.parent === window) {
        const given = globalThis.standinPreload;
        delete globalThis.standinPreload;
        const module = { exports: {} };
        try {
          ${parts[0]}${source}
          ${parts[1]}(given.require, module, module.exports, given.process, globalThis);
        } catch (error) {
          given.fail(error);
        }
      }`,
    });
  }

  private watchWorld(): void {
    this.hear('Runtime.executionContextCreated', ({ context }) => {
      const { frameId } = (context.auxData ?? {}) as { frameId?: string };
      if (context.name === WORLD && frameId === this.id) this.world = context.id;
    });
    this.hear('Runtime.executionContextDestroyed', ({ executionContextId }) => {
      if (executionContextId === this.world) this.documentGone();
    });
    this.hear('Runtime.executionContextsCleared', () => this.documentGone());
    this.hear('Runtime.bindingCalled', ({ name, executionContextId, payload }) => {
      if (name === BINDING && executionContextId === this.world) this.emit('message', JSON.parse(payload) as FromPage);
    });
    on('Target.targetDestroyed', ({ targetId }) => {
      if (targetId !== this.id || this.gone) return;
      this.documentGone();
      this.gone = true;
      this.emit('destroyed');
    });
  }

  private documentGone(): void {
    this.world = undefined;
    this.link.drop();
    this.emit('document-gone');
  }
}

/** The same for all windows of a run, and known to nobody outside of it. */
const KEY = `standin-${randomBytes(8).toString('hex')}`;
