import { describe, expect, it } from 'vitest';
import { type Binding, capsOf, createMatcher, type KeyPress, nameOf } from '#renderer/lib/key-matcher.ts';
import { foldedShortcuts, shortcuts } from '#shared/rules/key-table.ts';
import en from '../../src-renderer/locales/en/keys.json' with { type: 'json' };
import zh from '../../src-renderer/locales/zh-CN/keys.json' with { type: 'json' };

const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...more,
});
const bindings: Binding[] = [
  { id: 'down', keys: ['j', 'arrowdown'] },
  { id: 'new.complaint', keys: ['n c'] },
  { id: 'go.complaints', keys: ['g c'] },
  { id: 'search', keys: ['mod+k'] },
  { id: 'save', keys: ['mod+enter'] },
  { id: 'close', keys: ['escape'] },
  { id: 'help', keys: ['?'] },
  { id: 'filter', keys: ['/'] },
  { id: 'change', keys: ['f2'] },
  { id: 'better', keys: ['alt+enter'] },
];
function session(mac = false) {
  const matcher = createMatcher({ mac });
  let at = 0;
  return (key: string, more: Partial<KeyPress> = {}, context: { typing?: boolean; after?: number } = {}) => {
    at += context.after ?? 100;
    return matcher.press(press(key, more), { bindings, typing: context.typing ?? false, at });
  };
}

describe('one press', () => {
  it('finds a single key whatever Caps Lock says', () => {
    expect(session()('j')).toEqual({ kind: 'hit', id: 'down' });
    expect(session()('J')).toEqual({ kind: 'hit', id: 'down' });
    expect(session()('ArrowDown')).toEqual({ kind: 'hit', id: 'down' });
  });
  it('tells a shifted letter from a plain one, but not a shifted sign', () => {
    expect(session()('J', { shiftKey: true })).toEqual({ kind: 'none' });
    expect(session()('?', { shiftKey: true })).toEqual({ kind: 'hit', id: 'help' });
  });
  it('takes full-width punctuation of a Chinese input method', () => {
    expect(session()('？', { shiftKey: true })).toEqual({ kind: 'hit', id: 'help' });
    expect(session()('／')).toEqual({ kind: 'hit', id: 'filter' });
  });
  it('reads mod as Ctrl, and as ⌘ on a Mac', () => {
    expect(session()('k', { ctrlKey: true })).toEqual({ kind: 'hit', id: 'search' });
    expect(session()('k', { metaKey: true })).toEqual({ kind: 'none' });
    expect(session(true)('k', { metaKey: true })).toEqual({ kind: 'hit', id: 'search' });
    expect(session(true)('k', { ctrlKey: true })).toEqual({ kind: 'none' });
  });
  it('leaves a key alone that is held with a modifier of its own', () => {
    expect(session()('j', { ctrlKey: true })).toEqual({ kind: 'none' });
    expect(session()('j', { altKey: true })).toEqual({ kind: 'none' });
  });
  it('has no name for a bare modifier', () => {
    expect(nameOf(press('Shift', { shiftKey: true }), false)).toBeUndefined();
    expect(nameOf(press('Control', { ctrlKey: true }), false)).toBeUndefined();
  });
});

describe('composition', () => {
  it('never fires while an input method composes, not even with Ctrl', () => {
    expect(session()('j', { isComposing: true })).toEqual({ kind: 'none' });
    expect(session()('Enter', { ctrlKey: true, keyCode: 229 })).toEqual({ kind: 'none' });
    expect(session()('Escape', { keyCode: 229 })).toEqual({ kind: 'none' });
  });
});

