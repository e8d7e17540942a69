import type { Lang } from '#shared/contract/fields.ts';

export type TreeKind = 'subcategory' | 'cause';

/**
 * A node of the two trees (spec/complaints.md, "What a complaint holds" and "Root cause"): sub-categories below the fixed
 * categories, root causes in two levels. Records keep the words that were written; a node knows all words it ever had, so a
 * renamed or merged one still counts them.
 */
export type TreeNode = {
  id: string;
  tree: TreeKind;
  /** A category, or the cause above; empty = a cause of the first level. */
  parent: string;
  nameZh: string;
  /** Empty = as in Chinese. */
  nameEn: string;
  former: string[];
  /** Whole texts of records that were put under it by hand. */
  adopted: string[];
  position: number;
  retired: boolean;
  mergedInto: string | null;
  version: number;
  shipped: boolean;
};

/** Root causes are written with both levels. */
const SEPARATOR = ' / ';

/** The name in a language; the Chinese one where no English one was given. */
export const nodeName = (node: Pick<TreeNode, 'nameZh' | 'nameEn'>, lang: Lang): string =>
  lang === 'en' && node.nameEn !== '' ? node.nameEn : node.nameZh;

type Named = ReadonlyMap<string, TreeNode>;
const byId = (nodes: readonly TreeNode[]): Named => new Map(nodes.map((node) => [node.id, node]));

/** The node that stands for `id` today: where it was merged into, else itself. */
export function standingNode(nodes: readonly TreeNode[], id: string): TreeNode | undefined {
  return follow(byId(nodes), id);
}

function follow(named: Named, id: string): TreeNode | undefined {
  let node = named.get(id);
  for (let steps = 0; node?.mergedInto && steps < named.size; steps += 1) node = named.get(node.mergedInto);
  return node;
}

/** What a record says that is put under this node: the name, for causes of the second level with the first before it. */
export function nodeText(nodes: readonly TreeNode[], node: TreeNode, lang: Lang): string {
  const above = node.tree === 'cause' && node.parent !== '' ? standingNode(nodes, node.parent) : undefined;
  return above ? `${nodeName(above, lang)}${SEPARATOR}${nodeName(node, lang)}` : nodeName(node, lang);
}

const everyName = (node: TreeNode): string[] => [...new Set([node.nameZh, node.nameEn, ...node.former].filter((name) => name !== ''))];

/** Names of a node and of all that were merged into it. */
function namesWithMerged(nodes: readonly TreeNode[], named: Named, node: TreeNode): string[] {
  return nodes.filter((each) => follow(named, each.id)?.id === node.id).flatMap(everyName);
}

const keyOf = (tree: TreeKind, category: string, text: string): string => `${tree}|${tree === 'cause' ? '' : category}|${text.trim()}`;

/**
 * Finds the node that a record's words belong to: by any name that the node, what was merged into it or the cause above ever
 * had. Words that a node bears today win over words that another bore before.
 */
export function nodeFinder(nodes: readonly TreeNode[]): (tree: TreeKind, category: string, text: string) => TreeNode | undefined {
  const named = byId(nodes);
  const found = new Map<string, TreeNode>();
  const put = (node: TreeNode, text: string, target: TreeNode, always = false) => {
    const key = keyOf(node.tree, node.parent, text);
    if (always || !found.has(key)) found.set(key, target);
  };
  for (const node of nodes) {
    const target = follow(named, node.id);
    if (!target) continue;
    const above = node.tree === 'cause' && node.parent !== '' ? follow(named, node.parent) : undefined;
    const heads = above ? namesWithMerged(nodes, named, above) : [''];
    for (const head of heads) for (const name of everyName(node)) put(node, head === '' ? name : `${head}${SEPARATOR}${name}`, target);
    for (const text of node.adopted) put(node, text, target);
  }
  for (const node of nodes) {
    if (node.mergedInto) continue;
    for (const lang of ['zh-CN', 'en'] as const) put(node, nodeText(nodes, node, lang), node, true);
  }
  return (tree, category, text) => found.get(keyOf(tree, category, text));
}

/** The nodes below `parent` that may be chosen, in their order; for causes `''` gives the first level. */
export function choices(nodes: readonly TreeNode[], tree: TreeKind, parent: string): TreeNode[] {
  return nodes
    .filter((node) => node.tree === tree && node.mergedInto === null && !node.retired)
    .filter((node) => (tree === 'cause' && node.parent !== '' ? standingNode(nodes, node.parent)?.id === parent : node.parent === parent))
    .sort((a, b) => a.position - b.position);
}

/** The first other node below the same parent that bears or bore one of the names; a name is never given twice, or old records would change sides. */
export function nameTaken(nodes: readonly TreeNode[], node: Pick<TreeNode, 'id' | 'tree' | 'parent'>, names: readonly string[]): boolean {
  const wanted = new Set(names.map((name) => name.trim()).filter((name) => name !== ''));
  return nodes.some(
    (each) =>
      each.id !== node.id &&
      each.tree === node.tree &&
      each.parent === node.parent &&
      [...everyName(each), ...(each.tree === 'subcategory' ? each.adopted : [])].some((name) => wanted.has(name)),
  );
}

export type MergeProblem = 'same' | 'other_tree' | 'other_category' | 'other_level' | 'merged';

/** Why `from` cannot be merged into `into`; null = it can. */
export function mergeProblem(from: TreeNode, into: TreeNode): MergeProblem | null {
  if (from.id === into.id) return 'same';
  if (from.tree !== into.tree) return 'other_tree';
  if (from.mergedInto !== null || into.mergedInto !== null) return 'merged';
  if (from.tree === 'subcategory') return from.parent === into.parent ? null : 'other_category';
  return (from.parent === '') === (into.parent === '') ? null : 'other_level';
}
