import { describe, expect, it } from 'vitest';
import { at, complaintOf, openDesk, record } from '../complaints/desk.ts';

describe('the bell', () => {
  it('turns pages newest first, counts what is unread, and reads only what is mine', async () => {
    const desk = await openDesk(at('2026-11-20 15:30'));
    for (let i = 0; i < 5; i++) await record(desk, { severity: 'critical' });
    const bell = desk.as('manager').messages;
    const first = await bell.list({ limit: 2 });
    const second = await bell.list({ limit: 2, cursor: first.next ?? undefined });
    const third = await bell.list({ limit: 2, cursor: second.next ?? undefined });
    expect([first.messages.length, second.messages.length, third.messages.length, third.next]).toEqual([2, 2, 1, null]);
    expect(new Set([...first.messages, ...second.messages, ...third.messages].map((message) => message.id)).size).toBe(5);
    expect(first.unread).toBe(5);
    const [one] = first.messages;
    expect(one).toMatchObject({ kind: 'escalated', dueAt: desk.clock.now(), values: { level: 2, severity: 'critical' } });
    await desk.as('specialist').messages.markRead({ ids: [one?.id ?? ''] });
    expect((await bell.list({})).unread).toBe(5);
    await bell.markRead({ ids: [one?.id ?? ''] });
    expect((await bell.list({})).unread).toBe(4);
  });

  it('publishes a notice with codes and ids after the command was saved, and none for a command that failed', async () => {
    const desk = await openDesk(at('2026-11-20 15:30'));
    const heard = desk.changes.subscribe();
    await expect(desk.as('specialist').complaints.record(complaintOf(desk, { aboutStaffIds: [desk.ids.next()] }))).rejects.toThrow();
    const { id, number } = await desk.as('specialist').complaints.record(complaintOf(desk, { severity: 'critical' }));
    const changes = [];
    for (let change = await heard.next(); !change.done; change = await heard.next()) {
      changes.push(change.value);
      if (change.value.notice?.code === 'escalated') break;
    }
    expect(changes[0]?.topics).toContain('complaints');
    expect(changes.at(-1)?.notice).toMatchObject({ code: 'escalated', data: { ref: { kind: 'complaint', id, number } } });
    expect(JSON.stringify(changes)).not.toMatch(/张思凡|周淑芬|1380000/);
  });
});
