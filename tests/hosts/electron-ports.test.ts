import { EventEmitter } from 'node:events';
import type { IpcMainEvent, MessagePortMain, WebFrameMain } from 'electron';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { ASK_CHANNEL, PORT_CHANNEL } from '#main/hosts/electron/channels.ts';
import { type Asker, handOutPorts, mayAsk } from '#main/hosts/electron/ports.ts';
import { ORIGIN } from '#main/hosts/electron/protocol.ts';
import { until } from '../support/until.ts';

const ours = { id: 7 };
const main = { origin: ORIGIN, parent: null };

describe('who may ask for a port', () => {
  const inner = { origin: ORIGIN, parent: {} as WebFrameMain };
  const cases: [string, Asker, typeof ours | undefined, boolean][] = [
    ['the main frame of our window', { sender: ours, senderFrame: main }, ours, true],
    ['another window', { sender: { id: 8 }, senderFrame: main }, ours, false],
    ['a frame inside the page', { sender: ours, senderFrame: inner }, ours, false],
    ['a page of another origin', { sender: ours, senderFrame: { ...main, origin: 'https://desk' } }, ours, false],
    ['a page without an origin', { sender: ours, senderFrame: { ...main, origin: 'null' } }, ours, false],
    ['a longer name that begins like ours', { sender: ours, senderFrame: { ...main, origin: `${ORIGIN}x` } }, ours, false],
    ['a frame that is gone', { sender: ours, senderFrame: null }, ours, false],
    ['anybody while there is no window', { sender: ours, senderFrame: main }, undefined, false],
  ];
  it.each(cases)('%s', (_name, asker, window, may) => {
    expect(mayAsk(asker, window)).toBe(may);
  });

  it('is one and nobody else, however the rest is put together', () => {
    const origin = fc.oneof(
      fc.constantFrom(
        ORIGIN,
        `${ORIGIN}/`,
        ORIGIN.toUpperCase(),
        `${ORIGIN}:80`,
        `${ORIGIN}.`,
        'app://',
        'https://desk',
        'file://',
        'null',
        '',
      ),
      fc.webUrl(),
      fc.string(),
    );
    const frame = fc.option(fc.record({ origin, parent: fc.constantFrom(null, {} as WebFrameMain) }));
    fc.assert(
      fc.property(fc.integer({ min: 6, max: 8 }), frame, fc.constantFrom(ours, undefined), (id, senderFrame, window) => {
        const right = window !== undefined && id === window.id && senderFrame?.parent === null && senderFrame.origin === ORIGIN;
        expect(mayAsk({ sender: { id }, senderFrame }, window)).toBe(right);
      }),
    );
  });
});

class FakePort extends EventEmitter {
  readonly steps: string[];
  readonly name: string;
  constructor(name: string, steps: string[]) {
    super();
    this.name = name;
    this.steps = steps;
  }
  start() {
    this.steps.push(`start ${this.name}`);
  }
  close() {
    this.steps.push(`close ${this.name}`);
    this.emit('close');
  }
}

function setUp(serve: (port: MessagePortMain) => Promise<void> = async () => undefined) {
  const steps: string[] = [];
  const ipc = new EventEmitter();
  let made = 0;
  const refused = vi.fn();
  const onError = vi.fn();
  const ports = handOutPorts({
    ipc,
    makePair: () => {
      made += 1;
      return { port1: new FakePort(`near${made}`, steps), port2: new FakePort(`far${made}`, steps) } as never;
    },
    window: () => ours,
    serve: async (port) => {
      await serve(port);
      steps.push(`serve ${(port as unknown as FakePort).name}`);
    },
    refused,
    onError,
  });
  const frame = {
    ...main,
    postMessage: (channel: string, _value: unknown, given: FakePort[]) => steps.push(`${channel} ${given.map((port) => port.name).join()}`),
  };
  const ask = (more: Partial<Asker> = {}) => {
    ipc.emit(ASK_CHANNEL, { sender: ours, senderFrame: frame, ...more } as unknown as IpcMainEvent);
    return until(() => expect(steps.length + refused.mock.calls.length + onError.mock.calls.length).toBeGreaterThan(0));
  };
  return { ask, steps, ports, refused, onError, frame };
}

describe('the handshake', () => {
  it('serves and starts our end before the page gets its own', async () => {
    const { ask, steps } = setUp();
    await ask();
    await until(() => expect(steps).toEqual(['serve near1', 'start near1', `${PORT_CHANNEL} far1`]));
  });

  it('gives a stranger nothing', async () => {
    const { ask, steps, refused } = setUp();
    await ask({ sender: { id: 99 } });
    expect(refused).toHaveBeenCalledOnce();
    expect(steps).toEqual([]);
  });

  it('closes the port of the page before a reload', async () => {
    const { ask, steps } = setUp();
    await ask();
    await until(() => expect(steps).toContain(`${PORT_CHANNEL} far1`));
    await ask();
    await until(() => expect(steps).toContain(`${PORT_CHANNEL} far2`));
    expect(steps.indexOf('close near1')).toBeLessThan(steps.indexOf('serve near2'));
  });

  it('drops the port when another core takes over', async () => {
    const { ask, steps, ports } = setUp();
    await ask();
    await until(() => expect(steps).toContain(`${PORT_CHANNEL} far1`));
    ports.drop();
    expect(steps.at(-1)).toBe('close near1');
  });

  it('keeps only the last of two questions that came while the core was opening', async () => {
    const open = Promise.withResolvers<void>();
    const { ask, steps } = setUp(() => open.promise);
    void ask();
    void ask();
    open.resolve();
    await until(() => expect(steps.filter((step) => step.startsWith(PORT_CHANNEL))).toEqual([`${PORT_CHANNEL} far2`]));
    expect(steps).not.toContain('start near1');
  });

  it('closes the port of a frame that went away, and says so', async () => {
    const { ask, steps, onError, frame } = setUp();
    frame.postMessage = () => {
      throw new Error('Render frame was disposed');
    };
    await ask();
    await until(() => expect(onError).toHaveBeenCalledOnce());
    expect(steps.at(-1)).toBe('close near1');
  });
});
