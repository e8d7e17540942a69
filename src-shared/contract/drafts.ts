import { z } from 'zod';
import { needs } from './base.ts';
import { at, id } from './fields.ts';

/** Characters of JSON in one draft: a form with more than the longest text that can be saved is still kept. */
export const DRAFT_LIMIT = 262_144;

const form = z.string().min(1).max(120);

/** What somebody was typing, kept in the encrypted file per person and form: survives reload, lock, crash. */
export const drafts = {
  load: needs('signed-in')
    .input(z.object({ form }))
    .output(z.object({ value: z.string(), savedAt: at }).nullable()),
  /**
   * `staffId`: whose words they are; refused with PERSON_CHANGED when somebody else sits there by now. Taken from behind the lock too:
   * what was typed in the last moment comes when the screen is hidden already.
   */
  save: needs('session')
    .input(z.object({ form, staffId: id, value: z.string().max(DRAFT_LIMIT) }))
    .output(z.object({ savedAt: at })),
  drop: needs('signed-in')
    .input(z.object({ form, staffId: id }))
    .output(z.object({})),
};
