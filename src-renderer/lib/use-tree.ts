import { useQuery } from '@tanstack/react-query';
import type { TreeNode } from '#shared/rules/triage-tree.ts';
import { orpc } from './orpc.ts';

const NONE: TreeNode[] = [];

/** Sub-categories and root causes of the centre; empty until they have come. */
export function useTree(): TreeNode[] {
  return useQuery(orpc.triage.tree.queryOptions()).data?.nodes ?? NONE;
}
