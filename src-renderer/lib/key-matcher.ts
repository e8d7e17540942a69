/**
 * The pure core of the keyboard: what a key press means. No DOM, no React, so that it can be tested as a table.
 *
 * A combination is written `mod+enter`, `alt+1`, `?`, `j`; a sequence has a space: `n c`. `mod` is Ctrl, and ⌘ on a Mac.
 */

export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  readonly isComposing?: boolean;
  readonly keyCode?: number;
  readonly repeat?: boolean;
}

export interface Binding {
  readonly id: string;
  /** alternatives; each is one combination or a sequence of them */
  readonly keys: readonly string[];
}

export type MatchResult =
  | { readonly kind: 'hit'; readonly id: string }
  | { readonly kind: 'pending'; readonly prefix: string }
  | { readonly kind: 'none' };

/** How long the first key of a sequence waits for the second, in ms. */
export const SEQUENCE_TIMEOUT = 1500;

/** True while an input method is composing; every Enter and every shortcut asks this first. 229 is what Chromium sends for the key that ends a composition. */
export function isComposing(press: { isComposing?: boolean; keyCode?: number }): boolean {
  return press.isComposing === true || press.keyCode === 229;
}

// with a Chinese input method switched on, punctuation arrives full width although nothing is being composed
const FULL_WIDTH: Readonly<Record<string, string>> = { '？': '?', '／': '/', '、': '/', '，': ',', '。': '.' };
const NAMED: Readonly<Record<string, string>> = { ' ': 'space', esc: 'escape', return: 'enter' };
const MODIFIERS: ReadonlySet<string> = new Set([
  'control',
  'shift',
  'alt',
  'meta',
  'altgraph',
  'capslock',
  'fn',
  'os',
  'process',
  'dead',
  'unidentified',
]);

/**
 * The canonical name of a press, e.g. `mod+enter`; undefined for a bare modifier. Shift is dropped for printable signs
 * (`?` needs it on most layouts) and Caps Lock does not matter.
 */
export function nameOf(press: KeyPress, mac: boolean): string | undefined {
  const raw = FULL_WIDTH[press.key] ?? press.key.toLowerCase();
  const key = NAMED[raw] ?? raw;
  if (MODIFIERS.has(key)) return undefined;
  const mod = mac ? press.metaKey : press.ctrlKey;
  const other = mac ? press.ctrlKey : press.metaKey;
  const printable = key.length === 1;
  const letter = printable && key >= 'a' && key <= 'z';
  const shift = press.shiftKey && (!printable || letter);
  return `${mod ? 'mod+' : ''}${other ? 'other+' : ''}${press.altKey ? 'alt+' : ''}${shift ? 'shift+' : ''}${key}`;
}

/** True for combinations that may fire while a person is typing: with Ctrl/⌘ or Alt, a function key, or Esc. */
export function firesWhileTyping(name: string): boolean {
  return name.startsWith('mod+') || name.startsWith('alt+') || name === 'escape' || /^(shift\+)?f\d{1,2}$/.test(name);
}

interface MatcherOptions {
  readonly mac: boolean;
  readonly timeout?: number;
}

export interface Matcher {
  /**
   * @param press what was pressed
   * @param context the bindings that are alive, the strongest first; whether the person types; the time in ms (any origin)
   */
  press(press: KeyPress, context: { readonly bindings: readonly Binding[]; readonly typing: boolean; readonly at: number }): MatchResult;
  reset(): void;
  readonly prefix: string;
}

/** A matcher remembers the started sequence and nothing else. */
export function createMatcher({ mac, timeout = SEQUENCE_TIMEOUT }: MatcherOptions): Matcher {
  let prefix = '';
  let startedAt = 0;

  function find(chord: string, bindings: readonly Binding[]): MatchResult {
    const hit = bindings.find((binding) => binding.keys.includes(chord));
    if (hit) return { kind: 'hit', id: hit.id };
    const begun = bindings.some((binding) => binding.keys.some((keys) => keys.startsWith(`${chord} `)));
    return begun ? { kind: 'pending', prefix: chord } : { kind: 'none' };
  }

  return {
    get prefix() {
      return prefix;
    },
    reset() {
      prefix = '';
    },
    press(press, { bindings, typing, at }) {
      if (isComposing(press)) return { kind: 'none' };
      const name = nameOf(press, mac);
      if (name === undefined) return { kind: 'none' };
      if (typing && !firesWhileTyping(name)) {
        prefix = '';
        return { kind: 'none' };
      }
      const alive = prefix !== '' && at - startedAt <= timeout;
      // a held key must not complete its own sequence
      if (press.repeat && alive && prefix === name) return { kind: 'none' };
      let result = alive ? find(`${prefix} ${name}`, bindings) : find(name, bindings);
      // a wrong second key is forgotten, and then counts as a first one
      if (alive && result.kind === 'none') result = find(name, bindings);
      prefix = result.kind === 'pending' ? result.prefix : '';
      if (result.kind === 'pending') startedAt = at;
      return result;
    },
  };
}

const CAPS: Readonly<Record<string, string>> = {
  enter: '↵',
  escape: 'Esc',
  arrowup: '↑',
  arrowdown: '↓',
  arrowleft: '←',
  arrowright: '→',
  pageup: 'PgUp',
  pagedown: 'PgDn',
  tab: 'Tab',
  space: 'Space',
};

/** What to print on key caps for one written combination: `mod+enter` → `['Ctrl', '↵']`, `n c` → `['N', 'C']`, `1-6` stays. */
export function capsOf(keys: string, mac: boolean): string[] {
  return keys.split(' ').flatMap((chord) =>
    chord.split(/\+(?=.)/).map((part) => {
      if (part === 'mod') return mac ? '⌘' : 'Ctrl';
      if (part === 'alt') return mac ? '⌥' : 'Alt';
      if (part === 'shift') return mac ? '⇧' : 'Shift';
      return (
        CAPS[part] ?? (/^\d-\d$/.test(part) ? part.replace('-', '–') : part.length === 1 || /^f\d/.test(part) ? part.toUpperCase() : part)
      );
    }),
  );
}
