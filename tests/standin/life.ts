import { EventEmitter } from 'node:events';

/** How far the program is. Electron's modules may be used only before, or only after, the app is ready. */
export const life = { ready: false, quitting: false };

export function needReady(message: string): void {
  if (!life.ready) throw new Error(message);
}

export function onlyBeforeReady(message: string): void {
  if (life.ready) throw new Error(message);
}

/** The event object of Electron's main process. */
export class MainEvent {
  defaultPrevented = false;
  preventDefault(): void {
    this.defaultPrevented = true;
  }
}

/** A MainEvent with what the event says about itself. */
export function eventWith<T extends object>(more: T): MainEvent & T {
  return Object.assign(new MainEvent(), more);
}

/** What app and windows tell each other, so that neither has to import the other. */
export const among = new EventEmitter<{ 'all-closed': []; 'window-created': [object]; 'contents-created': [object] }>();
