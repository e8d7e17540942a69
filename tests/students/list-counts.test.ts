import { expect, test } from 'vitest';
import type { Identity } from '#main/base/os.ts';
import { countAllStages, listStudents, type StageQuestion } from '#main/students/service.ts';
import type { StageCounts } from '#main/students/stage-counts.ts';
import { grantsByRole } from '#shared/rules/access.ts';
import { system, testDatabase } from '../support/database.ts';
import { until } from '../support/until.ts';

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

test('after an import the numbers of before stand until another thread has counted; if it fails, the next look counts itself', async () => {
  const desk = await testDatabase();
  const who = { staffId: 'm', grants: grantsByRole.manager } as Identity;
  const add = (from: number, n: number) =>
    desk.commands.run({ name: 'test.write', actor: system, undo: 'none', topics: [] }, (tx) => {
      for (let i = from; i < from + n; i += 1)
        tx.run("INSERT INTO students (id, number, name, name_key, created_at) VALUES (?, ?, 'x', 'x', 1)", [desk.ids.next(), `S${i}`]);
    });
  const asked: { question: StageQuestion; answer: PromiseWithResolvers<StageCounts> }[] = [];
  let told = 0;
  const elsewhere = {
    count: (question: StageQuestion) => {
      const answer = Promise.withResolvers<StageCounts>();
      asked.push({ question, answer });
      return answer.promise;
    },
    counted: () => {
      told += 1;
    },
  };
  const look = () => listStudents(desk.db, who, { text: '', stage: null, limit: 1 }, TODAY, elsewhere);

  await add(0, 3);
  expect(look().byStage).toEqual({ none: 3 });
  await add(3, 1);
  expect(look().byStage).toEqual({ none: 4 });
  expect(asked).toEqual([]);

  await add(10, 2000);
  expect([look().total, look().total]).toEqual([4, 4]);
  expect(asked.map(({ question }) => question)).toEqual([{ day: TODAY, advisorId: null }]);
  asked[0]?.answer.resolve(countAllStages(desk.db, { day: TODAY, advisorId: null }));
  await until(() => expect(told).toBe(1));
  expect(look().byStage).toEqual({ none: 2004 });

  await add(3000, 2000);
  expect(look().total).toBe(2004);
  asked[1]?.answer.reject(new Error('the thread died'));
  await until(() => expect(look().total).toBe(4004));
  expect([asked.length, told]).toEqual([2, 1]);
});
