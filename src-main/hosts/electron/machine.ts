import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { readJson, writeFileAtomic } from '#main/base/disk.ts';
import { scheme } from '#shared/contract/program.ts';

/**
 * Switches of this PC, in a small file beside the window's state: another PC of the centre has its own, and a restored backup must
 * not change how a computer behaves. Each field falls back to its default by itself.
 */
const kept = z.object({
  /** Closing the window keeps clocks and notices running behind an icon in the tray. */
  background: z.boolean().catch(false).default(false),
  scheme: scheme.catch('auto').default('auto'),
});
export type Machine = z.infer<typeof kept>;

export const DEFAULT_MACHINE: Machine = { background: false, scheme: 'auto' };

/** What was kept; a missing or broken file counts as nothing. */
export function readMachine(file: string): Machine {
  return readJson(file, kept) ?? DEFAULT_MACHINE;
}

/** Writes the whole file or leaves the old one. Throws when the disk refuses: a switch that does not hold must not look switched. */
export function writeMachine(file: string, machine: Machine): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileAtomic(file, `${JSON.stringify(machine)}\n`);
}
