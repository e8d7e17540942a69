import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { ProgramPort } from '#main/base/os.ts';
import { Failure } from '#shared/contract/failure.ts';
import type { Scheme } from '#shared/contract/program.ts';
import type { LoginItem } from './login-item.ts';
import type { Machine } from './machine.ts';
import type { Wishes } from './wishes.ts';

/** The contract's own limit for a table (imports.preview). */
const TABLE_BYTES = 60_000_000;

/** A table of this PC as the page gets it. Errors: FILE_UNREADABLE, FILE_TOO_BIG. */
export async function readTable(path: string): Promise<File> {
  try {
    if ((await stat(path)).size > TABLE_BYTES) throw new Failure('FILE_TOO_BIG', { limit: TABLE_BYTES });
    return new File([new Uint8Array(await readFile(path))], basename(path));
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure('FILE_UNREADABLE', { reason: 'damaged' }, { cause: error });
  }
}

export type ProgramPortDeps = {
  machine: { read: () => Machine; write: (machine: Machine) => void };
  loginItem: LoginItem;
  wishes: Pick<Wishes, 'take'>;
  serves: (connectionId: string) => boolean;
  /** The switch was turned: the tray follows. */
  onBackground: () => void;
  onScheme: (scheme: Scheme) => void;
  restart: (options: { safeMode: boolean }) => void;
  facts: () => unknown;
};

/** What the core may ask of the program on this PC. */
export function createProgramPort(deps: ProgramPortDeps): ProgramPort {
  const { machine, loginItem, wishes } = deps;
  return {
    serves: deps.serves,
    versions: () => ({ electron: process.versions.electron ?? '', chromium: process.versions.chrome ?? '' }),
    switches: () => ({ background: machine.read().background, ...loginItem.read() }),
    set: ({ background, openAtLogin }) => {
      if (openAtLogin !== undefined) loginItem.set(openAtLogin);
      if (background === undefined) return;
      machine.write({ ...machine.read(), background });
      deps.onBackground();
    },
    facts: deps.facts,
    // The answer to the call that asked still has to leave.
    restart: (options) => void setImmediate(() => deps.restart(options)),
    takeWish: (staffId) => wishes.take(staffId),
    setScheme: (scheme) => {
      if (machine.read().scheme !== scheme) machine.write({ ...machine.read(), scheme });
      deps.onScheme(scheme);
    },
  };
}
