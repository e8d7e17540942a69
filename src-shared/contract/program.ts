import { z } from 'zod';
import { needs } from './base.ts';
import { messageRef } from './messages.ts';

/** The program on this PC, as against the centre: what belongs to one computer stands in no database (spec/trust.md). */

/** Light, dark, or like the system. */
export const schemes = ['light', 'dark', 'auto'] as const;
export const scheme = z.enum(schemes);
export type Scheme = z.infer<typeof scheme>;

/** Code of the notice by which the host tells its page that the menu chose other colours; `data.scheme` says which. */
export const SCHEME_NOTICE = 'scheme';

export const versionPart = z.enum(['program', 'electron', 'chromium', 'node', 'sqlite', 'cipher', 'migration', 'system']);
export type VersionPart = z.infer<typeof versionPart>;

/** Switches of this PC. `openAtLoginBlocked`: why the system does not let it be switched: not installed, or it wants to be asked first. */
export const switches = z.object({
  background: z.boolean(),
  openAtLogin: z.boolean(),
  openAtLoginBlocked: z.enum(['not_installed', 'approval']).nullable(),
});
export type Switches = z.infer<typeof switches>;

/** Who keeps the key of the data: what opened it at this start, and every envelope that there is. */
export const keyReport = z.object({
  by: z.enum(['os', 'file', 'recovery']),
  /** The key file can be read by others on this PC. */
  exposed: z.boolean(),
  /** `name` tells the key stores of operating systems apart; empty for the others. */
  envelopes: z.array(z.object({ kind: z.enum(['os', 'file', 'recovery']), name: z.string() })),
  /** Means that were tried before and did not open, with a code each. */
  failed: z.array(z.object({ kind: z.string(), code: z.string() })),
});
export type KeyReport = z.infer<typeof keyReport>;

export const program = {
  get: needs('signed-in').output(
    z.object({
      versions: z.array(z.object({ part: versionPart, version: z.string() })),
      safeMode: z.boolean(),
      /** Null in a browser, which has a window of its own and no switches of ours. */
      switches: switches.nullable(),
      keys: keyReport,
    }),
  ),
  set: needs('signed-in')
    .input(z.object({ background: z.boolean().optional(), openAtLogin: z.boolean().optional() }))
    .output(z.object({})),
  /** What helps whoever is asked for help, without anything that belongs to a person: a zip file. */
  diagnostics: needs('signed-in').output(z.object({ file: z.file() })),
  /** Ends the program and opens it again, in safe mode or out of it. */
  restart: needs('signed-in')
    .input(z.object({ safeMode: z.boolean() }))
    .output(z.object({})),
  /**
   * What was asked of the program while the page could not hear it: the record of a notice that was clicked, a file that it was started
   * with. Given out once, and only to the person it is for.
   */
  wish: needs('signed-in').output(z.object({ ref: messageRef.nullable(), file: z.file().nullable() })),
  /** The page says which colours it shows, so that the window around it shows the same. */
  setScheme: needs('public').input(z.object({ scheme })).output(z.object({})),
};
