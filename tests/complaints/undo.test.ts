import { describe, expect, it } from 'vitest';
import { person } from '../support/database.ts';
import { at, complaintOf, type Desk, live, type MemberKey, openDesk, record, refusal } from './desk.ts';

const HOUR = 3_600_000;
const snapshot = (desk: Desk, id: string) => ({
  complaint: desk.db.get<Record<string, unknown>>('SELECT * FROM complaints WHERE id = ?', [id]),
  clocks: desk.db.all('SELECT * FROM clocks WHERE subject_id = ? ORDER BY id', [id]),
  states: desk.db.all('SELECT * FROM complaint_states WHERE complaint_id = ? ORDER BY id', [id]),
  rectifications: desk.db.all('SELECT * FROM rectifications ORDER BY id'),
  promises: desk.db.all('SELECT * FROM promises ORDER BY id'),
  followUps: desk.db.all('SELECT * FROM follow_ups ORDER BY id'),
  events: live(desk, id),
});
const without = (snap: ReturnType<typeof snapshot>) => ({ ...snap, complaint: { ...snap.complaint, version: 0 } });

async function begun(desk: Desk) {
  const page = await record(desk, {}, 'manager');
  const { id } = page.complaint;
  const owner = desk.keyOf(page.complaint.owner?.id) as MemberKey;
  await desk.as(owner).complaints.accept({ id, version: 1 });
  return { id, owner, mine: desk.as(owner).complaints, act: () => ({ id, version: desk.version(id) }) };
}

describe('undo', () => {
  it('takes each act back: rows, clocks, events, visit; the version goes on', async () => {
    const desk = await openDesk(at('2026-11-20 15:30'));
    const { id, owner, mine, act } = await begun(desk);
    const acts: Record<string, () => Promise<{ commandId: string; undoable: boolean }>> = {
      contact: () =>
        mine.logContact({
          ...act(),
          channel: 'phone',
          direction: 'out',
          outcome: 'reached',
          words: '在查',
          toldProgress: true,
          promisedUntil: desk.clock.now() + HOUR,
        }),
      wait: () => mine.wait({ ...act(), reason: '等截图', until: desk.clock.now() + HOUR }),
      decide: () => mine.decide({ ...act(), decision: '整改', rectification: { what: '流程', ownerId: desk.staff.supervisor } }),
      tell: () => mine.tell({ ...act(), channel: 'phone', words: '好了' }),
      severity: () => mine.changeSeverity({ ...act(), severity: 'serious', category: 'service', subcategory: '', reason: '多次' }),
      withdraw: () => mine.withdraw({ ...act(), reason: '撤回' }),
      offer: () => mine.offerHandOver({ ...act(), staffId: desk.staff.manager }),
    };
    for (const [name, run] of Object.entries(acts)) {
      desk.clock.step(60_000);
      const before = snapshot(desk, id);
      const { commandId, undoable } = await run();
      expect(undoable, name).toBe(true);
      await desk.commands.undo(commandId, person(desk.staff[owner]));
      const after = snapshot(desk, id);
      expect(without(after), name).toEqual(without(before));
      expect(after.complaint?.version, name).toBe(Number(before.complaint?.version) + 2);
    }
    const page = await mine.get({ id });
    expect(page.entries.filter((entry) => entry.voided).length).toBeGreaterThanOrEqual(Object.keys(acts).length);
    expect(page.entries.find((entry) => entry.words === '在查')?.voided).toBe(true);
    // What was undone can be done again: events come with their next revision, rounds are not used twice.
    await mine.logContact({ ...act(), channel: 'phone', direction: 'out', outcome: 'reached', words: '再说', toldProgress: true });
    expect(live(desk, id).filter((event) => event.kind === 'met' && event.clock === 'first_response')).toHaveLength(1);
    await mine.tell({ ...act(), channel: 'phone', words: '好了' });
    expect((await mine.get({ id })).visit?.state).toBe('open');
  });

  it('of a recording leaves the complaint, withdrawn as undone; its number is not used again', async () => {
    const desk = await openDesk(at('2026-11-21 10:00'));
    const { id, number, commandId } = await desk.as('specialist').complaints.record(complaintOf(desk));
    await desk.commands.undo(commandId, person(desk.staff.specialist));
    const page = await desk.as('manager').complaints.get({ id });
    expect(page.complaint.state).toBe('withdrawn');
    expect(page.clocks.filter((clock) => clock.stoppedAt === null)).toEqual([]);
    expect(desk.db.get(`SELECT reason FROM complaint_states WHERE state = 'withdrawn'`)).toEqual({ reason: 'undone' });
    const next = await desk.as('specialist').complaints.record(complaintOf(desk));
    expect([number, next.number]).toEqual(['C20261121-001', 'C20261121-002']);
  });

  it('what the program raised in between stays and does not block; what a person did blocks', async () => {
    const desk = await openDesk(at('2026-11-20 15:30'));
    const { id, owner, mine, act } = await begun(desk);
    desk.clock.set(at('2026-11-21 10:38'));
    await desk.scan();
    const { commandId } = await mine.wait({ ...act(), reason: '等截图', until: at('2026-11-21 10:43') });
    desk.clock.set(at('2026-11-21 10:43'));
    await desk.scan();
    desk.clock.set(at('2026-11-21 10:45'));
    await desk.scan();
    await desk.commands.undo(commandId, person(desk.staff[owner]));
    const page = await mine.get({ id });
    const response = page.clocks.find((clock) => clock.clock === 'first_response');
    expect(response?.warned).toBe(true);
    expect(live(desk, id).filter((event) => event.kind === 'warned')).toHaveLength(1);
    expect(desk.db.all('SELECT state FROM complaint_states WHERE complaint_id = ? AND to_at IS NULL', [id])).toEqual([
      { state: 'handling' },
    ]);
    const note = await mine.addNote({ ...act(), words: '记一下' });
    await desk.as('manager').complaints.addNote({ ...act(), words: '看到了' });
    expect((await refusal(desk.commands.undo(note.commandId, person(desk.staff[owner])))).code).toBe('UNDO_CONFLICT');
  });
});