describe('typing', () => {
  it('lets only Ctrl, Alt, function keys and Esc through', () => {
    const type = session();
    expect(type('j', {}, { typing: true })).toEqual({ kind: 'none' });
    expect(type('?', {}, { typing: true })).toEqual({ kind: 'none' });
    expect(type('Enter', { ctrlKey: true }, { typing: true })).toEqual({ kind: 'hit', id: 'save' });
    expect(type('Enter', { altKey: true }, { typing: true })).toEqual({ kind: 'hit', id: 'better' });
    expect(type('Escape', {}, { typing: true })).toEqual({ kind: 'hit', id: 'close' });
    expect(type('F2', {}, { typing: true })).toEqual({ kind: 'hit', id: 'change' });
  });
  it('does not begin or finish a sequence while typing', () => {
    const type = session();
    expect(type('n', {}, { typing: true })).toEqual({ kind: 'none' });
    expect(type('n')).toEqual({ kind: 'pending', prefix: 'n' });
    expect(type('c', {}, { typing: true })).toEqual({ kind: 'none' });
    expect(type('c')).toEqual({ kind: 'none' });
  });
});

describe('sequences', () => {
  it('runs the second key', () => {
    const type = session();
    expect(type('n')).toEqual({ kind: 'pending', prefix: 'n' });
    expect(type('c')).toEqual({ kind: 'hit', id: 'new.complaint' });
    expect(type('g')).toEqual({ kind: 'pending', prefix: 'g' });
    expect(type('c')).toEqual({ kind: 'hit', id: 'go.complaints' });
  });
  it('survives a bare modifier between', () => {
    const type = session();
    type('n');
    expect(type('Shift', { shiftKey: true })).toEqual({ kind: 'none' });
    expect(type('c')).toEqual({ kind: 'hit', id: 'new.complaint' });
  });
  it('forgets after the time-out', () => {
    const type = session();
    type('n');
    expect(type('c', {}, { after: 1501 })).toEqual({ kind: 'none' });
  });
  it('takes a wrong second key as a first one', () => {
    const type = session();
    type('n');
    expect(type('j')).toEqual({ kind: 'hit', id: 'down' });
    type('n');
    expect(type('g')).toEqual({ kind: 'pending', prefix: 'g' });
    expect(type('c')).toEqual({ kind: 'hit', id: 'go.complaints' });
  });
  it('is not completed by its own held key', () => {
    const type = session();
    type('g');
    expect(type('g', { repeat: true })).toEqual({ kind: 'none' });
    expect(type('c')).toEqual({ kind: 'hit', id: 'go.complaints' });
  });
});

describe('the table', () => {
  it('has each id once and words for each in both languages', () => {
    const ids = shortcuts.map((entry) => entry.id);
    expect(new Set(ids).size).toBe(ids.length);
    const words = (file: { do: Record<string, string> }) => Object.keys(file.do).sort();
    const wanted = ids.filter((id) => !foldedShortcuts.has(id)).sort();
    expect(words(zh)).toEqual(wanted);
    expect(words(en)).toEqual(wanted);
  });
  it('gives no key to two shortcuts of one scope, nor to one in a scope and one everywhere', () => {
    const everywhere = new Set(['global', 'go', 'create']);
    for (const a of shortcuts) {
      for (const b of shortcuts) {
        if (a.id >= b.id || (a.scope !== b.scope && !everywhere.has(a.scope) && !everywhere.has(b.scope))) continue;
        for (const keys of a.keys) {
          const clash = (b.keys as readonly string[]).some(
            (other) => other === keys || other.startsWith(`${keys} `) || keys.startsWith(`${other} `),
          );
          expect(clash, `${a.id} and ${b.id} share ${keys}`).toBe(false);
        }
      }
    }
  });
});

describe('key caps', () => {
  it('prints what is on the keyboard', () => {
    expect(capsOf('mod+enter', false)).toEqual(['Ctrl', '↵']);
    expect(capsOf('mod+k', true)).toEqual(['⌘', 'K']);
    expect(capsOf('n c', false)).toEqual(['N', 'C']);
    expect(capsOf('alt+1-4', false)).toEqual(['Alt', '1–4']);
    expect(capsOf('f2', false)).toEqual(['F2']);
    expect(capsOf('/', false)).toEqual(['/']);
  });
});
