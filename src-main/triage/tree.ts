import type { Ids } from '#main/base/ids.ts';
import type { Db, Tx } from '#main/db/open.ts';
import { insertRow, selectRow, selectRows, updateRow } from '#main/db/rows.ts';
import { Failure } from '#shared/contract/failure.ts';
import { category } from '#shared/contract/fields.ts';
import { mergeProblem, nameTaken, nodeFinder, standingNode, type TreeKind, type TreeNode } from '#shared/rules/triage-tree.ts';
import { shippedNodes } from './shipped.ts';
import { triageNodesTable } from './tables.ts';

/** Sub-categories and root causes as they stand: the shipped ones with the centre's changes, and its own. In the order of the screen. */
export function readTree(db: Db): TreeNode[] {
  const rows = new Map(selectRows(db, triageNodesTable, '', []).map((row) => [row.id, row]));
  const shipped = shippedNodes().map((node): TreeNode => {
    const row = rows.get(node.id);
    rows.delete(node.id);
    return row ? { ...row, shipped: true } : node;
  });
  const own = [...rows.values()].map((row): TreeNode => ({ ...row, shipped: false }));
  return [...shipped, ...own].sort((a, b) => a.position - b.position || (a.id < b.id ? -1 : 1));
}

function nodeById(nodes: readonly TreeNode[], id: string): TreeNode {
  const node = nodes.find((each) => each.id === id);
  if (!node) throw new Failure('NOT_FOUND', { what: 'node' });
  return node;
}

/** Writes a node; a shipped one that was never changed gets its row now. */
function write(tx: Tx, node: TreeNode): void {
  const { shipped: _shipped, version: _version, ...columns } = node;
  const row = { ...columns, former: [...node.former], adopted: [...node.adopted] };
  const held = selectRow(tx, triageNodesTable, 'WHERE id = ?', [node.id]);
  if (held) updateRow(tx, triageNodesTable, node.id, { ...row, version: held.version + 1 });
  else insertRow(tx, triageNodesTable, row);
}

export type NodeInput = { id: string | null; tree: TreeKind; parent: string; nameZh: string; nameEn: string; version: number };

function refuseParent(nodes: readonly TreeNode[], input: Pick<NodeInput, 'tree' | 'parent'>): void {
  if (input.tree === 'subcategory') {
    if (!category.safeParse(input.parent).success) throw new Failure('INVALID', { field: 'parent', reason: 'unknown' });
    return;
  }
  if (input.parent === '') return;
  const above = nodeById(nodes, input.parent);
  if (above.tree !== 'cause' || above.parent !== '' || above.mergedInto !== null) {
    throw new Failure('INVALID', { field: 'parent', reason: 'other_level' });
  }
}

/**
 * Makes a node (`id: null`, at the end) or renames one; the old name stays with it, so that old records keep their meaning.
 * Errors: NOT_FOUND, TAKEN (also by an earlier name of a neighbour), INVALID (parent), STALE.
 */
export function saveNode(tx: Tx, ids: Ids, input: NodeInput): { id: string } {
  const nodes = readTree(tx);
  const { nameZh, nameEn } = input;
  if (input.id === null) {
    refuseParent(nodes, input);
    const fresh = { id: ids.next(), tree: input.tree, parent: input.parent };
    if (nameTaken(nodes, fresh, [nameZh, nameEn])) throw new Failure('TAKEN', { field: 'node' });
    const last = Math.max(0, ...nodes.filter((each) => each.tree === input.tree).map((each) => each.position));
    insertRow(tx, triageNodesTable, { ...fresh, nameZh, nameEn, position: last + 100 });
    return { id: fresh.id };
  }
  const node = nodeById(nodes, input.id);
  if (node.version !== input.version) throw new Failure('STALE', { seen: input.version, now: node.version, by: null, at: null });
  if (nameTaken(nodes, node, [nameZh, nameEn])) throw new Failure('TAKEN', { field: 'node' });
  const former = [...new Set([...node.former, node.nameZh, node.nameEn])].filter(
    (name) => name !== '' && name !== nameZh && name !== nameEn,
  );
  write(tx, { ...node, nameZh, nameEn, former });
  return { id: node.id };
}

/** Takes a node out of the choices, or puts it back; records keep it. Errors: NOT_FOUND. */
export function retireNode(tx: Tx, id: string, retired: boolean): void {
  write(tx, { ...nodeById(readTree(tx), id), retired });
}

