import { EventEmitter } from 'node:events';
import type { IpcMainInvokeEvent } from 'electron';
import { strict } from '../strict.ts';

type InvokeHandler = (event: IpcMainInvokeEvent, ...args: never[]) => unknown;

/** Who answers `ipcRenderer.invoke`, by channel. */
export const invokeHandlers = new Map<string, InvokeHandler>();

export const ipcMain = strict(
  Object.assign(new EventEmitter(), {
    handle(channel: string, handler: InvokeHandler): void {
      if (invokeHandlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`);
      if (typeof handler !== 'function') throw new TypeError(`Expected handler to be a function, but found type '${typeof handler}'`);
      invokeHandlers.set(channel, handler);
    },
    removeHandler(channel: string): void {
      invokeHandlers.delete(channel);
    },
  }),
  'ipcMain',
);
