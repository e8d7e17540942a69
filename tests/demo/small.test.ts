import { expect, it } from 'vitest';
import { verifyDatabase } from '#main/audit/verify.ts';
import { digestTables } from '#main/demo/digest.ts';
import { livedCentre, TINY, UNTIL } from './demo-desk.ts';

it('lives through its days by commands: late ones, closed ones, visits, and something left for the last morning', {
  timeout: 120_000,
}, async () => {
  const { db, core, accounts, refused, log } = await livedCentre(3);
  const one = (sql: string): number => db.get<{ n: number }>(`SELECT count(*) AS n FROM ${sql}`)?.n ?? 0;
  expect(one('students')).toBe(TINY.students);
  expect(one(`complaints WHERE state = 'closed'`)).toBeGreaterThan(10);
  expect(one(`complaints WHERE state NOT IN ('closed', 'withdrawn')`)).toBeGreaterThan(5);
  expect(one(`clocks WHERE outcome = 'missed'`)).toBeGreaterThan(0);
  expect(one(`escalations WHERE step = 'level1'`)).toBeGreaterThan(0);
  expect(one(`follow_ups WHERE rule = 'complaint_visit' AND state = 'done'`)).toBeGreaterThan(5);
  expect(one(`follow_ups WHERE state = 'open' AND next_on <= '${UNTIL}'`)).toBeGreaterThan(5);
  expect(one(`complaints WHERE state = 'waiting'`)).toBeGreaterThan(0);
  expect(one('duties')).toBeGreaterThan(50);
  expect(accounts.map((account) => account.role).sort()).toEqual(['advisor', 'manager', 'specialist', 'supervisor', 'support']);
  const now = core.services.clock.now();
  expect(db.get<{ at: number }>('SELECT max(at) AS at FROM command')?.at).toBeLessThan(now);
  expect([...refused.keys()].filter((code) => !['STATE_FORBIDS', 'STALE', 'FORBIDDEN', 'CLOSING_INCOMPLETE'].includes(code))).toEqual([]);
  expect([...refused.values()].reduce((sum, count) => sum + count, 0)).toBeLessThan(12);
  expect(log.entries.filter((entry) => entry.level === 'error')).toEqual([]);
  expect(verifyDatabase(db)).toMatchObject({ ok: true });
});

it('is the same for the same seed and day', { timeout: 120_000 }, async () => {
  const size = { ...TINY, students: 25, days: 40 };
  const first = digestTables((await livedCentre(9, size)).db);
  const second = digestTables((await livedCentre(9, size)).db);
  expect(second).toEqual(first);
});
