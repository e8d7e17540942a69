import { expect, it } from 'vitest';
import { verifyDatabase } from '#main/audit/verify.ts';
import { createChanges } from '#main/base/changes.ts';
import { createEvents } from '#main/base/events.ts';
import { closingMissing, complaintById, scanComplaints } from '#main/complaints/service.ts';
import { refresh } from '#main/complaints/standing.ts';
import { recomputeAll } from '#main/complaints/undo.ts';
import { ensureHistory } from '#main/db/history.ts';
import { houseRegistry } from '#main/db/house-registry.ts';
import { digestTables } from '#main/demo/digest.ts';
import { identityOf } from '#main/staff/service.ts';
import { createMemoryLog } from '../support/memory-log.ts';
import { BUSY_BULK, TINY_BULK, UNTIL, writtenCentre } from './demo-desk.ts';

const system = { kind: 'system' } as const;

it('holds as many rows as it should, and verifies', async () => {
  const { db } = await writtenCentre(1);
  const count = (table: string) => db.get<{ n: number }>(`SELECT count(*) AS n FROM ${table}`)?.n;
  expect(count('students')).toBe(TINY_BULK.students);
  expect(count('enrolments')).toBe(TINY_BULK.packs);
  expect(count('ledger_entries')).toBe(TINY_BULK.ledger);
  expect(count('complaints')).toBe(TINY_BULK.complaints);
  expect(count('complaint_entries')).toBe(TINY_BULK.complaints * 5);
  expect(count('follow_ups')).toBe(TINY_BULK.followUps);
  expect(verifyDatabase(db)).toMatchObject({ ok: true, commands: 1, brokenAt: null });
  expect(ensureHistory(db, houseRegistry).changed).toEqual([]);
});

it('is the same for the same seed and another for another', async () => {
  const digests = (seed: number) => writtenCentre(seed).then(({ db }) => digestTables(db));
  const [one, two, three] = [await digests(5), await digests(5), await digests(6)];
  expect(two).toEqual(one);
  for (const table of ['students', 'complaints', 'clocks', 'follow_ups']) expect(three[table]?.digest).not.toBe(one[table]?.digest);
});

it('left every complaint as the services would have left it', async () => {
  const { db, commands, ids } = await writtenCentre(2, BUSY_BULK);
  const open = db.all<{ id: string; state: string }>(`SELECT id, state FROM complaints`);
  const states = new Set(open.map((row) => row.state));
  expect([...states].sort()).toEqual(['closed', 'handling', 'resolved', 'waiting', 'withdrawn']);
  const changed = await commands.run({ name: 'test.refresh', actor: system, undo: 'none', topics: [] }, (tx) => {
    const desk = { ids, events: createEvents() };
    expect(recomputeAll(tx, desk, null)).toBeDefined();
    for (const { id } of open) refresh(tx, id);
    return null;
  });
  const rows = db.all<{ table_name: string; row_id: string; before: string; after: string }>(
    `SELECT h.table_name, h.row_id, p.before, p.after FROM history h JOIN history_payload p ON p.history_id = h.id
     JOIN command c ON c.seq = h.command WHERE c.id = ?`,
    [changed.commandId],
  );
  expect(rows.map((row) => differences(row.before, row.after))).toEqual([]);
});

function differences(before: string, after: string): Record<string, unknown> {
  const [from, to] = [JSON.parse(before ?? '{}'), JSON.parse(after ?? '{}')] as Record<string, unknown>[];
  return Object.fromEntries(
    Object.entries(to ?? {})
      .filter(([key, value]) => from?.[key] !== value)
      .map(([key, value]) => [key, [from?.[key], value]]),
  );
}

it('raised everything that fell due while the centre was open, and nothing twice', async () => {
  const { db, commands, ids, clock } = await writtenCentre(3, BUSY_BULK);
  const late = db.all<{ due_at: number }>(
    'SELECT due_at FROM clocks WHERE stopped_at IS NULL AND missed = 0 AND paused = 0 AND due_at < ?',
    [clock.now()],
  );
  // only the hours since the last closing are left to the next start
  for (const { due_at } of late) expect(clock.now() - due_at).toBeLessThan(40 * 3_600_000);
  const services = { db, commands, clock, ids, events: createEvents(), changes: createChanges(), log: createMemoryLog() };
  expect((await scanComplaints(services)).raised).toBeLessThan(20);
  clock.step(24 * 3_600_000);
  expect((await scanComplaints(services)).raised).toBeGreaterThan(20);
  expect((await scanComplaints(services)).raised).toBe(0);
  expect(verifyDatabase(db)).toMatchObject({ ok: true });
});

it('has closed only what lacks nothing', async () => {
  const { db } = await writtenCentre(4);
  const supervisor = db.get<{ id: string }>(`SELECT id FROM staff WHERE login = 'supervisor'`)?.id ?? '';
  const who = identityOf(db, supervisor, UNTIL);
  if (!who) throw new Error('no supervisor');
  for (const { id } of db.all<{ id: string }>(`SELECT id FROM complaints WHERE state = 'closed'`)) {
    const complaint = { ...complaintById(db, id), state: 'resolved' as const };
    expect(closingMissing(db, complaint, who)).toEqual([]);
  }
});

it('notices rows that were touched behind the history, but not what people did since', async () => {
  const { db, commands } = await writtenCentre(7);
  await commands.run({ name: 'test.work', actor: system, undo: 'none', topics: [] }, (tx) => {
    tx.run(`UPDATE students SET remark = 'new' WHERE id IN (SELECT id FROM students ORDER BY id LIMIT 3)`);
    tx.run(`INSERT INTO courses (id, name) VALUES ('00000000-0000-7000-8000-000000000001', 'new')`);
    tx.run(`DELETE FROM messages WHERE id IN (SELECT id FROM messages ORDER BY id LIMIT 2)`);
    tx.run(`UPDATE messages SET read_at = 1 WHERE id = (SELECT max(id) FROM messages)`);
    tx.run(`DELETE FROM messages WHERE id = (SELECT max(id) FROM messages)`);
  });
  expect(verifyDatabase(db)).toMatchObject({ ok: true });
  const { sql } = db.get<{ sql: string }>(`SELECT sql FROM sqlite_schema WHERE name = 'track__students__update'`) ?? { sql: '' };
  db.raw.exec('DROP TRIGGER track__students__update');
  db.raw.exec(`UPDATE students SET name = name || 'x' WHERE id = (SELECT max(id) FROM students)`);
  db.raw.exec(sql);
  expect(verifyDatabase(db)).toMatchObject({ ok: false, brokenAt: 'demo:students' });
});
