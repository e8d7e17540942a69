import type { HistoryRegistry } from '#main/db/registry.ts';
import { testDatabase } from './database.ts';

/** Small tables of every kind that the history must handle. */
export const SHOP_SQL = `
CREATE TABLE pupil (id TEXT PRIMARY KEY, name TEXT NOT NULL, note TEXT, points INTEGER NOT NULL DEFAULT 0, ratio REAL, photo BLOB, anything ANY) STRICT;
CREATE TABLE card (pupil_id TEXT NOT NULL REFERENCES pupil (id) ON DELETE RESTRICT, slot INTEGER NOT NULL, text TEXT NOT NULL, PRIMARY KEY (pupil_id, slot)) STRICT, WITHOUT ROWID;
CREATE TABLE bell (id TEXT PRIMARY KEY, pupil_id TEXT NOT NULL REFERENCES pupil (id) ON DELETE RESTRICT, text TEXT NOT NULL) STRICT;
CREATE TABLE entry (id TEXT PRIMARY KEY, pupil_id TEXT NOT NULL REFERENCES pupil (id) ON DELETE RESTRICT, amount INTEGER NOT NULL, counters TEXT REFERENCES entry (id)) STRICT;
CREATE TABLE account (id TEXT PRIMARY KEY, login TEXT NOT NULL, password TEXT) STRICT;
CREATE TABLE leaflet (id TEXT PRIMARY KEY, text TEXT NOT NULL, version INTEGER NOT NULL DEFAULT 1) STRICT;
CREATE TABLE scribble (id TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT;
`;

export const shopRegistry: HistoryRegistry = {
  untracked: ['scribble'],
  appendOnly: ['entry'],
  secret: { account: ['password'] },
};

export function shop(options: { file?: string } = {}) {
  return testDatabase({ ...options, schema: 'base', registry: shopRegistry, sql: SHOP_SQL });
}
