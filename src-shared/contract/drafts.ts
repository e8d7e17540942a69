import { z } from 'zod';
import { needs } from './base.ts';
import { at } from './fields.ts';

/** Characters of JSON in one draft: a form with more than the longest text that can be saved is still kept. */
export const DRAFT_LIMIT = 262_144;

const form = z.string().min(1).max(120);

/** What somebody was typing, kept in the encrypted file per person and form: survives reload, lock, crash. */
export const drafts = {
  load: needs('signed-in')
    .input(z.object({ form }))
    .output(z.object({ value: z.string(), savedAt: at }).nullable()),
  save: needs('signed-in')
    .input(z.object({ form, value: z.string().max(DRAFT_LIMIT) }))
    .output(z.object({ savedAt: at })),
  drop: needs('signed-in').input(z.object({ form })).output(z.object({})),
};
