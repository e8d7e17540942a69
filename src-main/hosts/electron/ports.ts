import type { IpcMainEvent, MessagePortMain, WebContents, WebFrameMain } from 'electron';
import { ASK_CHANNEL, PORT_CHANNEL } from './channels.ts';
import { ORIGIN } from './protocol.ts';

/** What a request for a port is judged by. */
export type Asker = {
  sender: Pick<WebContents, 'id'>;
  senderFrame: Pick<WebFrameMain, 'origin' | 'parent'> | null;
};

/** Only our window, only its main frame, only a page of our own site. A frame that is already gone gets nothing. */
export function mayAsk(asker: Asker, window: Pick<WebContents, 'id'> | undefined): boolean {
  const { sender, senderFrame } = asker;
  return (
    window !== undefined && sender.id === window.id && senderFrame !== null && senderFrame.parent === null && senderFrame.origin === ORIGIN
  );
}

/** The end that stays with us, and the one that goes to the page. */
export type PortPair = { port1: MessagePortMain; port2: MessagePortMain };

export type PortDeps = {
  ipc: { on(channel: string, listener: (event: IpcMainEvent) => void): unknown };
  makePair: () => PortPair;
  /** The window that may ask now. */
  window: () => Pick<WebContents, 'id'> | undefined;
  /** Puts the core behind a port; resolves when it listens. Waits for a core that is still opening. */
  serve: (port: MessagePortMain) => Promise<void>;
  refused: () => void;
  onError: (error: unknown) => void;
};

export type Ports = {
  /** Ends the port of the page; a page that is still there asks for another one. */
  drop(): void;
};

/**
 * The handshake. A page asks and gets one end of a new channel; whatever port the window had before is closed, so a reload
 * leaves no stream behind. Our end is served and started before the page gets its own, so no call can be missed.
 */
export function handOutPorts(deps: PortDeps): Ports {
  let current: MessagePortMain | undefined;
  const drop = (): void => {
    current?.close();
    current = undefined;
  };
  const give = async (frame: WebFrameMain): Promise<void> => {
    drop();
    const { port1, port2 } = deps.makePair();
    current = port1;
    port1.on('close', () => {
      if (current === port1) current = undefined;
    });
    try {
      await deps.serve(port1);
      // Meanwhile the page may have asked again.
      if (current !== port1) return port1.close();
      port1.start();
      frame.postMessage(PORT_CHANNEL, null, [port2]);
    } catch (error) {
      // Also the way of a frame that went away while the core was opening.
      port1.close();
      throw error;
    }
  };
  deps.ipc.on(ASK_CHANNEL, (event) => {
    if (!mayAsk(event, deps.window()) || !event.senderFrame) {
      deps.refused();
      return;
    }
    give(event.senderFrame).catch(deps.onError);
  });
  return { drop };
}
