import { keysOf, type ShortcutId } from '#shared/rules/key-table.ts';

const NAMES: Readonly<Record<string, string>> = { mod: 'CmdOrCtrl', ctrl: 'Ctrl', alt: 'Alt', shift: 'Shift', '+': 'Plus' };

/** A combination of the key table as Electron writes it: `mod+shift+l` → `CmdOrCtrl+Shift+L`. */
function written(keys: string): string {
  return keys
    .split(/\+(?=.)/)
    .map((part) => NAMES[part] ?? part.toUpperCase())
    .join('+');
}

/** The accelerators of a shortcut of the one table, the shown one first. */
export function acceleratorsOf(id: ShortcutId, platform: NodeJS.Platform): [string, ...string[]] {
  const [first, ...more] = keysOf(id, platform === 'darwin').map(written);
  if (first === undefined) throw new Error(`${id} has no keys`);
  return [first, ...more];
}
