import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { readJson, writeFileAtomic } from '#main/base/disk.ts';
import { type PrintChoice, type PrintChoices, printChoice, printChoices } from '#shared/contract/printing.ts';
import { type PrintKind, paperFor, printKinds } from '#shared/rules/printing.ts';

/** What is printed where on this PC; a file beside the window's, because the next PC has other printers. */

const record = z.record(z.string(), z.unknown());

/** Nobody chose: the system's dialog, on the usual paper. */
const unset = (kind: PrintKind): PrintChoice => ({ printer: null, paper: paperFor(kind, undefined) });

/** The choices that were kept; what is missing, damaged or no longer possible counts as not chosen. */
export function readChoices(file: string): PrintChoices {
  const kept = readJson(file, record) ?? {};
  return printChoices.parse(
    Object.fromEntries(
      printKinds.map((kind) => {
        const choice = printChoice.safeParse(kept[kind]).data ?? unset(kind);
        return [kind, { ...choice, paper: paperFor(kind, choice.paper) }];
      }),
    ),
  );
}

/** Keeps the choices, whole or not at all. Throws what the disk throws: the person has just pressed a button and is told. */
export function writeChoices(file: string, choices: PrintChoices): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileAtomic(file, JSON.stringify(choices));
}
