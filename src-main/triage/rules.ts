import type { Ids } from '#main/base/ids.ts';
import type { Db, Tx } from '#main/db/open.ts';
import { insertRow, selectRow, selectRows, updateRow } from '#main/db/rows.ts';
import { Failure } from '#shared/contract/failure.ts';
import type { Lang } from '#shared/contract/fields.ts';
import type { RuleFields } from '#shared/contract/triage.ts';
import { type Proposal, propose, type TriageRule, triageRules } from '#shared/rules/triage.ts';
import { nodeName, standingNode, type TreeNode } from '#shared/rules/triage-tree.ts';
import { shippedNodes, shippedRules } from './shipped.ts';
import { triageRulesTable } from './tables.ts';
import { readTree } from './tree.ts';

export type RuleView = RuleFields & {
  id: string;
  number: number;
  subcategory: string;
  version: number;
  shipped: boolean;
  changed: boolean;
};

/** The node that a shipped rule means: found by its Chinese name in the shipped tree. */
function shippedSubcategory(category: string | null, name: string): string | null {
  if (category === null || name === '') return null;
  return shippedNodes().find((node) => node.tree === 'subcategory' && node.parent === category && node.nameZh === name)?.id ?? null;
}

/** What a rule proposes is the node as it stands today; a retired one is proposed no more. */
function subcategoryName(nodes: readonly TreeNode[], id: string | null, lang: Lang): string {
  const node = id === null ? undefined : standingNode(nodes, id);
  return node && !node.retired ? nodeName(node, lang) : '';
}

/** The rules in force and those that were switched off, numbered as the screen shows them: shipped ones with the centre's changes, then its own. */
export function readRules(db: Db, lang: Lang, nodes: readonly TreeNode[] = readTree(db)): RuleView[] {
  const rows = new Map(selectRows(db, triageRulesTable, '', []).map((row) => [row.id, row]));
  const chinese = triageRules(shippedRules(), 'zh-CN');
  const shipped = triageRules(shippedRules(), lang).map((rule, index): Omit<RuleView, 'number' | 'subcategory'> => {
    const row = rows.get(rule.id);
    rows.delete(rule.id);
    if (row) return { ...row.body, id: rule.id, active: row.active, version: row.version, shipped: true, changed: true };
    const { category, severity, note } = rule;
    return {
      id: rule.id,
      groups: rule.groups.map((group) => [...group]),
      unless: [...rule.unless],
      category,
      subcategoryId: shippedSubcategory(category, chinese[index]?.subcategory ?? ''),
      severity,
      note,
      active: true,
      version: 0,
      shipped: true,
      changed: false,
    };
  });
  const own = [...rows.values()]
    .sort((a, b) => a.position - b.position)
    .map((row) => ({ ...row.body, id: row.id, active: row.active, version: row.version, shipped: false, changed: true }));
  return [...shipped, ...own].map((rule, index) => ({
    ...rule,
    number: index + 1,
    subcategory: subcategoryName(nodes, rule.subcategoryId, lang),
  }));
}

const asRule = ({ id, number, groups, unless, category, subcategory, severity, note }: RuleView): TriageRule => ({
  id,
  number,
  groups,
  unless,
  category,
  subcategory,
  severity,
  note,
});

/** Category and severity as the words suggest by the centre's rules, with the words and the rules that say so; the person decides. */
export function proposeBy(db: Db, words: string, lang: Lang): Proposal {
  return propose(
    words,
    readRules(db, lang)
      .filter((rule) => rule.active)
      .map(asRule),
  );
}

/** The same with a rule that is being typed in place of the one with its id, or as one more. Writes nothing. */
export function tryRules(db: Db, words: string, draft: (RuleFields & { id: string | null }) | null, lang: Lang): Proposal {
  const nodes = readTree(db);
  const rules = readRules(db, lang, nodes);
  if (draft) {
    const place = rules.findIndex((rule) => rule.id === draft.id);
    const number = place < 0 ? rules.length + 1 : place + 1;
    const view: RuleView = {
      ...draft,
      id: draft.id ?? 'draft',
      number,
      subcategory: subcategoryName(nodes, draft.subcategoryId, lang),
      version: 0,
      shipped: false,
      changed: true,
    };
    if (place < 0) rules.push(view);
    else rules[place] = view;
  }
  return propose(words, rules.filter((rule) => rule.active).map(asRule));
}

const tidy = (list: readonly string[]): string[] => [...new Set(list.map((each) => each.trim()).filter((each) => each !== ''))];

/**
 * Changes a rule or makes one (`id: null`). Errors: NOT_FOUND, STALE, INVALID (no words; a sub-category of another category or retired).
 */
export function saveRule(tx: Tx, ids: Ids, input: RuleFields & { id: string | null; version: number }): { id: string } {
  const { id, version, active, ...fields } = input;
  const groups = fields.groups.map(tidy).filter((group) => group.length > 0);
  if (groups.length === 0) throw new Failure('INVALID', { field: 'groups', reason: 'required' });
  const nodes = readTree(tx);
  if (fields.subcategoryId !== null) {
    const node = standingNode(nodes, fields.subcategoryId);
    if (node?.tree !== 'subcategory' || node.parent !== fields.category) {
      throw new Failure('INVALID', { field: 'subcategory', reason: 'other_category' });
    }
  }
  const body = { ...fields, groups, unless: tidy(fields.unless) };
  const rules = readRules(tx, 'zh-CN', nodes);
  if (id === null) {
    const fresh = ids.next();
    insertRow(tx, triageRulesTable, { id: fresh, body, active, position: rules.length + 1 });
    return { id: fresh };
  }
  const known = rules.find((rule) => rule.id === id);
  if (!known) throw new Failure('NOT_FOUND', { what: 'rule' });
  if (known.version !== version) throw new Failure('STALE', { seen: version, now: known.version, by: null, at: null });
  if (known.version === 0) insertRow(tx, triageRulesTable, { id, body, active, position: known.number });
  else updateRow(tx, triageRulesTable, id, { body, active, version: known.version + 1 });
  return { id };
}

/** Back to what is shipped; an own rule is taken away. Errors: NOT_FOUND (nothing was changed). */
export function resetRule(tx: Tx, id: string): void {
  if (!selectRow(tx, triageRulesTable, 'WHERE id = ?', [id])) throw new Failure('NOT_FOUND', { what: 'rule' });
  tx.run('DELETE FROM triage_rules WHERE id = ?', [id]);
}

/** All rules as shipped, without own ones. */
export function resetRules(tx: Tx): void {
  tx.run('DELETE FROM triage_rules', []);
}
