import { createStore } from './store.ts';

/**
 * What pages and the shell say to each other: which create dialog is open, whether the search is, whether the core is
 * reached. Small stores instead of props, because a page and the shell have no common parent that should know either.
 */

export type CreateId = 'new.student' | 'new.complaint' | 'new.follow-up';
/** What the opener already knows, e.g. `{ studentId }`. */
export type CreateParams = Readonly<Record<string, string>>;
export interface OpenCreate {
  readonly id: CreateId;
  readonly params: CreateParams;
}

const creating = createStore<OpenCreate | null>(null);
const searching = createStore(false);
const connected = createStore(true);

/** Opens the dialog that records something new, from anywhere: `openCreate('new.complaint', { studentId })`. */
export function openCreate(id: CreateId, params: CreateParams = {}): void {
  creating.set({ id, params });
}
export function closeCreate(): void {
  creating.set(null);
}
export const useOpenCreate = creating.use;

export function openSearch(): void {
  searching.set(true);
}
export function closeSearch(): void {
  searching.set(false);
}
export const useSearchOpen = searching.use;

/** The transport says whether the core is reached; the foot shows it. */
export function setConnected(value: boolean): void {
  connected.set(value);
}
export const useConnected = connected.use;
