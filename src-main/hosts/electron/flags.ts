import { type FlagProblem, type Flags, parseFlags } from '../flags.ts';

/** Flags of ours that take a value, and those that stand alone. */
const VALUED: ReadonlySet<string> = new Set(['--data', '--now', '--lang']);
const ALONE: ReadonlySet<string> = new Set(['--demo', '--safe-mode']);

/** Our own flags out of a command line on which switches of Chromium and of test drivers stand as well. */
export function ownFlags(args: readonly string[]): string[] {
  const own: string[] = [];
  for (let index = 0; index < args.length; index += 1) {
    const word = args[index]!;
    const [name = '', value] = word.split('=', 2);
    if (ALONE.has(word)) own.push(word);
    else if (VALUED.has(name)) {
      if (value !== undefined) own.push(word);
      else own.push(name, args[++index] ?? '');
    }
  }
  return own;
}

export type DesktopFlagProblem = FlagProblem | { key: 'host:flag.nowPackaged'; value: string };

/**
 * Reads the flags of the desktop program. One that goes out takes no `--now`: deadlines and history follow the clock of the PC.
 */
export function readFlags(args: readonly string[], packaged: boolean): Flags | { problem: DesktopFlagProblem } {
  const flags = parseFlags(ownFlags(args));
  if (!('problem' in flags) && flags.now !== undefined && packaged) return { problem: { key: 'host:flag.nowPackaged', value: '' } };
  return flags;
}
