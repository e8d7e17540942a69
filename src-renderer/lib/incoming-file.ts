import { createStore } from './store.ts';

/**
 * A table that came from outside of a page: dropped on the window, or opened with the program. It waits here until the import
 * screen takes it; who goes there is for whoever offers it.
 */

const waiting = createStore<File | null>(null);

export function offerFile(file: File): void {
  waiting.set(file);
}

/** Takes the file away; the next one to look finds none. */
export function takeFile(): void {
  waiting.set(null);
}

/** The file that waits now. */
export function useWaitingFile(): File | null {
  return waiting.use();
}
