import { z } from 'zod';
import { scenarios } from '#shared/rules/scripts.ts';
import { needs } from './base.ts';
import { at, category, done, id, idempotencyKey, lang, requiredText } from './fields.ts';

/** Shipped ones have ids in words, own ones uuids. */
const scriptId = z.string().min(1).max(80);
const rowVersion = z.int().min(0);
const line = z.string().trim().min(1).max(300);

export const scriptState = z.enum(['draft', 'published', 'retired']);
export const scenario = z.enum(scenarios);

export const scriptFields = z.object({
  lang,
  scenario,
  title: requiredText,
  /** What the other side says. */
  question: z.string().trim().max(500),
  /** The agreed answer; variables as in letters. */
  answer: z.string().trim().min(1).max(4000),
  mention: z.array(line).max(12),
  avoid: z.array(line).max(12),
  /** Kinds of complaint for which it is offered; none = all. */
  categories: z.array(category).max(5),
  /** Words that call for it. */
  words: z.array(z.string().trim().min(1).max(40)).max(40),
  state: scriptState,
});
export type ScriptFields = z.infer<typeof scriptFields>;

const scriptView = scriptFields.extend({
  id: scriptId,
  version: rowVersion,
  shipped: z.boolean(),
  /** Differs from what the program ships. */
  changed: z.boolean(),
  /** Times it was used in the last 30 days. */
  uses: z.int(),
});
export type ScriptView = z.infer<typeof scriptView>;

const bannedFields = z.object({ lang, phrase: z.string().trim().min(1).max(60), better: z.string().trim().max(300), active: z.boolean() });
export type BannedFields = z.infer<typeof bannedFields>;
const bannedView = bannedFields.extend({
  id: scriptId,
  version: rowVersion,
  shipped: z.boolean(),
  changed: z.boolean(),
  /** Times it was saved in the last 30 days, by whomever. */
  hits: z.int(),
});
export type BannedView = z.infer<typeof bannedView>;

export const scripts = {
  /** The library in one language. Who does not publish sees published ones only. `text` finds words and pinyin of title, question and answer. */
  list: needs('signed-in')
    .input(z.object({ lang, text: z.string().max(100).default('') }))
    .output(z.array(scriptView)),
  /** `id: null` makes a new one. Refused when it holds an unknown variable. */
  save: needs('scripts.publish')
    .input(scriptFields.extend({ id: scriptId.nullable(), version: rowVersion, key: idempotencyKey }))
    .output(done.extend({ id: scriptId })),
  /** Back to what the program ships; an own one is taken away. */
  reset: needs('scripts.publish')
    .input(z.object({ id: scriptId, version: rowVersion }))
    .output(done),
  /** What suits a complaint, with its values put in, and why it is offered. */
  fitting: needs('complaints.read')
    .input(z.object({ complaintId: id, lang }))
    .output(
      z.array(
        scriptView
          .pick({ id: true, scenario: true, title: true, question: true, answer: true, mention: true, avoid: true })
          .extend({ why: z.object({ category: z.boolean(), words: z.array(z.string()) }) }),
      ),
    ),
  /** It was put into a reply, or copied. */
  used: needs('signed-in')
    .input(z.object({ id: scriptId, complaintId: id.nullable() }))
    .output(z.object({ at })),
  /** Words never to use, of both languages. */
  banned: needs('signed-in').output(z.array(bannedView)),
  saveBanned: needs('scripts.publish')
    .input(bannedFields.extend({ id: scriptId.nullable(), version: rowVersion, key: idempotencyKey }))
    .output(done.extend({ id: scriptId })),
  resetBanned: needs('scripts.publish')
    .input(z.object({ id: scriptId, version: rowVersion }))
    .output(done),
};
