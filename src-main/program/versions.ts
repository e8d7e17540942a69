import { release } from 'node:os';
import type { Services } from '#main/base/os.ts';
import type { Db } from '#main/db/open.ts';
import type { VersionPart } from '#shared/contract/program.ts';

export type Version = { part: VersionPart; version: string };

/** The number of the newest migration in the data. */
export function migrationOf(db: Db): number {
  return db.get<{ n: number }>('SELECT coalesce(max(number), 0) AS n FROM migration')?.n ?? 0;
}

/** Everything that has a version, in the order in which it is shown: the program, what it stands on, the data, the system. */
export function versionsOf({ db, host }: Pick<Services, 'db' | 'host'>): Version[] {
  const { electron, chromium } = host.program?.versions() ?? {};
  const sqlite = db.get<{ sqlite: string; cipher: string }>('SELECT sqlite_version() AS sqlite, sqlite3mc_version() AS cipher');
  const all: [VersionPart, string | undefined][] = [
    ['program', host.appVersion],
    ['electron', electron],
    ['chromium', chromium],
    ['node', process.versions.node],
    ['sqlite', sqlite?.sqlite],
    ['cipher', sqlite?.cipher],
    ['migration', String(migrationOf(db))],
    ['system', `${process.platform} ${release()} ${process.arch}`],
  ];
  return all.flatMap(([part, version]) => (version ? [{ part, version }] : []));
}
