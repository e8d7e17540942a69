import { useSyncExternalStore } from 'react';

/**
 * A table that came from outside of a page: dropped on the window, or opened with the program. It waits here until the import
 * screen takes it; who goes there is for whoever offers it.
 */

let waiting: File | null = null;
const listeners = new Set<() => void>();

function set(file: File | null): void {
  waiting = file;
  for (const listener of listeners) listener();
}

export function offerFile(file: File): void {
  set(file);
}

/** Takes the file away; the next one to look finds none. */
export function takeFile(): void {
  set(null);
}

/** The file that waits now. */
export function useWaitingFile(): File | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => waiting,
  );
}
