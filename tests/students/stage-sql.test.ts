import fc from 'fast-check';
import { expect, test } from 'vitest';
import { packFactsSql, stageCase, stageOfGroup } from '#main/students/stage-sql.ts';
import { addDays } from '#shared/rules/zone.ts';
import { system, testDatabase } from '../support/database.ts';
import { studentStage } from './stage-rule.ts';

const TODAY = '2026-10-15';
const dayNear = fc.integer({ min: -400, max: 60 }).map((n) => addDays(TODAY, n));

const pack = fc.record({
  startsOn: dayNear,
  validUntil: fc.option(dayNear),
  endedOn: fc.option(dayNear),
  balanceHalves: fc.integer({ min: 0, max: 4 }),
});
const student = fc.record({
  marker: fc.option(fc.record({ kind: fc.constantFrom('paused' as const, 'completed' as const, 'ended' as const), on: dayNear })),
  packs: fc.array(pack, { maxLength: 3 }),
});

test('lists derive the same stage as the rule does', async () => {
  const desk = await testDatabase();
  const students = fc.sample(student, { numRuns: 400, seed: 20_261_015 });
  const course = desk.ids.next();
  const ids = students.map(() => desk.ids.next());
  await desk.commands.run({ name: 'test.fill', actor: system, undo: 'none', topics: [] }, (tx) => {
    tx.run('INSERT INTO courses (id, name) VALUES (?, ?)', [course, 'course']);
    students.forEach((each, index) => {
      const id = ids[index] as string;
      tx.run('INSERT INTO students (id, number, name, name_key, marker, marker_on, created_at) VALUES (?, ?, ?, ?, ?, ?, 1)', [
        id,
        `S2026-${index}`,
        'x',
        'x',
        each.marker?.kind ?? '',
        each.marker?.on ?? null,
      ]);
      for (const item of each.packs) {
        const packId = desk.ids.next();
        tx.run(
          "INSERT INTO enrolments (id, student_id, course_id, kind, enrolled_on, valid_until, paid_fen, paid_halves, ended_on, created_at) VALUES (?, ?, ?, 'new', ?, ?, 0, ?, ?, 1)",
          [packId, id, course, item.startsOn, item.validUntil, item.balanceHalves, item.endedOn],
        );
        tx.run(
          "INSERT INTO ledger_entries (id, enrolment_id, kind, halves, value_fen, happened_on, recorded_at) VALUES (?, ?, 'grant', ?, 0, ?, 1)",
          [desk.ids.next(), packId, item.balanceHalves, item.startsOn],
        );
      }
    });
  });
  const rows = desk.db.all<{ id: string; stage: string }>(
    `SELECT s.id, ${stageCase} AS stage FROM students s LEFT JOIN (${packFactsSql()}) p ON p.student_id = s.id ORDER BY s.id`,
    { day: TODAY },
  );
  const grouped = desk.db.all(
    `SELECT s.id, ${stageOfGroup} AS stage FROM students s LEFT JOIN enrolment_balances e ON e.student_id = s.id GROUP BY s.id ORDER BY s.id`,
    { day: TODAY },
  );
  expect(grouped).toEqual(rows);
  const bySql = new Map(rows.map((row) => [row.id, row.stage]));
  const wrong = students.flatMap((each, index) => {
    const byRule = studentStage({ ...each, enquiredOn: null, trialOn: null, lostOn: null }, TODAY);
    const listed = bySql.get(ids[index] as string);
    return listed === byRule ? [] : [{ listed, byRule, each }];
  });
  expect(wrong).toEqual([]);
  expect(new Set(bySql.values()).size).toBeGreaterThan(5);
});
