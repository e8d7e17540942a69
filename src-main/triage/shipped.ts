import { readFileSync } from 'node:fs';
import { resource } from '#main/base/app-root.ts';
import type { TriageRuleFile } from '#shared/rules/triage.ts';
import type { TreeKind, TreeNode } from '#shared/rules/triage-tree.ts';

type ShippedNode = { id: string; parent: string; 'zh-CN': string; en: string };
type TreeFile = { subcategories: ShippedNode[]; causes: ShippedNode[] };

function fileOnce<T>(name: string): () => T {
  let value: T | undefined;
  return () => {
    value ??= JSON.parse(readFileSync(resource('triage', name), 'utf8')) as T;
    return value;
  };
}

/** The rules as the program ships them. */
export const shippedRules = fileOnce<TriageRuleFile>('default-rules.json');
const treeFile = fileOnce<TreeFile>('default-tree.json');

let nodes: readonly TreeNode[] | undefined;

/** The two trees as the program ships them; positions leave room between them. */
export function shippedNodes(): readonly TreeNode[] {
  const read = (tree: TreeKind, list: ShippedNode[]): TreeNode[] =>
    list.map((each, index) => ({
      id: each.id,
      tree,
      parent: each.parent,
      nameZh: each['zh-CN'],
      nameEn: each.en,
      former: [],
      adopted: [],
      position: (index + 1) * 100,
      retired: false,
      mergedInto: null,
      version: 0,
      shipped: true,
    }));
  nodes ??= [...read('subcategory', treeFile().subcategories), ...read('cause', treeFile().causes)];
  return nodes;
}
