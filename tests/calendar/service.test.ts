import { describe, expect, it } from 'vitest';
import { DEFAULT_OPENING } from '#shared/rules/calendar.ts';
import { at, live, openDesk, record, refusal } from '../complaints/desk.ts';
import { person } from '../support/database.ts';

const { zone: _zone, ...defaults } = DEFAULT_OPENING;
const opening = () => structuredClone(defaults);

describe('opening hours', () => {
  it('are refused without any opening time, when they overlap, and when somebody was faster', async () => {
    const desk = await openDesk();
    const calendar = desk.as('manager').calendar;
    const { version } = await calendar.opening();
    const closed = { ...opening(), weekly: { 1: [], 2: [], 3: [], 4: [], 5: [], 6: [], 7: [] } };
    expect((await refusal(calendar.saveOpening({ opening: closed, version }))).code).toBe('NO_OPENING_TIME');
    const overlapping = {
      ...opening(),
      weekly: {
        ...opening().weekly,
        2: [
          [600, 900],
          [800, 1000],
        ] as [number, number][],
      },
    };
    expect(await refusal(calendar.saveOpening({ opening: overlapping, version }))).toEqual({
      code: 'INVALID',
      data: { field: 'weekly.2.1', reason: 'overlap' },
    });
    expect((await refusal(calendar.saveOpening({ opening: opening(), version: version + 1 }))).code).toBe('STALE');
    expect((await refusal(desk.as('specialist').calendar.saveOpening({ opening: opening(), version }))).code).toBe('FORBIDDEN');
  });

  it('recompute the open clocks with a line in the log; undo brings hours and clocks back', async () => {
    const desk = await openDesk(at('2026-11-20 20:58'));
    await desk.commands.run({ name: 'test', actor: { kind: 'cli' }, undo: 'none', topics: [] }, (tx) =>
      tx.run(`UPDATE settings SET value = json_set(value, '$.autoAssign', json('false')) WHERE id = 'centre'`),
    );
    const page = await record(desk);
    const due = async () =>
      (await desk.as('manager').complaints.get({ id: page.complaint.id })).clocks.find((clock) => clock.clock === 'dispatch')?.dueAt;
    expect(await due()).toBe(at('2026-11-21 08:33'));
    const calendar = desk.as('supervisor').calendar;
    const { version } = await calendar.opening();
    const exceptions = [{ from: '2026-11-21', to: '2026-11-21', intervals: [], note: '停电' }];
    const { commandId } = await calendar.saveOpening({ opening: { ...opening(), exceptions }, version });
    expect(await due()).toBe(at('2026-11-22 08:33'));
    const entries = (await desk.as('manager').complaints.get({ id: page.complaint.id })).entries;
    expect(entries.find((entry) => entry.text === 'deadline_moved')?.values).toEqual({
      clock: 'dispatch',
      before: at('2026-11-21 08:33'),
      after: at('2026-11-22 08:33'),
    });
    await desk.commands.undo(commandId, person(desk.staff.supervisor));
    expect(await due()).toBe(at('2026-11-21 08:33'));
  });

  it('leave a clock that was missed as it was missed', async () => {
    const desk = await openDesk(at('2026-11-20 20:58'));
    await desk.commands.run({ name: 'test', actor: { kind: 'cli' }, undo: 'none', topics: [] }, (tx) =>
      tx.run(`UPDATE settings SET value = json_set(value, '$.autoAssign', json('false')) WHERE id = 'centre'`),
    );
    const page = await record(desk);
    desk.clock.set(at('2026-11-21 09:00'));
    await desk.scan();
    const calendar = desk.as('manager').calendar;
    const { version } = await calendar.opening();
    await calendar.saveOpening({
      opening: { ...opening(), exceptions: [{ from: '2026-11-21', to: '2026-11-21', intervals: [], note: '停电' }] },
      version,
    });
    const dispatch = (await desk.as('manager').complaints.get({ id: page.complaint.id })).clocks.find(
      (clock) => clock.clock === 'dispatch',
    );
    expect(dispatch?.dueAt).toBe(at('2026-11-21 08:33'));
    expect(live(desk, page.complaint.id).filter((event) => event.kind === 'missed')).toHaveLength(1);
  });

  it('are tried out before they are saved', async () => {
    const desk = await openDesk();
    const tried = await desk.as('specialist').calendar.tryOut({ opening: opening(), zone: 'Asia/Shanghai', at: at('2026-11-20 20:58') });
    expect(tried).toEqual({
      dueAt: at('2026-11-21 08:33'),
      parts: [
        { day: '2026-11-20', minutes: 2 },
        { day: '2026-11-21', minutes: 3 },
      ],
    });
  });

  it('say which years are known', async () => {
    const desk = await openDesk(at('2026-11-20 12:00'));
    expect(await desk.as('specialist').calendar.statutory()).toMatchObject({ missingNextYear: false, provisionalYears: [] });
    desk.clock.set(at('2026-12-01 00:00'));
    expect(await desk.as('specialist').calendar.statutory()).toMatchObject({ missingNextYear: true, provisionalYears: [2027] });
  });
});

