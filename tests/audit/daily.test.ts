import { expect, test } from 'vitest';
import type { verifyDatabase } from '#main/audit/verify.ts';
import { HOUR } from '#shared/rules/zone.ts';
import { openDesk } from '../support/desk.ts';
import { until } from '../support/until.ts';

test('checks everything once a day by itself, shows how it ended, and tells the managers what it found', { timeout: 120_000 }, async () => {
  const desk = await openDesk({ staff: ['specialist'] });
  const [manager, clerk] = [desk.as('manager'), desk.as('specialist')];
  // 12:30; the check comes an hour after the backup of noon
  await desk.core.start();
  expect(await manager.audit.lastCheck()).toBeNull();
  await expect(clerk.audit.lastCheck()).rejects.toMatchObject({ code: 'FORBIDDEN' });
  const found = async (brokenAt: unknown) =>
    until(async () => expect(await manager.audit.lastCheck()).toEqual({ at: desk.clock.now(), brokenAt }), 50_000);
  desk.clock.step(HOUR);
  desk.core.wake();
  await found(null);

  const db = desk.core.services.db as Parameters<typeof verifyDatabase>[0];
  db.raw.exec('DROP TRIGGER history_is_final; UPDATE history SET row_id = row_id || 0 WHERE id = 1');
  desk.clock.step(24 * HOUR);
  desk.core.wake();
  await found(expect.stringMatching(/^chain:/));
  const kinds = async (api: typeof manager) => (await api.messages.list({})).messages.map((message) => message.kind);
  await until(async () => expect(await kinds(manager)).toEqual(['check_failed']));
  expect(await kinds(clerk)).toEqual([]);
  expect(desk.log.entries).toContainEqual(expect.objectContaining({ event: 'check.failed', code: 'chain' }));
});
