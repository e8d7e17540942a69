import { describe, expect, it } from 'vitest';
import { undoImport } from '#main/imports/undo.ts';
import { complaintsReport } from '#main/reports/service.ts';
import { person, system } from '../support/database.ts';
import { type Desk, openDesk, record, refusal } from './desk.ts';

/** Zhang learns maths and writing, Li learns maths; the ids of the packs by word. */
async function withPacks(desk: Desk) {
  const packs = { maths: desk.ids.next(), writing: desk.ids.next(), ended: desk.ids.next(), li: desk.ids.next() };
  await desk.commands.run({ name: 'test.packs', actor: { kind: 'cli' }, undo: 'none', topics: [] }, (tx) => {
    const courses = { maths: desk.ids.next(), writing: desk.ids.next() };
    tx.run(`INSERT INTO courses (id, name) VALUES (?, '数学'), (?, '书法')`, [courses.maths, courses.writing]);
    const add = (id: string, student: string, course: string, className: string, day: string, endedOn: string | null) =>
      tx.run(
        `INSERT INTO enrolments (id, student_id, course_id, kind, class_name, enrolled_on, ended_on, paid_fen, paid_halves, created_at)
         VALUES (?, ?, ?, 'new', ?, ?, ?, 0, 40, 0)`,
        [id, student, course, className, day, endedOn],
      );
    add(packs.maths, desk.students.zhang, courses.maths, '数学周六班', '2026-09-01', null);
    add(packs.writing, desk.students.zhang, courses.writing, '书法周日班', '2026-09-02', null);
    add(packs.ended, desk.students.zhang, courses.maths, '数学旧班', '2025-09-01', '2026-06-30');
    add(packs.li, desk.students.li, courses.maths, '数学周六班', '2026-09-03', null);
  });
  return packs;
}
const NOVEMBER = { from: '2026-11-01', to: '2026-11-30' };
const byCourse = (desk: Desk) =>
  complaintsReport(desk.db, NOVEMBER, desk.clock.now())
    .courses.map(({ name, received }) => [name, received])
    .sort();
const concerned = async (desk: Desk, id: string) =>
  (await desk.as('manager').complaints.get({ id })).students.flatMap((student) =>
    student.packs.filter((pack) => pack.concerned).map((pack) => `${student.name} ${pack.className}`),
  );

