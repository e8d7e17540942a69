import { expect, test } from 'vitest';
import type { Identity } from '#main/base/os.ts';
import { listStudents } from '#main/students/service.ts';
import { grantsByRole } from '#shared/rules/access.ts';
import { system, testDatabase } from '../support/database.ts';

const TODAY = '2026-10-15';

test('the counts of the list follow every change of a student, a pack or the ledger, and the day', async () => {
  const desk = await testDatabase();
  const who = { staffId: 'm', grants: grantsByRole.manager } as Identity;
  const write = (sql: string, values: unknown[] = []) =>
    desk.commands.run({ name: 'test.write', actor: system, undo: 'none', topics: [] }, (tx) => void tx.run(sql, values));
  const counts = (day = TODAY) => listStudents(desk.db, who, { text: '', stage: null, limit: 1 }, day).byStage;
  const [course, student, pack] = [desk.ids.next(), desk.ids.next(), desk.ids.next()];

  expect(counts()).toEqual({});
  await write('INSERT INTO courses (id, name) VALUES (?, ?)', [course, 'course']);
  expect(counts()).toEqual({});
  await write("INSERT INTO students (id, number, name, name_key, created_at) VALUES (?, 'S2026-0001', 'x', 'x', 1)", [student]);
  expect(counts()).toEqual({ none: 1 });
  await write(
    "INSERT INTO enrolments (id, student_id, course_id, kind, enrolled_on, valid_until, paid_fen, paid_halves, created_at) VALUES (?, ?, ?, 'new', '2026-10-01', '2026-10-20', 0, 2, 1)",
    [pack, student, course],
  );
  await write(
    "INSERT INTO ledger_entries (id, enrolment_id, kind, halves, value_fen, happened_on, recorded_at) VALUES (?, ?, 'grant', 2, 0, '2026-10-01', 1)",
    [desk.ids.next(), pack],
  );
  expect(counts()).toEqual({ active: 1 });
  expect(counts('2026-10-21')).toEqual({ completed: 1 });
  await write(
    "INSERT INTO ledger_entries (id, enrolment_id, kind, halves, value_fen, happened_on, recorded_at) VALUES (?, ?, 'lesson', -2, 0, '2026-10-02', 1)",
    [desk.ids.next(), pack],
  );
  expect(counts()).toEqual({ completed: 1 });
  await write("UPDATE students SET marker = 'paused', marker_on = '2026-10-10' WHERE id = ?", [student]);
  expect(counts()).toEqual({ paused: 1 });
  await write('UPDATE students SET removed_on = ? WHERE id = ?', [TODAY, student]);
  expect(counts()).toEqual({});
});
