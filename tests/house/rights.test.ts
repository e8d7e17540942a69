import { isContractProcedure } from '@orpc/contract';
import { isProcedure } from '@orpc/server';
import { describe, expect, it } from 'vitest';
import { router } from '#main/router.ts';
import type { Meta } from '#shared/contract/base.ts';
import { role } from '#shared/contract/fields.ts';
import { contract } from '#shared/contract/index.ts';
import { grantsByRole, grantsOf, rights } from '#shared/rules/access.ts';

type Found = { path: string; procedure: { '~orpc': { meta: unknown; inputSchema?: unknown; outputSchema?: unknown } } };

function walk(node: unknown, is: (node: unknown) => boolean, path: string[] = []): Found[] {
  if (is(node)) return [{ path: path.join('.'), procedure: node as Found['procedure'] }];
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([name, inner]) => walk(inner, is, [...path, name]));
}

const declared = walk(contract, isContractProcedure);
const served = walk(router, isProcedure);
const needs = (found: Found) => (found.procedure['~orpc'].meta as Meta).needs;
const open = ['public', 'session', 'signed-in'];

/** What a stranger at the screen can reach. A new line here is a decision. */
const BEFORE_LOGIN = [
  'calendar.tryOut',
  'changes.watch',
  'drafts.save',
  'program.setScheme',
  'session.current',
  'session.lock',
  'session.login',
  'session.logout',
  'session.resetWithRecoveryCode',
  'session.switchTo',
  'session.switchable',
  'session.unlock',
  'setup.demoAccounts',
  'setup.finish',
  'setup.leaveDemo',
  'setup.openDemo',
];

describe('the contract', () => {
  it('was found', () => {
    expect(declared.length).toBeGreaterThan(60);
  });

  it.each(declared.map((found) => [found.path, found] as const))('%s declares what it needs, and what it answers', (_path, found) => {
    expect([...open, ...rights]).toContain(needs(found));
    expect(found.procedure['~orpc'].outputSchema).toBeDefined();
  });

  it('lets nobody in before the login but for these', () => {
    const free = declared.filter((found) => ['public', 'session'].includes(needs(found))).map(({ path }) => path);
    expect(free.sort()).toEqual(BEFORE_LOGIN);
  });

  it('uses every right of the table', () => {
    const used = new Set(declared.map(needs));
    // rights that only widen or narrow what another right shows, inside a service
    const inner = ['money.read', 'complaints.supervise', 'reports.own', 'students.reveal', 'exports.personal', 'roster.manage'];
    expect(rights.filter((right) => !used.has(right) && !inner.includes(right))).toEqual([]);
  });
});

describe('the rights table', () => {
  it('has a row of grants for every role, and every right for the manager', () => {
    expect(Object.keys(grantsByRole).sort()).toEqual([...role.options].sort());
    for (const right of rights) expect(grantsByRole.manager[right]).toBe('all');
  });

  it('grants nothing that is no right', () => {
    for (const grants of Object.values(grantsByRole)) for (const right of Object.keys(grants)) expect(rights).toContain(right);
  });

  it('gives a right without a role to nobody', () => {
    expect(grantsOf([], false)).toEqual({});
  });
});

describe('the router', () => {
  it('answers every procedure of the contract and no other', () => {
    expect(served.map(({ path }) => path).sort()).toEqual(declared.map(({ path }) => path).sort());
  });

  it.each(served.map((found) => [found.path, found] as const))('%s checks what the contract declares', (path, found) => {
    const promised = declared.find((each) => each.path === path);
    expect(found.procedure['~orpc'].meta).toEqual(promised?.procedure['~orpc'].meta);
    expect(found.procedure['~orpc'].inputSchema).toBe(promised?.procedure['~orpc'].inputSchema);
    expect(found.procedure['~orpc'].outputSchema).toBe(promised?.procedure['~orpc'].outputSchema);
  });
});
