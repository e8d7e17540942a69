import { createContext, type ReactNode, useContext, useEffect, useId, useLayoutEffect, useMemo, useRef } from 'react';
import { type ShortcutId, shortcutOf } from '#shared/rules/key-table.ts';
import { type Binding, createMatcher } from './key-matcher.ts';
import { createStore } from './store.ts';

export { isComposing } from './key-matcher.ts';

/** True on a Mac, where Ctrl means ⌘. */
export const isMac = typeof navigator !== 'undefined' && /mac|iphone|ipad/i.test(navigator.platform);

interface Registration {
  readonly id: ShortcutId;
  readonly layer: string;
  readonly run: (event: KeyboardEvent) => void;
}

const ROOT_LAYER = 'root';
const matcher = createMatcher({ mac: isMac });
// the last one registered is the strongest: the page over the shell, the dialog over the page
const registrations = createStore<readonly Registration[]>([]);
let layers: readonly string[] = [ROOT_LAYER];
const prefix = createStore('');

const TEXT_INPUTS = new Set([
  'text',
  'search',
  'tel',
  'url',
  'email',
  'password',
  'number',
  'date',
  'time',
  'datetime-local',
  'month',
  'week',
  '',
]);

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  if (target instanceof HTMLInputElement) return TEXT_INPUTS.has(target.type) && !target.readOnly;
  return false;
}

/** Enter and the arrows belong to the control that has the focus; a list row's shortcut must not take them from it. */
function belongsToControl(name: string, target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  if (name !== 'Enter' && !name.startsWith('Arrow') && name !== 'Home' && name !== 'End') return false;
  return (
    target.closest(
      'a[href],button,input,select,textarea,[role="tab"],[role="radio"],[role="option"],[role="menuitem"],[role="slider"],[role="listbox"],[role="menu"]',
    ) !== null
  );
}

/** Inside a menu, a list of choices or a popover single keys are its own, and Esc closes it and nothing behind it. */
function inFloating(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  return target.closest('[role="menu"],[role="listbox"],[role="dialog"]:not([aria-modal="true"]),[aria-expanded="true"]') !== null;
}

function onKeyDown(event: KeyboardEvent): void {
  // a list of choices takes every Enter for itself, but Ctrl Enter saves from any field
  const saves = event.key === 'Enter' && (event.ctrlKey || event.metaKey);
  if (event.defaultPrevented && !saves) return;
  const top = layers[layers.length - 1]!;
  // a dialog that did not make a layer of its own still keeps single keys from the page behind it
  const covered = top === ROOT_LAYER && document.querySelector('[aria-modal="true"]') !== null;
  const alive = registrations
    .get()
    .filter((entry) => shortcutOf(entry.id).always || (entry.layer === top && !covered))
    .reverse();
  const bindings: Binding[] = alive.map((entry) => shortcutOf(entry.id));
  if (belongsToControl(event.key, event.target) && !event.ctrlKey && !event.metaKey && !event.altKey) return;
  const floating = inFloating(event.target);
  if (floating && event.key === 'Escape') return;
  // when it was pressed, not when a busy page came to it
  const result = matcher.press(event, { bindings, typing: floating || isTyping(event.target), at: event.timeStamp });
  prefix.set(result.kind === 'pending' ? result.prefix : '');
  if (result.kind !== 'hit') return;
  const entry = alive.find((candidate) => candidate.id === result.id);
  if (!entry) return;
  event.preventDefault();
  entry.run(event);
}

/** Starts listening; called once by the providers. Returns the stop function. */
export function startKeys(): () => void {
  const forget = () => {
    matcher.reset();
    prefix.set('');
  };
  document.addEventListener('keydown', onKeyDown);
  window.addEventListener('blur', forget);
  return () => {
    document.removeEventListener('keydown', onKeyDown);
    window.removeEventListener('blur', forget);
  };
}

const LayerContext = createContext(ROOT_LAYER);

/** While mounted, only shortcuts registered inside it (and those marked `always`) fire. Dialogs use it. */
export function KeyLayer({ children }: { children: ReactNode }) {
  const id = useId();
  useLayoutEffect(() => {
    layers = [...layers, id];
    matcher.reset();
    return () => {
      layers = layers.filter((layer) => layer !== id);
    };
  }, [id]);
  return <LayerContext value={id}>{children}</LayerContext>;
}

/**
 * Runs `fn` when the shortcut of that id is pressed and this component's layer is on top. The last component that
 * registered wins. `enabled: false` takes it away.
 */
export function useShortcut(id: ShortcutId, fn: (event: KeyboardEvent) => void, options: { enabled?: boolean } = {}): void {
  const layer = useContext(LayerContext);
  const enabled = options.enabled ?? true;
  const latest = useRef(fn);
  useLayoutEffect(() => {
    latest.current = fn;
  });
  // before it is painted: a key that comes as soon as something is there to be seen is heard
  useLayoutEffect(() => {
    if (!enabled) return;
    const entry: Registration = { id, layer, run: (event) => latest.current(event) };
    registrations.set([...registrations.get(), entry]);
    return () => {
      registrations.set(registrations.get().filter((other) => other !== entry));
    };
  }, [id, layer, enabled]);
}

/** The begun sequence, e.g. `n`; empty when none. The "new" menu opens on it. */
export function useKeyPrefix(): string {
  return prefix.use();
}

/** Forgets a begun sequence, e.g. when its menu was closed. */
export function dropKeyPrefix(): void {
  matcher.reset();
  prefix.set('');
}

/** Ids that some component answers to now; the cheat sheet marks the rest as "elsewhere". */
export function useAliveShortcuts(): ReadonlySet<ShortcutId> {
  const snapshot = registrations.use();
  return useMemo(() => new Set(snapshot.map((entry) => entry.id)), [snapshot]);
}

export interface PageHint {
  /** one id or several that share a word (`j` `k`) */
  readonly id: ShortcutId | readonly ShortcutId[];
  /** word if not the table's own */
  readonly label?: string;
}

const hintStack = createStore<readonly { readonly key: string; readonly hints: readonly PageHint[] }[]>([]);
const NO_HINTS: readonly PageHint[] = [];

/** Key hints for the foot, for as long as the calling page (or dialog) is mounted; the last caller wins. */
export function usePageHints(hints: readonly PageHint[]): void {
  const key = useId();
  const text = JSON.stringify(hints);
  useEffect(() => {
    hintStack.set([...hintStack.get().filter((entry) => entry.key !== key), { key, hints: JSON.parse(text) as PageHint[] }]);
    return () => {
      hintStack.set(hintStack.get().filter((entry) => entry.key !== key));
    };
  }, [key, text]);
}

/** What the foot shows. */
export function useCurrentHints(): readonly PageHint[] {
  return hintStack.use().at(-1)?.hints ?? NO_HINTS;
}
