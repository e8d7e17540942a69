import { type Context, os, personOf, type Services } from '#main/base/os.ts';
import type { Actor, Tx } from '#main/db/open.ts';
import type { Done } from '#shared/contract/fields.ts';
import * as triage from './service.ts';

type Caller = Services & { actor: Actor; connection: Context['connection'] };

/** One change = one command that its rows take back. */
async function run<T>(context: Caller, name: string, fn: (tx: Tx) => T): Promise<T & Done> {
  const { result, commandId } = await context.commands.run(
    { name: `triage.${name}`, actor: context.actor, undo: 'rows', topics: ['triage'] },
    (tx) => fn(tx) ?? {},
  );
  return { ...(result as T), commandId, undoable: true };
}

export const triageRouter = {
  tree: os.triage.tree.handler(({ context }) => ({ nodes: triage.readTree(context.db) })),
  uses: os.triage.uses.handler(({ context }) => triage.usesOf(context.db)),
  saveNode: os.triage.saveNode.handler(({ input, context }) =>
    run(context, input.id === null ? 'add-node' : 'rename-node', (tx) => triage.saveNode(tx, context.ids, input)),
  ),
  retireNode: os.triage.retireNode.handler(({ input, context }) =>
    run(context, input.retired ? 'retire-node' : 'restore-node', (tx) => triage.retireNode(tx, input.id, input.retired)),
  ),
  removeNode: os.triage.removeNode.handler(({ input, context }) => run(context, 'remove-node', (tx) => triage.removeNode(tx, input.id))),
  mergeNodes: os.triage.mergeNodes.handler(({ input, context }) =>
    run(context, 'merge-nodes', (tx) => triage.mergeNodes(tx, input.id, input.into)),
  ),
  adopt: os.triage.adopt.handler(({ input, context }) => run(context, 'adopt', (tx) => triage.adopt(tx, input))),
  orderNodes: os.triage.orderNodes.handler(({ input, context }) => run(context, 'order-nodes', (tx) => triage.orderNodes(tx, input))),
  rules: os.triage.rules.handler(({ input, context }) => triage.readRules(context.db, input.lang)),
  saveRule: os.triage.saveRule.handler(({ input, context }) => run(context, 'save-rule', (tx) => triage.saveRule(tx, context.ids, input))),
  resetRule: os.triage.resetRule.handler(({ input, context }) => run(context, 'reset-rule', (tx) => triage.resetRule(tx, input.id))),
  resetRules: os.triage.resetRules.handler(({ context }) => run(context, 'reset-rules', (tx) => triage.resetRules(tx))),
  tryRules: os.triage.tryRules.handler(({ input, context }) => triage.tryRules(context.db, input.words, input.draft, input.lang)),
  recurring: os.triage.recurring.handler(({ context }) =>
    triage.recurringOf(context.db, personOf(context.identity), context.clock.now(), context.host.lang ?? 'zh-CN'),
  ),
  dismissRecurring: os.triage.dismissRecurring.handler(({ input, context }) =>
    run(context, 'dismiss-recurring', (tx) => triage.dismissRecurring(tx, context.ids, personOf(context.identity), input)),
  ),
};
