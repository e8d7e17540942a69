import { expect, it } from 'vitest';
import { at, openDesk, record, refusal } from './desk.ts';

it('each of those told says for themselves to have seen a step; one does not answer for the others', async () => {
  const desk = await openDesk(at('2026-11-20 15:30'));
  const { id } = (await record(desk, { severity: 'critical' })).complaint;
  await desk.commands.run({ name: 'test', actor: { kind: 'cli' }, undo: 'none', topics: [] }, (tx) =>
    tx.run('UPDATE escalations SET handler_id = NULL, told = ? WHERE complaint_id = ?', [
      JSON.stringify([desk.staff.manager, desk.staff.supervisor].map((staffId) => ({ id: staffId, at: null }))),
      id,
    ]),
  );
  const step = async (key: 'manager' | 'supervisor') => (await desk.as(key).complaints.get({ id })).escalations[0];
  const asked = async (key: 'manager' | 'supervisor') => (await desk.as(key).today.get()).todos.some((each) => each.kind === 'escalation');
  const escalationId = (await step('manager'))?.id ?? '';
  await desk.as('manager').complaints.acknowledge({ escalationId });
  const first = desk.clock.now();
  expect([await asked('manager'), await asked('supervisor')]).toEqual([false, true]);
  expect([(await step('manager'))?.mineToAcknowledge, (await step('supervisor'))?.mineToAcknowledge]).toEqual([false, true]);
  desk.clock.step(60_000);
  await desk.as('supervisor').complaints.acknowledge({ escalationId });
  expect(await asked('supervisor')).toBe(false);
  expect(await step('supervisor')).toMatchObject({
    acknowledgedAt: first,
    acknowledgedBy: '陈静',
    mineToAcknowledge: false,
    told: [
      { name: '陈静', at: first },
      { name: '周岚', at: first + 60_000 },
    ],
  });
  expect((await refusal(desk.as('supervisor').complaints.acknowledge({ escalationId }))).code).toBe('STATE_FORBIDS');
});
