import { z } from 'zod';
import { MOST_ROLL, papers, papersOf, printKinds } from '#shared/rules/printing.ts';
import { needs } from './base.ts';
import { id } from './fields.ts';

export const printKind = z.enum(printKinds);
export const paper = z.enum(papers);

/** Which printer of this PC takes a kind, null = asked each time, and the paper in it. */
export const printChoice = z.object({ printer: z.string().min(1).max(400).nullable(), paper });
export type PrintChoice = z.infer<typeof printChoice>;
export const printChoices = z.record(printKind, printChoice);
export type PrintChoices = z.infer<typeof printChoices>;

/** A numbered document and which copy of it this is, as it was noted. */
const numbered = z.object({ of: z.literal('letters'), id, copy: z.int().min(1) });

/** What the window shows for paper just now, and how it stands on it. */
export const printJob = z
  .object({
    kind: printKind,
    paper,
    wide: z.boolean().default(false),
    /** Of a roll, in mm. */
    length: z.number().min(0).max(MOST_ROLL).default(0),
    /** What a file of it is called; the person can change it. */
    name: z.string().trim().max(200),
    numbered: numbered.nullable().default(null),
    /** The test page of the settings. */
    test: z.boolean().default(false),
  })
  .refine((job) => papersOf[job.kind].includes(job.paper), { path: ['paper'] })
  // a letter that is printed has its number, and the copy was noted before
  .refine((job) => job.kind !== 'letter' || job.test || job.numbered !== null, { path: ['numbered'] });
export type PrintJob = z.infer<typeof printJob>;

/** Why a sheet did not go where it was sent. `gone`: this PC has no such printer; `silent`: no answer in time; `refused`: it said no. */
export const printTrouble = z.enum(['gone', 'silent', 'refused']);
export type PrintTrouble = z.infer<typeof printTrouble>;

/** `printer`: as the system shows it; null = the system's dialog asked. */
export const printOutcome = z.discriminatedUnion('result', [
  z.object({ result: z.literal('printed'), printer: z.string().nullable() }),
  z.object({ result: z.literal('saved'), file: z.string(), printer: z.string().nullable(), trouble: printTrouble.nullable() }),
  /** The person closed the dialog; nothing was printed and nothing saved. */
  z.object({ result: z.literal('cancelled'), printer: z.string().nullable(), trouble: printTrouble.nullable() }),
]);
export type PrintOutcome = z.infer<typeof printOutcome>;

/** Printers of the PC whose window asks; a browser prints by itself, so there these are refused with PRINTING_UNAVAILABLE. */
export const printing = {
  setup: needs('signed-in').output(
    z.object({
      printers: z.array(z.object({ name: z.string(), shown: z.string() })),
      choices: printChoices,
    }),
  ),
  choose: needs('signed-in')
    .input(printChoice.extend({ kind: printKind }))
    .output(z.object({})),
  /** To the chosen printer without a question, or through the system's dialog; a PDF where the printer does not take it. */
  print: needs('signed-in').input(printJob).output(printOutcome),
  savePdf: needs('signed-in').input(printJob).output(printOutcome),
};
