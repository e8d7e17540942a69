import type { IpcMainInvokeEvent } from 'electron';
import { eventWith } from '../life.ts';
import { note, noteError } from '../notes.ts';
import type { MessagePortMain } from '../ports.ts';
import { decode, encode, type FromPage, type ToPage } from '../wire.ts';
import { invokeHandlers, ipcMain } from './ipc-main.ts';

type Sent = Extract<FromPage, { kind: 'send' | 'invoke' }>;
type Origin = { sender: object; senderFrame: object; ports: MessagePortMain[] };

/** Hands a message of a page to whoever listens in main. One that nobody hears, or that fails, is noted. */
export function receive(message: Sent, origin: Origin, reply: (answer: ToPage) => void): void {
  const { channel } = message;
  const args = decode(message.data) as unknown[];
  const event = eventWith({ ...origin, processId: 1, frameId: 1 });
  if (message.kind === 'send') {
    if (!ipcMain.emit(channel, event, ...args)) note('ipc', `nobody listens to '${channel}' sent by the page`);
    return;
  }
  const handler = invokeHandlers.get(channel);
  if (!handler) {
    note('ipc', `no handler is registered for '${channel}'`);
    reply({ kind: 'answer', id: message.id, error: `Error: No handler registered for '${channel}'` });
    return;
  }
  const work = async (): Promise<unknown> => handler(event as unknown as IpcMainInvokeEvent, ...(args as never[]));
  work()
    .then((value) => reply({ kind: 'answer', id: message.id, data: encode(value) }))
    .catch((error: unknown) => {
      noteError('ipc handler', error, channel);
      reply({ kind: 'answer', id: message.id, error: String(error) });
    });
}
