import { expect, it } from 'vitest';
import { verifyDatabase } from '#main/audit/verify.ts';
import { system, testDatabase } from '../support/database.ts';

const COURSE = "INSERT INTO courses (id, name) VALUES ($id, 'course ' || $id)";

async function desk() {
  const made = await testDatabase();
  const write = (sql: string, params = {}) =>
    made.commands.run({ name: 'test.write', actor: system, undo: 'none', topics: [] }, (tx) => tx.run(sql, params));
  await write(COURSE, { id: 'a' });
  await write(COURSE, { id: 'b' });
  /** Past the history: its triggers are put back afterwards, as opening the program does. */
  const unseen = (sql: string) => {
    const triggers = made.db.all<{ name: string; sql: string }>(
      "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name IN ('courses', 'staff') AND name LIKE 'track%'",
    );
    for (const { name } of triggers) made.db.raw.exec(`DROP TRIGGER ${name}`);
    made.db.raw.exec(sql);
    for (const trigger of triggers) made.db.raw.exec(trigger.sql);
    made.db.forgetStatements();
  };
  return { ...made, write, unseen };
}

it('agrees with whatever commands did', async () => {
  const { db, write } = await desk();
  await write("UPDATE courses SET name = 'violin' WHERE id = 'a'");
  await write("DELETE FROM courses WHERE id = 'b'");
  await write(COURSE, { id: 'b' });
  expect(verifyDatabase(db)).toMatchObject({ ok: true, brokenAt: null, checks: { rows: true } });
});

it.each([
  ['a changed row', "UPDATE courses SET name = 'drums' WHERE id = 'b'", 'rows:courses:b'],
  ['a row that came', "INSERT INTO courses (id, name) VALUES ('c', 'drums')", 'rows:courses:c'],
  ['a row that went', "DELETE FROM courses WHERE id = 'a'", 'rows:courses'],
  [
    'a row that was exchanged',
    "DELETE FROM courses WHERE id = 'a'; INSERT INTO courses (id, name) VALUES ('c', 'piano')",
    'rows:courses:c',
  ],
])('finds %s although the chain is whole', async (_, sql, brokenAt) => {
  const { db, unseen } = await desk();
  unseen(sql);
  expect(verifyDatabase(db)).toMatchObject({ ok: false, brokenAt, checks: { chain: true, rows: false } });
});

it('finds a row that came back after it was deleted', async () => {
  const { db, write, unseen } = await desk();
  await write("DELETE FROM courses WHERE id = 'a'");
  unseen("INSERT INTO courses (id, name) VALUES ('a', 'course a')");
  expect(verifyDatabase(db)).toMatchObject({ ok: false, brokenAt: 'rows:courses:a' });
});

it('does not take a new column of the schema for a change', async () => {
  const { db, unseen } = await desk();
  unseen("ALTER TABLE courses ADD COLUMN later TEXT NOT NULL DEFAULT 'x'");
  expect(verifyDatabase(db)).toMatchObject({ ok: true });
});

it('finds a balance of a pack that has no ledger at all', async () => {
  const { db } = await desk();
  db.raw.pragma('foreign_keys = OFF');
  db.raw.exec(
    "INSERT INTO enrolment_balances (enrolment_id, student_id, enrolled_on, halves, value_fen, last_on) VALUES ('nobody', 'nobody', '2026-01-01', 2, 0, '2026-01-01')",
  );
  expect(verifyDatabase(db)).toMatchObject({ ok: false, checks: { ledger: false } });
});
