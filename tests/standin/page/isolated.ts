import { decode, encode, type FromPage, type ToPage } from '../wire.ts';
import { openBridge } from './bridge.ts';
import { PageEmitter } from './emitter.ts';
import { OPEN_EVENT, type OpenAsked } from './settings.ts';

/** The preload's world: what a sandboxed preload may require, and the pump that carries messages and ports to and from main. */

type Invoked = { resolve: (value: unknown) => void; reject: (error: Error) => void; channel: string };

function open(): void {
  const world = globalThis as unknown as Record<string, unknown>;
  const post = world[STANDIN.binding] as (text: string) => void;
  const tell = (message: FromPage): void => post(JSON.stringify(message));
  const bridge = openBridge(STANDIN.key, 'isolated');
  const ports = new Map<string, MessagePort>();
  const invoked = new Map<number, Invoked>();
  let lastCall = 0;
  let lastPort = 0;

  /** Our half of a port whose other half the preload or the page has. */
  const pump = (name: string, port: MessagePort): void => {
    ports.set(name, port);
    port.onmessage = (event) => {
      if (event.ports.length > 0) throw new Error('stand-in: a port inside a port message of a page is not supported');
      tell({ kind: 'port', port: name, data: encode(event.data) });
    };
    port.addEventListener('close', () => {
      if (ports.delete(name)) tell({ kind: 'port-closed', port: name });
    });
  };

  const ipcRenderer = Object.assign(new PageEmitter(), {
    send: (channel: string, ...args: unknown[]) => tell({ kind: 'send', channel, data: encode(args), ports: [] }),
    invoke: (channel: string, ...args: unknown[]) => {
      const id = ++lastCall;
      const data = encode(args);
      return new Promise((resolve, reject) => {
        invoked.set(id, { resolve, reject, channel });
        tell({ kind: 'invoke', id, channel, data });
      });
    },
    postMessage: (channel: string, message: unknown, transfer: Transferable[] = []) => {
      const data = encode([message]);
      const moved = transfer.map((port) => {
        if (!(port instanceof MessagePort)) throw new TypeError('Invalid value for transfer');
        const name = `page-${++lastPort}`;
        // A transfer at once: the caller's port is dead, as it is after a real one.
        pump(name, structuredClone(port, { transfer: [port] }));
        return name;
      });
      tell({ kind: 'send', channel, data, ports: moved });
    },
  });

  const hear = (message: ToPage): void => {
    switch (message.kind) {
      case 'event': {
        const given = message.ports.map((name) => {
          const { port1, port2 } = new MessageChannel();
          pump(name, port2);
          return port1;
        });
        const args = decode(message.data) as unknown[];
        const heard = ipcRenderer.emit(message.channel, { sender: ipcRenderer, ports: given }, ...args);
        if (!heard) tell({ kind: 'nobody', channel: message.channel, ports: given.length });
        return;
      }
      case 'answer': {
        const call = invoked.get(message.id);
        invoked.delete(message.id);
        if (message.error !== undefined) call?.reject(new Error(`Error invoking remote method '${call.channel}': ${message.error}`));
        else call?.resolve(decode(message.data ?? ''));
        return;
      }
      case 'port':
        ports.get(message.port)?.postMessage(decode(message.data));
        return;
      case 'port-closed': {
        const port = ports.get(message.port);
        ports.delete(message.port);
        port?.close();
      }
    }
  };

  const electron = only({
    contextBridge: only({ exposeInMainWorld: bridge.expose }, 'contextBridge'),
    ipcRenderer: only(ipcRenderer, 'ipcRenderer'),
  });
  const modules: Record<string, unknown> = {
    electron,
    events: Object.assign(PageEmitter, { EventEmitter: PageEmitter }),
    timers: { setTimeout, clearTimeout, setInterval, clearInterval },
    url: { URL, URLSearchParams },
  };
  Object.assign(world, {
    standinHear: (text: string) => hear(JSON.parse(text) as ToPage),
    standinPreload: {
      require: (name: string) => {
        const found = modules[name.replace(/^node:/, '').replace(/^electron\/(common|renderer)$/, 'electron')];
        if (!found) throw new Error(`module not found: ${name}`);
        return found;
      },
      process: Object.freeze({ ...STANDIN.process, type: 'renderer', sandboxed: true, contextIsolated: true, isMainFrame: true }),
      fail: (error: unknown) => {
        const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
        tell({ kind: 'preload-error', message: text });
        console.error(`Unable to load preload script: ${STANDIN.preload}\n${text}`);
      },
    },
  });
  if (!('onclose' in MessagePort.prototype)) console.error('stand-in: this Chromium has no close event on message ports');
  tell({ kind: 'hello', url: location.href });
  watchTitle((title) => tell({ kind: 'title', title }));
  window.addEventListener(STANDIN.key + OPEN_EVENT, (event) => tell({ kind: 'open', ...(event as CustomEvent<OpenAsked>).detail }));
}

/** Chromium tells a driver the title of a page only when it goes elsewhere. */
function watchTitle(tell: (title: string) => void): void {
  let said = '';
  const look = (): void => {
    if (document.title === said || !document.title) return;
    said = document.title;
    tell(said);
  };
  window.addEventListener('DOMContentLoaded', () => {
    look();
    new MutationObserver(look).observe(document.head, { childList: true, characterData: true, subtree: true });
  });
}

/** Names that the stand-in lacks throw when a preload asks for them. */
function only<T extends object>(object: T, label = 'electron'): T {
  return new Proxy(object, {
    get(target, name, receiver) {
      if (name in target || typeof name === 'symbol') return Reflect.get(target, name, receiver);
      throw new Error(`${label}.${name} is not implemented by the stand-in`);
    },
  });
}

if (window.parent === window) open();