/** Deletes an own node that nothing uses. Errors: NOT_FOUND, STATE_FORBIDS (in use, has some below it, or shipped: retire it). */
export function removeNode(tx: Tx, id: string): void {
  const nodes = readTree(tx);
  const node = nodeById(nodes, id);
  const tied = nodes.some((each) => each.parent === id || each.mergedInto === id) || node.mergedInto !== null;
  if (node.shipped || tied || (usesOf(tx, nodes).uses[id] ?? 0) > 0 || ruleUses(tx, id)) {
    throw new Failure('STATE_FORBIDS', { state: 'in_use', action: 'remove_node' });
  }
  tx.run('DELETE FROM triage_nodes WHERE id = ?', [id]);
}

const ruleUses = (db: Db, id: string): boolean =>
  db.get(`SELECT 1 FROM triage_rules WHERE json_extract(body, '$.subcategoryId') = ?`, [id]) !== undefined;

/** Makes two nodes one: everything of `id` counts under `into` from now on. Errors: NOT_FOUND, INVALID (why not). */
export function mergeNodes(tx: Tx, id: string, into: string): void {
  const nodes = readTree(tx);
  const from = nodeById(nodes, id);
  const problem = mergeProblem(from, nodeById(nodes, into));
  if (problem) throw new Failure('INVALID', { field: 'into', reason: problem });
  write(tx, { ...from, mergedInto: into });
}

/** Puts words that records bear and no node knows under a node. Errors: NOT_FOUND, INVALID (another tree or category; known already). */
export function adopt(tx: Tx, input: { tree: TreeKind; category: string; text: string; into: string }): void {
  const nodes = readTree(tx);
  const node = nodeById(nodes, input.into);
  if (node.tree !== input.tree || node.mergedInto !== null) throw new Failure('INVALID', { field: 'into', reason: 'other_tree' });
  if (node.tree === 'subcategory' && node.parent !== input.category) {
    throw new Failure('INVALID', { field: 'into', reason: 'other_category' });
  }
  if (nodeFinder(nodes)(input.tree, input.category, input.text)) throw new Failure('TAKEN', { field: 'node' });
  write(tx, { ...node, adopted: [...node.adopted, input.text] });
}

/** Puts the nodes of one parent in this order. Errors: NOT_FOUND, INVALID (not of this parent). */
export function orderNodes(tx: Tx, input: { tree: TreeKind; parent: string; ids: readonly string[] }): void {
  const nodes = readTree(tx);
  const moved = input.ids.map((id) => nodeById(nodes, id));
  if (moved.some((node) => node.tree !== input.tree || node.parent !== input.parent) || new Set(input.ids).size !== input.ids.length) {
    throw new Failure('INVALID', { field: 'ids', reason: 'unknown' });
  }
  const places = moved.map((node) => node.position).sort((a, b) => a - b);
  moved.forEach((node, index) => {
    const position = places[index] ?? node.position;
    if (position !== node.position) write(tx, { ...node, position });
  });
}

export type Uses = { uses: Record<string, number>; unplaced: { tree: TreeKind; category: string; text: string; uses: number }[] };

/** How many complaints each node has, and what they say that no node knows; read from covering indexes. */
export function usesOf(db: Db, nodes: readonly TreeNode[] = readTree(db)): Uses {
  const find = nodeFinder(nodes);
  const uses: Record<string, number> = {};
  const unplaced: Uses['unplaced'] = [];
  const count = (tree: TreeKind, of: string, text: string, n: number) => {
    const node = find(tree, of, text);
    if (!node) return void unplaced.push({ tree, category: of, text, uses: n });
    for (const id of node.tree === 'cause' && node.parent !== '' ? [node.id, standingNode(nodes, node.parent)?.id ?? ''] : [node.id]) {
      uses[id] = (uses[id] ?? 0) + n;
    }
  };
  for (const row of db.all<{ category: string; text: string; n: number }>(
    `SELECT category, subcategory AS text, count(*) AS n FROM complaints WHERE subcategory <> '' GROUP BY category, subcategory`,
  )) {
    count('subcategory', row.category, row.text, row.n);
  }
  for (const row of db.all<{ text: string; n: number }>(
    `SELECT root_cause AS text, count(*) AS n FROM complaints WHERE root_cause <> '' GROUP BY root_cause`,
  )) {
    count('cause', '', row.text, row.n);
  }
  unplaced.sort((a, b) => b.uses - a.uses || (a.text < b.text ? -1 : 1));
  return { uses, unplaced: unplaced.slice(0, 200) };
}
