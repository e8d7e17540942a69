import { z } from 'zod';
import { needs } from './base.ts';
import { at } from './fields.ts';

/** Why an update is not taken; words in locales `updates.json` under `refusal.<reason>`. */
export const updateRefusal = z.enum([
  // the way to it
  'no_network',
  'feed_broken',
  'cut_off',
  // who made it
  'unsigned',
  'wrong_key',
  'manifest_tampered',
  'file_tampered',
  // whether it fits
  'downgrade',
  'too_old',
  'other_system',
  'package_unreadable',
  // this PC
  'no_space',
  'not_writable',
  'backup_failed',
  'failed',
]);
export type UpdateRefusal = z.infer<typeof updateRefusal>;

/**
 * The steps of an update. `found` waits for a person, `verified` is downloaded and checked, `ready` has a verified backup too and
 * waits for the restart. `newest`: there is nothing newer.
 */
export const updatePhase = z.enum(['idle', 'checking', 'newest', 'found', 'downloading', 'verified', 'backup', 'ready', 'restarting']);
export type UpdatePhase = z.infer<typeof updatePhase>;

/** What an update says about itself; signed by the maker. */
export const updateFound = z.object({
  version: z.string(),
  releasedAt: at,
  bytes: z.int().min(0),
  /** In the language of each screen. */
  notes: z.object({ 'zh-CN': z.string(), en: z.string() }),
  from: z.enum(['feed', 'package']),
});

/** What the host knows of updates. */
export const updateStatus = z.object({
  /** This build was given an address to ask; without one only packages can be opened. */
  feed: z.boolean(),
  phase: updatePhase,
  found: updateFound.nullable(),
  /** Bytes that have come, while `downloading`. */
  done: z.int().min(0),
  /** What went wrong last; stands until the next try. */
  refusal: updateRefusal.nullable(),
  /** When the feed last answered. */
  checkedAt: at.nullable(),
  /** How the last update of this PC went. */
  last: z.object({ from: z.string(), to: z.string(), at, outcome: z.enum(['installed', 'not_installed']) }).nullable(),
});
export type UpdateStatus = z.infer<typeof updateStatus>;

/** `here`, or why not: a page in a browser, the demo is open, safe mode, a program that was not installed. */
export const updatePlace = z.enum(['here', 'browser', 'demo', 'safe_mode', 'not_installed']);

export const updateState = z.object({ version: z.string(), place: updatePlace, status: updateStatus.nullable() });

/**
 * Updates of the installed program. What goes wrong stands in the state as `refusal`, because most of it happens after the call has its
 * answer; a step out of turn is UPDATE_NOT_NOW.
 */
export const updates = {
  state: needs('signed-in').output(updateState),
  /** Asks the feed. Nothing is downloaded by it. */
  check: needs('settings.manage').output(updateState),
  /** Lets a person choose a package on this PC and checks it as a download. */
  open: needs('settings.manage').output(updateState),
  /** Begins the download; the state tells how far it is. */
  download: needs('settings.manage').output(updateState),
  /** Stops the download; what has come is thrown away. */
  cancel: needs('settings.manage').output(updateState),
  /** Makes a backup and opens it again to verify it. */
  prepare: needs('settings.manage').output(updateState),
  /** Checks the file once more, ends the program and lets the installer run. */
  restart: needs('settings.manage').output(updateState),
};
