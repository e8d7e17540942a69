import { z } from 'zod';
import { needs } from './base.ts';
import { at, category, done, id, lang, requiredText, severity, shortText } from './fields.ts';

/** Shipped nodes and rules have ids in words, own ones uuids. */
const triageId = z.string().min(1).max(80);
const treeKind = z.enum(['subcategory', 'cause']);
const name = z.string().trim().min(1).max(60);
const rowVersion = z.int().min(0);
const word = z.string().trim().min(1).max(40);

export const treeNode = z.object({
  id: triageId,
  tree: treeKind,
  parent: z.string(),
  nameZh: z.string(),
  nameEn: z.string(),
  former: z.array(z.string()),
  adopted: z.array(z.string()),
  position: z.int(),
  retired: z.boolean(),
  mergedInto: z.string().nullable(),
  version: rowVersion,
  shipped: z.boolean(),
});

export const ruleFields = z.object({
  /** One word of each group has to be there. */
  groups: z.array(z.array(word).max(120)).max(6),
  unless: z.array(word).max(120),
  /** null = it speaks only about severity. */
  category: category.nullable(),
  subcategoryId: triageId.nullable(),
  severity,
  note: shortText,
  active: z.boolean(),
});
export type RuleFields = z.infer<typeof ruleFields>;

const ruleView = ruleFields.extend({
  id: triageId,
  number: z.int(),
  subcategory: z.string(),
  version: rowVersion,
  shipped: z.boolean(),
  /** Differs from what the program ships. */
  changed: z.boolean(),
});

const spoken = z.object({ id: z.string(), number: z.int(), note: z.string(), words: z.array(z.string()) });

export const triage = {
  /** Sub-categories and root causes with all that were retired or merged; screens choose among those that stand. */
  tree: needs('signed-in').output(z.object({ nodes: z.array(treeNode) })),
  /** How many records each node has, and what records say that no node knows. */
  uses: needs('complaints.supervise').output(
    z.object({
      uses: z.record(z.string(), z.int()),
      unplaced: z.array(z.object({ tree: treeKind, category: z.string(), text: z.string(), uses: z.int() })),
    }),
  ),
  /** `id: null` makes a new one. Renaming keeps the old name, so that old records still count. */
  saveNode: needs('settings.manage')
    .input(
      z.object({
        id: triageId.nullable(),
        tree: treeKind,
        parent: z.string().max(80),
        nameZh: name,
        nameEn: z.string().trim().max(60).default(''),
        version: rowVersion.default(0),
      }),
    )
    .output(done.extend({ id: triageId })),
  retireNode: needs('settings.manage')
    .input(z.object({ id: triageId, retired: z.boolean() }))
    .output(done),
  /** Only an own one that no record uses. */
  removeNode: needs('settings.manage')
    .input(z.object({ id: triageId }))
    .output(done),
  mergeNodes: needs('settings.manage')
    .input(z.object({ id: triageId, into: triageId }))
    .output(done),
  /** Puts words of records under a node. */
  adopt: needs('settings.manage')
    .input(z.object({ tree: treeKind, category: z.string().max(80), text: requiredText, into: triageId }))
    .output(done),
  /** The nodes of one parent in their new order. */
  orderNodes: needs('settings.manage')
    .input(z.object({ tree: treeKind, parent: z.string().max(80), ids: z.array(triageId).min(1).max(200) }))
    .output(done),
  rules: needs('signed-in')
    .input(z.object({ lang: lang.default('zh-CN') }))
    .output(z.array(ruleView)),
  saveRule: needs('settings.manage')
    .input(ruleFields.extend({ id: triageId.nullable(), version: rowVersion.default(0) }))
    .output(done.extend({ id: triageId })),
  /** Back to what is shipped; an own rule is taken away. */
  resetRule: needs('settings.manage')
    .input(z.object({ id: triageId }))
    .output(done),
  resetRules: needs('settings.manage').output(done),
  /** What the rules propose for these words and why; `draft` stands for the rule of its id, or as one more. */
  tryRules: needs('signed-in')
    .input(
      z.object({
        words: z.string().max(20_000),
        lang: lang.default('zh-CN'),
        draft: ruleFields.extend({ id: triageId.nullable() }).nullable().default(null),
      }),
    )
    .output(
      z.object({
        category,
        subcategory: z.string(),
        severity,
        matches: z.array(z.object({ start: z.int(), length: z.int(), word: z.string() })),
        rule: z.object({ id: z.string(), number: z.int(), note: z.string() }).nullable(),
        rules: z.array(spoken),
      }),
    ),
  /** What came back at least three times in 30 days, for a measure. */
  recurring: needs('complaints.supervise').output(
    z.array(
      z.object({
        subject: z.string(),
        kind: z.enum(['cause', 'class', 'staff']),
        name: z.string(),
        lastAt: at,
        complaints: z.array(z.object({ id, number: z.string(), receivedAt: at, words: z.string() })),
      }),
    ),
  ),
  dismissRecurring: needs('complaints.supervise')
    .input(z.object({ subject: z.string().min(1).max(200), reason: requiredText }))
    .output(done),
};
