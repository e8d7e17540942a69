import { expect, it, onTestFinished } from 'vitest';
import { houseRegistry } from '#main/db/house-registry.ts';
import { migrate, readMigrations } from '#main/db/migrate.ts';
import { openDatabase } from '#main/db/open.ts';
import { MIGRATIONS_FOLDER } from '../support/database.ts';

it('whoever was there before may own complaints of every severity', async () => {
  const db = openDatabase({ file: ':memory:' });
  onTestFinished(() => db.close());
  const all = readMigrations(MIGRATIONS_FOLDER);
  const before = all.slice(
    0,
    all.findIndex(({ name }) => name === 'own-severities'),
  );
  await migrate(db, { migrations: before, registry: houseRegistry, now: 1, history: false });
  db.raw.exec(`INSERT INTO staff (id, name, login, joined_on) VALUES ('s', '林小雨', 'lin', '2024-03-01')`);
  await migrate(db, { migrations: all, registry: houseRegistry, now: 2 });
  expect(db.get('SELECT login, severities FROM staff')).toEqual({ login: 'lin', severities: '["general","serious","critical"]' });
});
