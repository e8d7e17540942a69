import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { App } from 'electron';
import { writeFileAtomic } from '#main/base/disk.ts';
import type { Switches } from '#shared/contract/program.ts';

export type LoginItem = {
  read(): Pick<Switches, 'openAtLogin' | 'openAtLoginBlocked'>;
  set(on: boolean): void;
};

export type LoginItemDeps = {
  platform: NodeJS.Platform;
  /** Only an installed program has a place that is still there tomorrow. */
  packaged: boolean;
  app: Pick<App, 'getLoginItemSettings' | 'setLoginItemSettings'>;
  /** The program file as the system starts it; an AppImage is mounted elsewhere each time and names itself. */
  exec: string;
  /** What it was started with and needs again, such as another data folder. */
  args: readonly string[];
  /** Name in the system's own list. */
  name: string;
  /** Where Linux keeps what is started at login. */
  autostartFolder: string;
};

/** One word of an Exec line of a desktop entry, by the rules of the Desktop Entry Specification. */
function quoted(word: string): string {
  return `"${word.replace(/[\\"`$]/g, (sign) => `\\${sign}`).replaceAll('%', '%%')}"`;
}

/** The desktop entry that starts the program at login. In a value a backslash stands for itself only when it is doubled. */
export function desktopEntry({ exec, args, name }: Pick<LoginItemDeps, 'exec' | 'args' | 'name'>): string {
  const line = [exec, ...args].map(quoted).join(' ').replaceAll('\\', '\\\\');
  return [
    '[Desktop Entry]',
    'Type=Application',
    `Name=${name}`,
    `Exec=${line}`,
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');
}

/** Windows hands the arguments on as one line. */
const forWindows = (args: readonly string[]): string[] => args.map((word) => (/[\s"]/.test(word) ? `"${word}"` : word));

/** Opening at login as the system keeps it; what is shown is what the system says, not what was once wished. */
export function createLoginItem(deps: LoginItemDeps): LoginItem {
  const { platform, packaged, app } = deps;
  const blocked = packaged ? null : 'not_installed';
  if (platform === 'linux') {
    const file = join(deps.autostartFolder, 'student-service-desk.desktop');
    return {
      read: () => ({ openAtLogin: packaged && existsSync(file), openAtLoginBlocked: blocked }),
      set: (on) => {
        if (!packaged) return;
        if (!on) return rmSync(file, { force: true });
        mkdirSync(dirname(file), { recursive: true });
        writeFileAtomic(file, desktopEntry(deps), 0o644);
      },
    };
  }
  const args = platform === 'win32' ? { args: forWindows(deps.args) } : {};
  return {
    read: () => {
      if (!packaged) return { openAtLogin: false, openAtLoginBlocked: blocked };
      const { openAtLogin, status } = app.getLoginItemSettings(args);
      return { openAtLogin, openAtLoginBlocked: platform === 'darwin' && status === 'requires-approval' ? 'approval' : null };
    },
    set: (on) => {
      if (packaged) app.setLoginItemSettings({ openAtLogin: on, ...args });
    },
  };
}
