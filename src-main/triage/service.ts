/** The public face of categories, causes and rules: other slices import only this file and tables.ts. */
export { dismissRecurring, recurringOf } from './recurring.ts';
export { proposeBy, readRules, resetRule, resetRules, saveRule, tryRules } from './rules.ts';
export { adopt, mergeNodes, orderNodes, readTree, removeNode, retireNode, saveNode, usesOf } from './tree.ts';
