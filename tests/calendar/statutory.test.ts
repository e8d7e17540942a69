import { describe, expect, it } from 'vitest';
import { at, complaintOf, type Desk, openDesk, refusal } from '../complaints/desk.ts';
import { person } from '../support/database.ts';

/** As the holiday-cn project writes a year. */
const nextYear = JSON.stringify({
  year: 2027,
  papers: [],
  days: [
    { name: '元旦', date: '2027-01-01', isOffDay: true },
    { name: '元旦', date: '2027-01-02', isOffDay: true },
    { name: '元旦', date: '2027-01-03', isOffDay: true },
    { name: '元旦', date: '2027-01-04', isOffDay: true },
    { name: '元旦', date: '2027-01-10', isOffDay: false },
    { name: '春节', date: '2027-02-06', isOffDay: true },
    { name: '清明节', date: '2027-04-05', isOffDay: true },
    { name: '劳动节', date: '2027-05-01', isOffDay: true },
    { name: '端午节', date: '2027-06-09', isOffDay: true },
    { name: '中秋节', date: '2027-09-15', isOffDay: true },
    { name: '国庆节', date: '2027-10-01', isOffDay: true },
  ],
});

/** A complaint with a rectification clock that was decided at the desk's now; answers its due time. */
async function rectification(desk: Desk) {
  const manager = desk.as('manager').complaints;
  const { id } = await desk.as('specialist').complaints.record(complaintOf(desk));
  await manager.decide({
    id,
    version: desk.version(id),
    decision: '整改',
    rectification: { what: '加防滑垫', ownerId: desk.staff.support },
  });
  const clock = () =>
    desk.db.get<{ due: number; provisional: number }>(
      `SELECT due_at AS due, provisional FROM clocks WHERE subject_id = ? AND clock = 'rectification'`,
      [id],
    );
  const lines = () =>
    desk.db.all<{ vals: string }>(
      `SELECT vals FROM complaint_entries WHERE complaint_id = ? AND text = 'deadline_moved' AND voids IS NULL`,
      [id],
    );
  return { id, clock, lines };
}