describe('the packs that a complaint is about', () => {
  it('are named when it is recorded: the page marks them, and only they count by course; with none named all do', async () => {
    const desk = await openDesk();
    const packs = await withPacks(desk);
    const offered = await desk.as('specialist').complaints.packs({ studentIds: [desk.students.zhang] });
    expect(offered.map((pack) => [pack.course, pack.className])).toEqual([
      ['书法', '书法周日班'],
      ['数学', '数学周六班'],
    ]);
    await record(desk);
    expect(byCourse(desk)).toEqual([
      ['书法', 1],
      ['数学', 1],
    ]);
    const { complaint } = await record(desk, { enrolmentIds: [packs.writing, packs.writing] });
    expect(await concerned(desk, complaint.id)).toEqual(['张思凡 书法周日班']);
    expect(byCourse(desk)).toEqual([
      ['书法', 2],
      ['数学', 1],
    ]);
  });

  it('are those of its students: another pack is refused and nothing is recorded', async () => {
    const desk = await openDesk();
    const packs = await withPacks(desk);
    const failure = await refusal(record(desk, { enrolmentIds: [packs.li] }));
    expect(failure).toMatchObject({ code: 'INVALID', data: { field: 'enrolmentIds', reason: 'unknown' } });
    expect(desk.db.get('SELECT count(*) AS n FROM complaints')).toEqual({ n: 0 });
  });

  it('are corrected with a line in the log, taken back by undo, and leave with their student', async () => {
    const desk = await openDesk();
    const packs = await withPacks(desk);
    const { complaint } = await record(desk, { enrolmentIds: [packs.writing] });
    const { id } = complaint;
    const act = () => ({ id, version: desk.version(id) });
    const amend = (given: object) => desk.as('supervisor').complaints.amend({ ...act(), ...given });
    const last = async () =>
      (await desk.as('manager').complaints.get({ id })).entries.filter((entry) => /^amended/.test(entry.text)).at(-1);
    const { commandId } = await amend({ enrolmentIds: [packs.maths, packs.ended] });
    expect(await concerned(desk, id)).toEqual(['张思凡 数学周六班', '张思凡 数学旧班']);
    expect(await last()).toMatchObject({
      text: 'amended_enrolments',
      values: { before: '书法 书法周日班', after: '数学 数学周六班、数学 数学旧班' },
    });
    await desk.commands.undo(commandId, person(desk.staff.supervisor));
    expect(await concerned(desk, id)).toEqual(['张思凡 书法周日班']);
    await amend({ studentIds: [desk.students.li] });
    expect(await concerned(desk, id)).toEqual([]);
    expect(desk.db.get('SELECT count(*) AS n FROM complaint_enrolments')).toEqual({ n: 0 });
  });

  it('stay named when they end', async () => {
    const desk = await openDesk();
    const packs = await withPacks(desk);
    const { complaint } = await record(desk, { enrolmentIds: [packs.writing] });
    await desk.commands.run({ name: 'test.end', actor: { kind: 'cli' }, undo: 'none', topics: [] }, (tx) =>
      tx.run(`UPDATE enrolments SET ended_on = '2026-11-19' WHERE id = ?`, [packs.writing]),
    );
    expect(await concerned(desk, complaint.id)).toEqual(['张思凡 书法周日班']);
    const offered = { studentIds: [desk.students.zhang] };
    const named = (all: readonly { id: string }[]) => all.some((pack) => pack.id === packs.writing);
    expect(named(await desk.as('supervisor').complaints.packs(offered))).toBe(false);
    expect(named(await desk.as('supervisor').complaints.packs({ ...offered, complaintId: complaint.id }))).toBe(true);
  });

  it('come together when two are merged, and go with their student when one is split', async () => {
    const desk = await openDesk();
    const packs = await withPacks(desk);
    const both = [desk.students.zhang, desk.students.li];
    const first = (await record(desk, { studentIds: both, enrolmentIds: [packs.maths, packs.li] })).complaint;
    const second = (await record(desk, { enrolmentIds: [packs.writing] })).complaint;
    const at = (id: string) => ({ id, version: desk.version(id) });
    await desk.as('manager').complaints.merge({ ...at(second.id), intoId: first.id, intoVersion: desk.version(first.id) });
    expect((await concerned(desk, first.id)).sort()).toEqual(['张思凡 书法周日班', '张思凡 数学周六班', '李沐阳 数学周六班']);
    const { splitId } = await desk.as('manager').complaints.split({
      ...at(first.id),
      words: '李沐阳的那件',
      studentIds: [desk.students.li],
      entryIds: [],
      category: 'teaching',
      severity: 'general',
    });
    expect(await concerned(desk, splitId)).toEqual(['李沐阳 数学周六班']);
    expect((await concerned(desk, first.id)).sort()).toEqual(['张思凡 书法周日班', '张思凡 数学周六班']);
  });

  it('keep the import that brought them from being taken back, also where the student was there before', async () => {
    const desk = await openDesk();
    const packs = await withPacks(desk);
    const importId = desk.ids.next();
    await desk.commands.run({ name: 'imports.run', actor: system, undo: 'none', topics: [] }, (tx) => {
      tx.run(`INSERT INTO imports (id, file_name, counts, done_at) VALUES (?, 'renewals.xlsx', '{}', 1)`, [importId]);
      tx.run('UPDATE enrolments SET import_id = ? WHERE id = ?', [importId, packs.writing]);
    });
    const { complaint } = await record(desk, { enrolmentIds: [packs.writing] });
    await expect(
      desk.commands.run({ name: 'imports.undo', actor: system, undo: 'none', topics: [] }, (tx) =>
        undoImport(tx, desk.ids, importId, '2026-11-20'),
      ),
    ).rejects.toMatchObject({ code: 'UNDO_CONFLICT', data: { added: [{ kind: 'complaint', label: complaint.number }] } });
  });

  it('are nothing for who may read only the names of students, but what a complaint is about is told to who sees it', async () => {
    const desk = await openDesk();
    const packs = await withPacks(desk);
    expect(await desk.as('support').complaints.packs({ studentIds: [desk.students.zhang] })).toEqual([]);
    const { complaint } = await record(desk, { category: 'technical', enrolmentIds: [packs.writing] });
    expect(desk.keyOf(complaint.owner?.id)).toBe('support');
    const page = await desk.as('support').complaints.get({ id: complaint.id });
    expect(page.students.flatMap((student) => student.packs)).toEqual([]);
    expect(page.courses).toEqual(['书法 书法周日班']);
  });

  it('of students of somebody else are shown to an advisor only where the complaint shows them', async () => {
    const desk = await openDesk();
    const packs = await withPacks(desk);
    const asked = { studentIds: [desk.students.zhang, desk.students.li] };
    expect(await desk.as('advisor').complaints.packs(asked)).toEqual([]);
    await desk.commands.run({ name: 'test.advisor', actor: { kind: 'cli' }, undo: 'none', topics: [] }, (tx) =>
      tx.run('UPDATE students SET advisor_id = ? WHERE id = ?', [desk.staff.advisor, desk.students.li]),
    );
    expect((await desk.as('advisor').complaints.packs(asked)).map((pack) => pack.id)).toEqual([packs.li]);

    const { id } = (await record(desk, { category: 'teaching' })).complaint;
    await desk.as('manager').complaints.assign({ id, version: desk.version(id), staffId: desk.staff.advisor, reason: '转' });
    const shown = await desk.as('advisor').complaints.packs({ ...asked, complaintId: id });
    expect(shown.map((pack) => pack.id).sort()).toEqual([packs.maths, packs.writing, packs.li].sort());
    await desk.as('manager').complaints.amend({ id, version: desk.version(id), aboutStaffIds: [desk.staff.advisor] });
    expect((await refusal(desk.as('advisor').complaints.packs({ ...asked, complaintId: id }))).data).toEqual({ right: 'complaints.read' });
  });
});
