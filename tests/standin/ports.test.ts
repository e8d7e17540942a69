import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { MessageChannelMain, type MessagePortMain, PortLink, takeEnds } from './ports.ts';
import { decode, encode, type PortMessage } from './wire.ts';

/** Everything that arrives, in order; `turn` lets what is under way arrive. */
function collect(port: MessagePortMain): unknown[] {
  const got: unknown[] = [];
  port.on('message', ({ data }: { data: unknown }) => got.push(data));
  return got;
}
const turn = async (times = 4): Promise<void> => {
  for (let index = 0; index < times; index += 1) await new Promise((resolve) => setImmediate(resolve));
};

describe('ports between two places of the main process', () => {
  it('keeps everything until it is started, and then delivers in order', async () => {
    const { port1, port2 } = new MessageChannelMain();
    const got = collect(port2);
    port1.postMessage(1);
    port1.postMessage(2);
    await turn();
    expect(got).toEqual([]);
    port2.start();
    port1.postMessage(3);
    await turn();
    expect(got).toEqual([1, 2, 3]);
  });

  it('closes both ends, says so on both, and delivers nothing afterwards', async () => {
    const { port1, port2 } = new MessageChannelMain();
    const got = collect(port2);
    port2.start();
    const closed = Promise.all([once(port1, 'close'), once(port2, 'close')]);
    port1.close();
    port1.postMessage('late');
    await closed;
    await turn();
    expect(got).toEqual([]);
  });

  it('carries what waits along when a port is given away, and leaves a dead port behind', async () => {
    const inner = new MessageChannelMain();
    const outer = new MessageChannelMain();
    inner.port1.postMessage('waits');
    await turn();
    outer.port1.postMessage('take this', [inner.port2]);
    const given = once(outer.port2, 'message');
    outer.port2.start();
    const [{ data, ports }] = (await given) as [{ data: unknown; ports: MessagePortMain[] }];
    expect(data).toBe('take this');
    const got = collect(ports[0]!);
    ports[0]!.start();
    await turn();
    expect(got).toEqual(['waits']);
    const lost = collect(inner.port2);
    inner.port2.start();
    inner.port1.postMessage('for the new holder');
    await turn();
    expect([got.length, lost.length]).toEqual([2, 0]);
  });

  it('refuses in words of its own what cannot be given away', () => {
    const one = new MessageChannelMain();
    const two = new MessageChannelMain();
    expect(() => one.port1.postMessage('', [one.port1])).toThrow('Port at index 0 contains the source port.');
    expect(() => one.port1.postMessage('', [two.port1, two.port1])).toThrow('Port at index 1 is a duplicate.');
    one.port1.postMessage('', [two.port1]);
    expect(() => one.port1.postMessage('', [two.port1])).toThrow('Port at index 0 is already neutered.');
    expect(() => one.port1.postMessage('', ['a port' as never])).toThrow('Invalid value for transfer');
    expect(() => one.port1.postMessage(() => 1)).toThrow('An object could not be cloned.');
  });
});

describe('ports to a page', () => {
  it('announces a port before what waits in it, and tells the page that it was closed', async () => {
    const sent: unknown[] = [];
    const link = new PortLink((message) => sent.push(message));
    const { port1, port2 } = new MessageChannelMain();
    port1.postMessage('waits');
    await turn();
    link.give(takeEnds([port2]), (names) => sent.push({ names }));
    const [{ names }] = sent as [{ names: string[] }];
    expect(sent).toEqual([{ names }, { kind: 'port', port: names[0], data: encode('waits') }]);
    port1.close();
    await turn();
    expect(sent.at(-1)).toEqual({ kind: 'port-closed', port: names[0] });
  });

  it('closes the end of main when the page is gone', async () => {
    const sent: PortMessage[] = [];
    const link = new PortLink((message) => sent.push(message));
    const port = link.take('page-1');
    const closed = once(port, 'close');
    link.hear({ kind: 'port', port: 'page-1', data: encode('one') });
    const got = collect(port);
    port.start();
    await turn();
    expect(got).toEqual(['one']);
    link.drop();
    await closed;
    port.postMessage('to nobody');
    await turn();
    expect(sent).toEqual([]);
  });
});

describe('values on their way', () => {
  it.each([
    new Date(5),
    new Map<unknown, unknown>([['key', new Set([1n])]]),
    new Uint8Array([1, 2, 3]),
    [undefined, null, Number.NaN, -0],
    /x/g,
    { deep: { er: ['text'] } },
  ])('come back as they were: %s', (value) => {
    expect(decode(encode(value))).toEqual(value);
  });

  it('errors keep their name and words, cycles close', () => {
    const error = decode(encode(new RangeError('too far'))) as Error;
    expect([error.name, error.message, error instanceof Error]).toEqual(['RangeError', 'too far', true]);
    const loop: { self?: unknown } = {};
    loop.self = loop;
    const back = decode(encode(loop)) as typeof loop;
    expect(back.self).toBe(back);
  });
});