describe('statutory days', () => {
  it('a file for the next year is shown first, taken, moves open clocks with a line, and is undone', async () => {
    const desk = await openDesk(at('2026-12-29 15:30'));
    const calendar = desk.as('supervisor').calendar;
    expect(await calendar.statutory()).toMatchObject({ missingNextYear: true, provisionalYears: [2027] });
    const { clock, lines } = await rectification(desk);
    // Dec 30, 31, Jan 4, 5, 6, 7, 8
    expect(clock()).toEqual({ due: at('2027-01-09 00:00'), provisional: 1 });
    expect((await calendar.statutoryYear({ year: 2027 })).days[0]).toMatchObject({ day: '2027-01-01', work: false, source: 'regulation' });
    const preview = await calendar.previewStatutory({ text: nextYear });
    expect(preview).toMatchObject({ problem: null, years: [2027], off: 10, work: 1 });
    expect(preview.changes).toContainEqual({ day: '2027-01-04', before: true, after: false, name: '元旦', holiday: 'new_year' });
    expect(preview.changes).toContainEqual({ day: '2027-01-10', before: false, after: true, name: '元旦', holiday: 'new_year' });
    expect((await calendar.statutory()).missingNextYear).toBe(true);
    const { commandId } = await calendar.takeStatutory({ name: '2027.json', text: nextYear });
    // Jan 4 is free, Sunday 10 is worked
    expect(clock()).toEqual({ due: at('2027-01-11 00:00'), provisional: 0 });
    expect(lines()).toHaveLength(1);
    expect(await calendar.statutory()).toMatchObject({ missingNextYear: false });
    expect(await calendar.statutoryYear({ year: 2027 })).toMatchObject({ known: true, file: { name: '2027.json', years: [2027] } });
    await desk.commands.undo(commandId, person(desk.staff.supervisor));
    expect(clock()).toEqual({ due: at('2027-01-09 00:00'), provisional: 1 });
    expect(await calendar.statutoryYear({ year: 2027 })).toMatchObject({ known: false, file: null });
  });

  it('a table is read as well; a second file keeps the years of the first; reset brings the shipped notices back', async () => {
    const desk = await openDesk();
    const calendar = desk.as('manager').calendar;
    await calendar.takeStatutory({ name: '2027.json', text: nextYear });
    const table =
      '\uFEFF日期,类型,名称\r\n2028/1/1,休,元旦\r\n2028-01-26,休,春节\r\n2028-04-04,休,清明节\r\n2028-05-01,休,劳动节\r\n2028-05-28,休,端午节\r\n2028-10-03,休,中秋节\r\n2028-10-01,off,国庆节\r\n2028-10-08,班,\r\n';
    await calendar.takeStatutory({ name: '2028.csv', text: table });
    expect((await calendar.statutory()).years).toEqual(expect.arrayContaining([2026, 2027, 2028]));
    const { days } = await calendar.statutoryYear({ year: 2028 });
    expect([days[0], days[5], days[7]]).toEqual([
      { day: '2028-01-01', work: false, name: '元旦', holiday: 'new_year', source: 'file' },
      { day: '2028-10-01', work: false, name: '国庆节', holiday: 'national_day', source: 'file' },
      { day: '2028-10-08', work: true, name: '', holiday: null, source: 'file' },
    ]);
    await calendar.resetStatutory({ what: 'file' });
    expect((await calendar.statutory()).years).not.toContain(2027);
  });

  it('one day by hand wins over everything, and is given back', async () => {
    const desk = await openDesk(at('2026-11-20 15:30'));
    const calendar = desk.as('supervisor').calendar;
    const { clock, lines } = await rectification(desk);
    // Mon 23 – Fri 27, Mon 30, Tue 1
    expect(clock()?.due).toBe(at('2026-12-02 00:00'));
    await calendar.setStatutoryDay({ day: '2026-11-22', kind: 'work', name: '补班' });
    expect(clock()?.due).toBe(at('2026-12-01 00:00'));
    expect((await calendar.statutoryYear({ year: 2026 })).days).toContainEqual({
      day: '2026-11-22',
      work: true,
      name: '补班',
      holiday: null,
      source: 'hand',
    });
    await calendar.setStatutoryDay({ day: '2026-11-22', kind: null, name: '' });
    expect(clock()?.due).toBe(at('2026-12-02 00:00'));
    expect(lines()).toHaveLength(2);
    await calendar.setStatutoryDay({ day: '2026-11-23', kind: 'off', name: '' });
    await calendar.resetStatutory({ what: 'hand' });
    expect(clock()?.due).toBe(at('2026-12-02 00:00'));
    expect((await refusal(desk.as('specialist').calendar.setStatutoryDay({ day: '2026-11-23', kind: 'off' }))).code).toBe('FORBIDDEN');
  });

  it.each([
    ['{', 'not_json', ''],
    ['{"a":1}', 'wrong_shape', ''],
    ['[]', 'wrong_shape', ''],
    ['{"year":2027,"days":[]}', 'no_days', ''],
    ['日期,类型\n2027-01-01,休\n2027-13-01,休', 'bad_line', '3'],
    ['2027-01-01,也许', 'bad_line', '1'],
    ['2027-01-01,休\n2027-01-01,班', 'bad_line', '2'],
    ['2027-05-01,休,劳动节', 'year_incomplete', '2027'],
    ['2027-01-01,休,元旦\n2027-10-01,休,国庆节', 'year_incomplete', '2027'],
    ['{"years":[2027],"days":{"2028-01-01":{"kind":"off"}}}', 'day_outside_years', '2028-01-01'],
    ['日期,类型', 'no_days', ''],
    ['', 'not_json', ''],
  ])('the file %s is refused: %s', async (text, code, detail) => {
    const desk = await openDesk();
    const calendar = desk.as('manager').calendar;
    const { problem } = await calendar.previewStatutory({ text });
    expect(problem?.code).toBe(code);
    if (detail !== '') expect(problem?.detail).toBe(detail);
    expect(await refusal(calendar.takeStatutory({ name: 'x', text }))).toEqual({ code: 'FILE_UNREADABLE', data: { reason: code } });
    expect(desk.db.get(`SELECT 1 FROM settings WHERE id = 'statutory'`)).toBeUndefined();
  });
});