describe('the roster', () => {
  it('decides who gets a complaint: on duty now, else whose duty starts first, never who is on leave', async () => {
    const desk = await openDesk(at('2026-11-20 15:30'));
    const roster = desk.as('supervisor').calendar;
    await roster.setDuty({ staffId: desk.staff.specialist, day: '2026-11-20', intervals: [[18 * 60, 21 * 60]] });
    await roster.setDuty({ staffId: desk.staff.specialist2, day: '2026-11-20', intervals: [[15 * 60, 18 * 60]] });
    const now = await record(desk);
    expect([desk.keyOf(now.complaint.owner?.id), now.assignment.rule]).toEqual(['specialist2', 'on_duty']);
    await roster.addLeave({ staffId: desk.staff.specialist2, fromDay: '2026-11-20', toDay: '2026-11-20', reason: '病假' });
    const later = await record(desk);
    expect([desk.keyOf(later.complaint.owner?.id), later.assignment.rule]).toEqual(['specialist', 'next_duty']);
    // The 30 opening minutes begin with the duty, not with the assignment.
    desk.clock.set(at('2026-11-20 18:29'));
    await desk.scan();
    expect(desk.keyOf(desk.db.get<{ o: string }>('SELECT owner_id AS o FROM complaints WHERE id = ?', [later.complaint.id])?.o)).toBe(
      'specialist',
    );
    desk.clock.set(at('2026-11-20 18:31'));
    await desk.scan();
    expect(desk.keyOf(desk.db.get<{ o: string }>('SELECT owner_id AS o FROM complaints WHERE id = ?', [later.complaint.id])?.o)).toBe(
      'supervisor',
    );
    const duty = await roster.duty({ from: '2026-11-20', to: '2026-11-20' });
    expect([duty.duty.length, duty.leave.length]).toEqual([2, 1]);
    await roster.removeLeave({ id: duty.leave[0]?.id ?? '' });
    expect((await roster.duty({ from: '2026-11-20', to: '2026-11-20' })).leave).toEqual([]);
    expect(
      (await refusal(desk.as('specialist').calendar.setDuty({ staffId: desk.staff.specialist, day: '2026-11-20', intervals: [] }))).code,
    ).toBe('FORBIDDEN');
    expect(
      (
        await refusal(
          roster.setDuty({
            staffId: desk.staff.specialist,
            day: '2026-11-20',
            intervals: [
              [600, 700],
              [650, 800],
            ],
          }),
        )
      ).code,
    ).toBe('INVALID');
  });

  it('takes a whole week over in one command that one undo takes back', async () => {
    const desk = await openDesk(at('2026-11-20 15:30'));
    const roster = desk.as('supervisor').calendar;
    const week = ['2026-11-24', '2026-11-25', '2026-11-26'].map((day) => ({
      staffId: desk.staff.specialist,
      day,
      intervals: [
        [720, 840],
        [900, 1260],
      ] as [number, number][],
    }));
    const { commandId } = await roster.setDuties({ duties: week });
    expect((await roster.duty({ from: '2026-11-24', to: '2026-11-30' })).duty).toHaveLength(6);
    await desk.commands.undo(commandId, person(desk.staff.supervisor));
    expect((await roster.duty({ from: '2026-11-24', to: '2026-11-30' })).duty).toEqual([]);
  });
});
