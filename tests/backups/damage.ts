import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { createKeyStore } from '#main/base/keys.ts';
import { openDatabase } from '#main/db/open.ts';

const PAGE = 4096;

/** Flips one bit in the first page of each of these tables and of their indexes, in a closed database: it still opens, and whoever reads them meets damage. */
export async function damagePages(file: string, tables: readonly string[]): Promise<void> {
  const { key } = await createKeyStore(dirname(file)).open({ file: true });
  const db = openDatabase({ file, key, mustExist: true });
  const pages = tables.flatMap((table) =>
    db.all<{ page: number }>('SELECT rootpage AS page FROM sqlite_schema WHERE tbl_name = ? AND rootpage > 0', [table]),
  );
  db.close();
  const handle = openSync(file, 'r+');
  for (const { page } of pages) {
    const at = (page - 1) * PAGE + 2000;
    const byte = Buffer.alloc(1);
    readSync(handle, byte, 0, 1, at);
    byte[0] = (byte[0] ?? 0) ^ 1;
    writeSync(handle, byte, 0, 1, at);
  }
  closeSync(handle);
}
