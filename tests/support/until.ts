import { vi } from 'vitest';

/** A machine that others load too may need this long; whoever waits goes on as soon as it is there. Vitest's own second is too short. */
const PATIENCE_MS = 25_000;

/** Waits until `look` throws no more, and answers what it answers. Its last error when it still does after `patience` ms. */
export const until = <T>(look: () => T | Promise<T>, patience = PATIENCE_MS): Promise<T> => vi.waitFor(look, { timeout: patience });
