import { describe, expect, it } from 'vitest';
import { type MemberKey, openDesk, record } from './desk.ts';

describe('another category', () => {
  it('keeps the owner unless the rule is asked anew; then the new department has it, and is told', async () => {
    const desk = await openDesk();
    const page = await record(desk, {}, 'manager');
    const { id, owner } = page.complaint;
    const mine = desk.as(desk.keyOf(owner?.id) as MemberKey).complaints;
    const change = { severity: 'general' as const, subcategory: '', reason: '说的是设备' };
    const act = () => ({ id, version: desk.version(id) });
    const stand = async () => (await desk.as('manager').complaints.get({ id })).complaint;
    await mine.changeSeverity({ ...act(), ...change, category: 'technical' });
    expect((await stand()).owner).toEqual(owner);
    await mine.changeSeverity({ ...act(), ...change, category: 'technical', redispatch: true });
    const moved = await stand();
    expect([desk.keyOf(moved.owner?.id), moved.state, moved.accepted]).toEqual(['support', 'assigned', false]);
    expect((await desk.as('support').messages.list({})).messages.map((message) => message.kind)).toContain('assigned');
  });

  it('asked anew and answered with the same owner changes nothing of the acceptance', async () => {
    const desk = await openDesk();
    const page = await record(desk, { category: 'technical' }, 'manager');
    const { id } = page.complaint;
    const act = () => ({ id, version: desk.version(id) });
    await desk.as('support').complaints.accept(act());
    const reason = { severity: 'serious' as const, category: 'technical' as const, subcategory: '', reason: '多次' };
    await desk.as('support').complaints.changeSeverity({ ...act(), ...reason, redispatch: true });
    const { complaint } = await desk.as('manager').complaints.get({ id });
    expect([desk.keyOf(complaint.owner?.id), complaint.state, complaint.accepted]).toEqual(['support', 'handling', true]);
  });
});
