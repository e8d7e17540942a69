/**
 * The one table of shortcuts. It drives the dispatcher of the page and the menu of the desktop program, and prints the cheat
 * sheet, so a key that is not here does not exist. `keys`: alternatives, see lib/key-matcher.ts. `shown`: what the cheat sheet and
 * key caps print if not the first of `keys`. Scope `program`: keys of the desktop window, which its menu acts on. Words are in
 * locales `keys.json` under `do.<id>`.
 */

export type KeyScope = 'global' | 'go' | 'create' | 'list' | 'record' | 'complaints' | 'today' | 'reports' | 'form' | 'program';

export interface Shortcut {
  readonly id: string;
  readonly keys: readonly string[];
  readonly scope: KeyScope;
  readonly shown?: string;
  /** what a Mac has instead of `keys` */
  readonly mac?: readonly string[];
  /** fires even when a dialog is open that did not ask for it */
  readonly always?: boolean;
}

const table = [
  { id: 'search', keys: ['mod+k'], scope: 'global' },
  { id: 'help', keys: ['?'], scope: 'global' },
  { id: 'undo', keys: ['mod+z'], scope: 'global' },
  { id: 'print', keys: ['mod+p'], scope: 'global' },
  { id: 'lock', keys: ['mod+shift+l'], scope: 'global', always: true },
  { id: 'bell', keys: ['g b'], scope: 'go' },

  { id: 'go.today', keys: ['g t'], scope: 'go' },
  { id: 'go.students', keys: ['g s'], scope: 'go' },
  { id: 'go.complaints', keys: ['g c'], scope: 'go' },
  { id: 'go.follow-ups', keys: ['g f'], scope: 'go' },
  { id: 'go.reports', keys: ['g r'], scope: 'go' },
  { id: 'go.settings', keys: ['g ,'], scope: 'go' },

  { id: 'new.student', keys: ['n s'], scope: 'create' },
  { id: 'new.complaint', keys: ['n c'], scope: 'create' },
  { id: 'new.follow-up', keys: ['n f'], scope: 'create' },

  { id: 'list.down', keys: ['j', 'arrowdown'], scope: 'list' },
  { id: 'list.up', keys: ['k', 'arrowup'], scope: 'list' },
  { id: 'list.first', keys: ['home'], scope: 'list', shown: 'Home' },
  { id: 'list.last', keys: ['end'], scope: 'list', shown: 'End' },
  { id: 'list.open', keys: ['o', 'enter'], scope: 'list' },
  { id: 'list.select', keys: ['x'], scope: 'list' },
  { id: 'list.selectAll', keys: ['mod+a'], scope: 'list' },
  { id: 'list.act', keys: ['e'], scope: 'list' },
  { id: 'list.assign', keys: ['a'], scope: 'list' },
  { id: 'list.tag', keys: ['t'], scope: 'list' },
  { id: 'list.filter', keys: ['/'], scope: 'list' },

  { id: 'record.next', keys: ['j'], scope: 'record' },
  { id: 'record.previous', keys: ['k'], scope: 'record' },
  { id: 'record.edit', keys: ['e'], scope: 'record' },
  { id: 'record.add', keys: ['a'], scope: 'record' },
  { id: 'record.tab1', keys: ['1'], scope: 'record', shown: '1-6' },
  { id: 'record.tab2', keys: ['2'], scope: 'record' },
  { id: 'record.tab3', keys: ['3'], scope: 'record' },
  { id: 'record.tab4', keys: ['4'], scope: 'record' },
  { id: 'record.tab5', keys: ['5'], scope: 'record' },
  { id: 'record.tab6', keys: ['6'], scope: 'record' },

  { id: 'complaints.log', keys: ['l'], scope: 'complaints' },
  { id: 'complaints.tell', keys: ['p'], scope: 'complaints' },
  { id: 'complaints.wait', keys: ['w'], scope: 'complaints' },
  { id: 'complaints.hand', keys: ['h'], scope: 'complaints' },
  { id: 'complaints.acknowledge', keys: ['y'], scope: 'complaints' },
  { id: 'complaints.assign', keys: ['a'], scope: 'complaints' },
  { id: 'complaints.amend', keys: ['e'], scope: 'complaints' },

  { id: 'today.later', keys: ['z'], scope: 'today' },

  { id: 'reports.table', keys: ['t'], scope: 'reports' },
  { id: 'reports.earlier', keys: ['arrowleft'], scope: 'reports' },
  { id: 'reports.later', keys: ['arrowright'], scope: 'reports' },

  { id: 'form.save', keys: ['mod+enter'], scope: 'form' },
  { id: 'form.close', keys: ['escape'], scope: 'form' },
  { id: 'form.better', keys: ['alt+enter'], scope: 'form' },
  { id: 'form.change', keys: ['f2'], scope: 'form' },
  { id: 'form.channel1', keys: ['alt+1'], scope: 'form', shown: 'alt+1-5' },
  { id: 'form.channel2', keys: ['alt+2'], scope: 'form' },
  { id: 'form.channel3', keys: ['alt+3'], scope: 'form' },
  { id: 'form.channel4', keys: ['alt+4'], scope: 'form' },
  { id: 'form.channel5', keys: ['alt+5'], scope: 'form' },

  { id: 'program.settings', keys: ['mod+,'], scope: 'program' },
  { id: 'program.reload', keys: ['mod+r'], scope: 'program' },
  { id: 'program.zoomIn', keys: ['mod+=', 'mod++'], scope: 'program' },
  { id: 'program.zoomOut', keys: ['mod+-'], scope: 'program' },
  { id: 'program.zoomReset', keys: ['mod+0'], scope: 'program' },
  { id: 'program.fullscreen', keys: ['f11'], mac: ['ctrl+mod+f'], scope: 'program' },
  { id: 'program.minimize', keys: ['mod+m'], scope: 'program' },
  { id: 'program.close', keys: ['mod+w'], scope: 'program' },
  { id: 'program.quit', keys: ['mod+q'], scope: 'program' },
] as const satisfies readonly Shortcut[];

export type ShortcutId = (typeof table)[number]['id'];

export const shortcuts: readonly (Shortcut & { id: ShortcutId })[] = table;

/** Shortcuts that the cheat sheet shows as part of another one (1–6, Alt 1–5). */
export const foldedShortcuts: ReadonlySet<ShortcutId> = new Set<ShortcutId>([
  'record.tab2',
  'record.tab3',
  'record.tab4',
  'record.tab5',
  'record.tab6',
  'form.channel2',
  'form.channel3',
  'form.channel4',
  'form.channel5',
]);

const byId = new Map<string, Shortcut & { id: ShortcutId }>(shortcuts.map((entry) => [entry.id, entry]));

/** The row of the table; the id is typed, so it is always there. */
export function shortcutOf(id: ShortcutId): Shortcut & { id: ShortcutId } {
  return byId.get(id)!;
}

/** The alternatives of a shortcut on a Mac or elsewhere. */
export function keysOf(id: ShortcutId, mac: boolean): readonly string[] {
  const { keys, mac: onMac } = shortcutOf(id);
  return mac && onMac ? onMac : keys;
}

/** What is printed on caps for a shortcut: its `shown`, else its first alternative. */
export function shownKeys(id: ShortcutId, mac = false): string {
  return shortcutOf(id).shown ?? keysOf(id, mac)[0]!;
}
