import { expect, it, onTestFinished } from 'vitest';
import { houseRegistry } from '#main/db/house-registry.ts';
import { migrate, readMigrations } from '#main/db/migrate.ts';
import { openDatabase } from '#main/db/open.ts';
import { MIGRATIONS_FOLDER } from '../support/database.ts';

it('lines of the log from before 0005 keep the meaning they had: with the complainant', async () => {
  const db = openDatabase({ file: ':memory:' });
  onTestFinished(() => db.close());
  const all = readMigrations(MIGRATIONS_FOLDER);
  const options = { registry: houseRegistry, now: 1, history: false };
  await migrate(db, { ...options, migrations: all.slice(0, 4) });
  db.raw.exec(`INSERT INTO staff (id, name, joined_on) VALUES ('s', '周岚', '2026-01-01');
    INSERT INTO complaint_policies (id, version, active_from, body) VALUES ('p', 1, 1, '{}');
    INSERT INTO complaints (id, number, received_at, recorded_at, recorded_by, channel, words, category, severity, severity_since_at, state,
      cycle_started_at, first_contact_id, policy_id, complainant_kind, assignment)
    VALUES ('c', 'C20260101-001', 1, 1, 's', 'phone', 'w', 'service', 'general', 1, 'handling', 1, 's', 'p', 'other', '{}');
    INSERT INTO complaint_entries (id, complaint_id, cycle, kind, happened_at, recorded_at, direction, outcome, with_whom, vals)
    VALUES ('e', 'c', 1, 'contact', 1, 1, 'out', 'reached', '丁宁', '{}')`);
  await migrate(db, { ...options, migrations: all.slice(0, 5) });
  expect(db.all('SELECT with_whom, someone_else FROM complaint_entries')).toEqual([{ with_whom: '丁宁', someone_else: 0 }]);
});
