/**
 * contextBridge: the two worlds of a page share no object, only a window. They talk in synchronous events on it, whose `detail`
 * Chromium clones; functions, promises and errors cross as numbers.
 */

type Coded =
  | { is: 'value'; value: unknown }
  | { is: 'function' | 'promise'; id: number }
  | { is: 'error'; message: string }
  | { is: 'list'; items: Coded[] }
  | { is: 'object'; entries: [string, Coded][] };
type Message =
  | { say: 'expose'; name: string; value: Coded }
  | { say: 'call'; id: number; args: Coded[] }
  | { say: 'settled'; id: number; ok: boolean; value: Coded }
  | { say: 'reply'; ok: boolean; value: Coded };
type Settle = { resolve: (value: unknown) => void; reject: (reason: unknown) => void };

const DEEPEST = 1000;

export type Bridge = { expose(name: string, value: unknown): void };

/** One side of the bridge. The events are bound at once, before the page could put something in their place. */
export function openBridge(key: string, side: 'isolated' | 'main'): Bridge {
  const there = `${key}-${side === 'isolated' ? 'main' : 'isolated'}`;
  const listen = window.addEventListener.bind(window);
  const dispatch = window.dispatchEvent.bind(window);
  const Carrier = CustomEvent;
  const functions = new Map<number, (...args: unknown[]) => unknown>();
  const promises = new Map<number, Settle>();
  let last = 0;
  let reply: { ok: boolean; value: Coded } | undefined;

  const say = (message: Message): void => void dispatch(new Carrier(there, { detail: message }));
  const ask = (message: Message): unknown => {
    say(message);
    if (!reply) throw new Error('stand-in: the other world did not answer');
    const value = decode(reply.value);
    if (!reply.ok) throw value;
    return value;
  };

  function encode(value: unknown, depth = 0): Coded {
    if (depth > DEEPEST)
      throw new TypeError(`Electron contextBridge recursion depth exceeded.  Nested objects deeper than ${DEEPEST} are not supported.`);
    if (typeof value === 'function') {
      functions.set(++last, value as (...args: unknown[]) => unknown);
      return { is: 'function', id: last };
    }
    if (typeof value === 'symbol') throw new TypeError('An object could not be cloned.');
    if (value === null || typeof value !== 'object') return { is: 'value', value };
    if (value instanceof Promise) {
      const id = ++last;
      value.then(
        (result) => say({ say: 'settled', id, ok: true, value: encode(result) }),
        (error) => say({ say: 'settled', id, ok: false, value: encode(error) }),
      );
      return { is: 'promise', id };
    }
    if (value instanceof Error) return { is: 'error', message: value.message };
    if (Array.isArray(value)) return { is: 'list', items: value.map((item) => encode(item, depth + 1)) };
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype === Object.prototype || prototype === null) {
      return { is: 'object', entries: Object.entries(value).map(([name, item]) => [name, encode(item, depth + 1)]) };
    }
    try {
      return { is: 'value', value: structuredClone(value) };
    } catch {
      throw new TypeError('An object could not be cloned.');
    }
  }

  function decode(coded: Coded): unknown {
    switch (coded.is) {
      case 'value':
        return coded.value;
      case 'error':
        return new Error(coded.message);
      case 'list':
        return coded.items.map(decode);
      case 'object':
        return Object.fromEntries(coded.entries.map(([name, item]) => [name, decode(item)]));
      case 'promise':
        return new Promise((resolve, reject) => promises.set(coded.id, { resolve, reject }));
      case 'function':
        return (...args: unknown[]) => ask({ say: 'call', id: coded.id, args: args.map((arg) => encode(arg)) });
    }
  }

  function answer(message: Extract<Message, { say: 'expose' | 'call' }>): void {
    try {
      const result =
        message.say === 'expose' ? put(message.name, decode(message.value)) : functions.get(message.id)?.(...message.args.map(decode));
      say({ say: 'reply', ok: true, value: encode(result) });
    } catch (error) {
      say({ say: 'reply', ok: false, value: { is: 'error', message: error instanceof Error ? error.message : String(error) } });
    }
  }

  listen(`${key}-${side}`, (event) => {
    event.stopImmediatePropagation();
    const message = (event as CustomEvent<Message>).detail;
    if (message.say === 'reply') reply = message;
    else if (message.say === 'settled') {
      const waiting = promises.get(message.id);
      promises.delete(message.id);
      waiting?.[message.ok ? 'resolve' : 'reject'](decode(message.value));
    } else answer(message);
  });

  return { expose: (name, value) => void ask({ say: 'expose', name, value: encode(value) }) };
}

function put(name: string, value: unknown): void {
  if (Object.hasOwn(window, name)) throw new Error('Cannot bind an API on top of an existing property on the window object');
  Object.defineProperty(window, name, { value: deepFrozen(value), enumerable: true, configurable: false, writable: false });
}

function deepFrozen(value: unknown): unknown {
  if (value !== null && typeof value === 'object' && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFrozen);
  }
  return value;
}
