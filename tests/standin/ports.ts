import { EventEmitter } from 'node:events';
import { StandInError } from './strict.ts';
import { decode, encode, type PortMessage } from './wire.ts';

/**
 * MessageChannelMain and its ports. A pipe has two ends; an end is held by a MessagePortMain, by a page (through a Link), or is on
 * its way from one to the other. Messages wait at the end until somebody who has started holds it.
 */

type Parcel = { data: string; ends: PipeEnd[] };

class PipeEnd {
  peer!: PipeEnd;
  holder: MessagePortMain | undefined;
  page: { message(data: string): void; closed(): void } | undefined;
  queue: Parcel[] = [];
  closed = false;

  deliver(parcel: Parcel): void {
    if (this.closed) return;
    if (this.page) {
      if (parcel.ends.length > 0) throw new StandInError('stand-in: a port inside a port message to a page is not supported');
      this.page.message(parcel.data);
    } else if (this.holder && isStarted(this.holder)) emitMessage(this.holder, parcel);
    else this.queue.push(parcel);
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    setImmediate(() => this.peer.peerClosed());
  }

  private peerClosed(): void {
    if (this.closed) return;
    this.closed = true;
    if (this.page) this.page.closed();
    else if (this.holder) emitClose(this.holder);
  }
}

/** What a port keeps to itself. `end` is gone once the port was transferred. */
const inner = new WeakMap<MessagePortMain, { end: PipeEnd | undefined; started: boolean }>();
const innerOf = (port: MessagePortMain): { end: PipeEnd | undefined; started: boolean } => inner.get(port)!;
const isStarted = (port: MessagePortMain): boolean => innerOf(port).started;

function emitMessage(port: MessagePortMain, { data, ends }: Parcel): void {
  port.emit('message', { data: decode(data), ports: ends.map(portFor) });
}

function emitClose(port: MessagePortMain): void {
  setImmediate(() => port.emit('close'));
}

export class MessagePortMain extends EventEmitter {
  postMessage(message: unknown, transfer: MessagePortMain[] = []): void {
    const { end } = innerOf(this);
    if (!end) return;
    const data = encode(message);
    const ends = takeEnds(transfer, this);
    if (!end.closed) setImmediate(() => end.peer.deliver({ data, ends }));
  }

  start(): void {
    const own = innerOf(this);
    if (!own.end || own.started) return;
    own.started = true;
    const waiting = own.end.queue.splice(0);
    setImmediate(() => {
      for (const parcel of waiting) emitMessage(this, parcel);
    });
  }

  close(): void {
    const { end } = innerOf(this);
    if (!end || end.closed) return;
    end.close();
    emitClose(this);
  }
}

function portFor(end: PipeEnd): MessagePortMain {
  const port = new MessagePortMain();
  inner.set(port, { end, started: false });
  end.holder = port;
  return port;
}

function makePipe(): [PipeEnd, PipeEnd] {
  const [one, two] = [new PipeEnd(), new PipeEnd()];
  one.peer = two;
  two.peer = one;
  return [one, two];
}

export class MessageChannelMain {
  readonly port1: MessagePortMain;
  readonly port2: MessagePortMain;
  constructor() {
    const [one, two] = makePipe();
    this.port1 = portFor(one);
    this.port2 = portFor(two);
  }
}

/** Takes the ends out of ports that are being transferred; the ports are dead afterwards. Throws in Electron's words. */
export function takeEnds(ports: readonly MessagePortMain[], source?: MessagePortMain): PipeEnd[] {
  if (!Array.isArray(ports)) throw new TypeError('Invalid value for transfer');
  const seen = new Set<MessagePortMain>();
  ports.forEach((port, index) => {
    if (!(port instanceof MessagePortMain)) throw new TypeError('Invalid value for transfer');
    if (port === source) throw new Error(`Port at index ${index} contains the source port.`);
    if (!innerOf(port).end) throw new Error(`Port at index ${index} is already neutered.`);
    if (seen.has(port)) throw new Error(`Port at index ${index} is a duplicate.`);
    seen.add(port);
  });
  return ports.map((port) => {
    const own = innerOf(port);
    const end = own.end!;
    own.end = undefined;
    end.holder = undefined;
    return end;
  });
}

/** Carries ports between main and one page: the page's end of each is known by a name that both sides use. */
export class PortLink {
  private readonly ends = new Map<string, PipeEnd>();
  private readonly send: (message: PortMessage) => void;
  private last = 0;

  constructor(send: (message: PortMessage) => void) {
    this.send = send;
  }

  /** Hands ends to the page. `announce` must reach it before the messages that wait in them. */
  give(ends: readonly PipeEnd[], announce: (names: string[]) => void): void {
    const names = ends.map(() => `main-${++this.last}`);
    announce(names);
    for (const [index, end] of ends.entries()) this.bind(names[index]!, end);
  }

  /** A port of main for one that the page has sent. */
  take(name: string): MessagePortMain {
    const [far, near] = makePipe();
    this.bind(name, far);
    return portFor(near);
  }

  /** A message of the page about a port. */
  hear(message: PortMessage): void {
    const end = this.ends.get(message.port);
    if (message.kind === 'port') {
      if (end) setImmediate(() => end.peer.deliver({ data: message.data, ends: [] }));
      return;
    }
    this.ends.delete(message.port);
    end?.close();
  }

  /** The page is gone, and with it its end of every port. */
  drop(): void {
    for (const end of this.ends.values()) end.close();
    this.ends.clear();
  }

  private bind(name: string, end: PipeEnd): void {
    this.ends.set(name, end);
    end.page = {
      message: (data) => this.send({ kind: 'port', port: name, data }),
      closed: () => {
        this.ends.delete(name);
        this.send({ kind: 'port-closed', port: name });
      },
    };
    for (const { data } of end.queue.splice(0)) end.page.message(data);
  }
}
