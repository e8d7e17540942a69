import { z } from 'zod';
import { needs } from './base.ts';
import { at } from './fields.ts';

const form = z.string().min(1).max(120);

/** What somebody was typing, kept in the encrypted file per person and form: survives reload, lock, crash. */
export const drafts = {
  load: needs('signed-in')
    .input(z.object({ form }))
    .output(z.object({ value: z.string(), savedAt: at }).nullable()),
  save: needs('signed-in')
    .input(z.object({ form, value: z.string().max(65_536) }))
    .output(z.object({ savedAt: at })),
  drop: needs('signed-in').input(z.object({ form })).output(z.object({})),
};
