import { createORPCClient, DynamicLink } from '@orpc/client';
import { RPCLink as FetchLink } from '@orpc/client/fetch';
import { RPCLink as PortLink } from '@orpc/client/message-port';
import type { ContractRouterClient } from '@orpc/contract';
import { PERSON_HEADER } from '#shared/contract/base.ts';
import type { Contract } from '#shared/contract/index.ts';
import { spokenFor } from './person.ts';

/**
 * The one way from a screen to the core. In the desktop window the preload hands over a MessagePort; in a browser it is
 * HTTP with the page's own header, after the one-time token of the link was changed for a cookie (spec/trust.md, "Web host").
 */

export type DeskClient = ContractRouterClient<Contract>;

/** What the preload of the desktop host puts on the window. `connect` asks for a port; it arrives as a window message. */
export interface DeskBridge {
  readonly connect: () => void;
}

declare global {
  interface Window {
    readonly desk?: DeskBridge;
  }
}

/** The message with which the preload hands the port over. */
export const PORT_MESSAGE = 'desk:port';
/** Every request of our pages carries it; a foreign page cannot set it. */
const PAGE_HEADERS = { 'x-desk-page': '1' };
const personHeader = (): Record<string, string> => {
  const staffId = spokenFor();
  return staffId === null ? {} : { [PERSON_HEADER]: staffId };
};
/** Tabs tell each other that a link has let this browser in. */
const DOOR_CHANNEL = 'desk.door';

function portLink(bridge: DeskBridge): DynamicLink<Record<never, never>> {
  let current: Promise<PortLink<Record<never, never>>> | undefined;
  let give: ((port: MessagePort) => void) | undefined;

  window.addEventListener('message', (event) => {
    const port = event.ports[0];
    if (event.source !== window || event.data !== PORT_MESSAGE || !port) return;
    give?.(port);
  });
  const ask = () => {
    const asked = new Promise<PortLink<Record<never, never>>>((resolve) => {
      give = (port) => {
        // the core was started anew: the next call asks for another port
        port.addEventListener('close', () => {
          if (current === asked) current = undefined;
        });
        port.start();
        resolve(new PortLink({ port, headers: personHeader }));
      };
    });
    bridge.connect();
    return asked;
  };
  current = ask();
  return new DynamicLink(() => {
    current ??= ask();
    return current;
  });
}

/** The token of `#token=…`, taken out of the address at once so that neither history nor a copied link keeps it. */
function takeToken(): string | undefined {
  const token = /^#token=([\w-]+)$/.exec(location.hash)?.[1];
  if (token) history.replaceState(history.state, '', location.pathname + location.search);
  return token;
}

/** Changes the token for a session. A failure shows itself in the next call, which is refused with NO_SESSION. */
async function enter(token: string): Promise<void> {
  try {
    const answer = await fetch('/session', {
      method: 'POST',
      headers: { ...PAGE_HEADERS, 'content-type': 'application/json' },
      body: JSON.stringify({ token }),
    });
    if (answer.ok) new BroadcastChannel(DOOR_CHANNEL).postMessage(null);
  } catch {
    // not reached: the next call says so
  }
}

function httpLink(): DynamicLink<Record<never, never>> {
  const link = new FetchLink({ url: `${location.origin}/rpc`, headers: () => ({ ...PAGE_HEADERS, ...personHeader() }) });
  const token = takeToken();
  let entered = token ? enter(token) : Promise.resolve();
  // a new link pasted into an open tab changes the fragment only
  window.addEventListener('hashchange', () => {
    const next = takeToken();
    if (next) entered = enter(next).then(() => location.reload());
  });
  return new DynamicLink(async () => {
    await entered;
    return link;
  });
}

/** Calls `onOpen` when another tab of this browser was let in by a new link. */
export function watchDoor(onOpen: () => void): () => void {
  const channel = new BroadcastChannel(DOOR_CHANNEL);
  channel.onmessage = () => onOpen();
  return () => channel.close();
}

/** True in the desktop window, where each window has its own channel to the core. */
export const inDesktop: boolean = typeof window !== 'undefined' && window.desk !== undefined;

/** The typed client of the contract. */
export const client: DeskClient = createORPCClient(typeof window !== 'undefined' && window.desk ? portLink(window.desk) : httpLink());
