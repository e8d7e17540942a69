import { EventEmitter } from 'node:events';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ASK_CHANNEL, PORT_CHANNEL } from '#main/hosts/electron/channels.ts';

const electron = vi.hoisted(() => ({ exposed: new Map<string, Record<string, unknown>>(), sent: [] as string[] }));
const ipcRenderer = Object.assign(new EventEmitter(), { send: (channel: string) => electron.sent.push(channel) });
vi.mock('electron', () => ({
  contextBridge: { exposeInMainWorld: (name: string, value: Record<string, unknown>) => electron.exposed.set(name, value) },
  get ipcRenderer() {
    return ipcRenderer;
  },
}));

const posted: unknown[][] = [];

describe('the preload', () => {
  beforeEach(async () => {
    vi.stubGlobal('window', { location: { origin: 'app://desk' }, postMessage: (...args: unknown[]) => posted.push(args) });
    await import('#main/hosts/electron/preload.ts');
  });

  it('puts one name on the page, with the kind of host and a way to ask', () => {
    expect([...electron.exposed.keys()]).toEqual(['desk']);
    expect(electron.exposed.get('desk')).toEqual({ host: 'electron', connect: expect.any(Function) });
  });

  it('asks on one channel and hands over neither event nor answer', () => {
    const connect = electron.exposed.get('desk')!.connect as () => unknown;
    connect();
    expect(electron.sent).toEqual([ASK_CHANNEL]);
  });

  it('passes the port on to its own origin only, and listens before the page asks', () => {
    expect(ipcRenderer.eventNames()).toEqual([PORT_CHANNEL]);
    const port = { name: 'port' };
    ipcRenderer.emit(PORT_CHANNEL, { ports: [port] }, 'ignored');
    expect(posted).toEqual([[PORT_CHANNEL, 'app://desk', [port]]]);
  });
});
