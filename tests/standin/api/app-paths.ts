import { homedir, tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { life } from '../life.ts';
import { note } from '../notes.ts';

/** What the program is and where its folders lie. */
export const info = { root: process.cwd(), name: 'Electron', version: '0.0.0' };
export const switches = new Map<string, string>();

const moved = new Map<string, string>();

const home = homedir();
const defaults: Readonly<Record<string, () => string>> = {
  home: () => home,
  appData: () => process.env.XDG_CONFIG_HOME ?? join(home, '.config'),
  userData: () => switches.get('user-data-dir') ?? join(getPath('appData'), info.name),
  sessionData: () => getPath('userData'),
  temp: () => tmpdir(),
  exe: () => process.execPath,
  desktop: () => join(home, 'Desktop'),
  documents: () => join(home, 'Documents'),
  downloads: () => join(home, 'Downloads'),
  logs: () => join(getPath('userData'), 'logs'),
  crashDumps: () => join(getPath('userData'), 'Crashpad'),
};

export function getPath(name: string): string {
  const found = moved.get(name) ?? defaults[name]?.();
  if (found === undefined) throw new Error(`Failed to get '${name}' path`);
  return found;
}

export function setPath(name: string, path: string): void {
  if (!(name in defaults)) throw new Error('Failed to set path');
  if (!isAbsolute(path)) throw new Error('Path must be absolute');
  if (life.ready && (name === 'userData' || name === 'sessionData'))
    note('stand-in', `app.setPath('${name}') after ready: the browser keeps the old profile`);
  moved.set(name, path);
}
