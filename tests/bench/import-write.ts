import { shiftedClock } from '#main/base/clock.ts';
import { type Commands, createCommands } from '#main/base/command.ts';
import { createIds } from '#main/base/ids.ts';
import { createKeyStore } from '#main/base/keys.ts';
import { createLease } from '#main/base/lease.ts';
import { databaseFile } from '#main/core.ts';
import { houseRegistry } from '#main/db/house-registry.ts';
import { type Connection, openDatabase, type Tx } from '#main/db/open.ts';
import { prepareImport, type WriteAnswer, writeImport } from '#main/imports/jobs.ts';
import { NOW } from './folder.ts';
import { timeOf } from './measure.ts';
import { studentSheet } from './sheet.ts';

const TABLES = ['students', 'guardians', 'student_guardians', 'enrolments', 'ledger_entries'] as const;
type Row = Record<string, unknown>;

/** What a command wrote into the tables of an import, in the order in which they need each other. */
function writtenRows(db: Connection, commandId: string): [string, Row[]][] {
  const ids = `SELECT h.row_id FROM history h JOIN command c ON h.id BETWEEN c.history_from AND c.history_to WHERE c.id = ? AND h.table_name = ?`;
  return TABLES.map((table) => [table, db.all<Row>(`SELECT * FROM ${table} WHERE id IN (${ids})`, [commandId, table])]);
}

/** The same people once more under other ids, numbers and phones; what was there before is referred to as it is. */
function renamed(rows: [string, Row[]][]): [string, Row[]][] {
  const fresh = new Set(rows.flatMap(([, list]) => list.map((row) => row.id)));
  const other = (column: string, value: unknown): unknown => {
    if (typeof value !== 'string' || value === '') return value;
    if (column === 'number') return `X${value}`;
    if (column === 'phone') return `9${value.slice(1)}`;
    return fresh.has(value) ? `f${value.slice(1)}` : value;
  };
  return rows.map(([table, list]) => [
    table,
    list.map((row) => Object.fromEntries(Object.entries(row).map(([column, value]) => [column, other(column, value)]))),
  ]);
}

function insertAll(tx: Tx, db: Connection, rows: [string, Row[]][]): void {
  for (const [table, list] of rows) {
    const columns = Object.keys(list[0] ?? {});
    const insert = db.raw.prepare(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`);
    for (const row of list) insert.run(Object.values(row));
  }
  if (tx.command.seq < 0) throw new Error('no command');
}

/**
 * The write phase of an import (from the begin of its command to the end of the commit) beside plain inserts of as many rows with the
 * same triggers, each in one command, in turns. Milliseconds of each round.
 */
export async function importWrites(dataDir: string, rows: number, rounds: number): Promise<{ product: number[]; bare: number[] }> {
  const clock = shiftedClock(Date.parse(NOW));
  const { key } = await createKeyStore(dataDir).open({ file: true });
  const db = openDatabase({ file: databaseFile(dataDir), key, mustExist: true });
  const ids = createIds(clock);
  const commands = createCommands({ db, clock, ids, lease: createLease(), appendOnly: houseRegistry.appendOnly, checkpoint: 'held' });
  const times = { product: [] as number[], bare: [] as number[] };
  const timed: Commands = {
    ...commands,
    run: async (spec, fn) => {
      const from = performance.now();
      const answer = await commands.run(spec, fn);
      times.product.push(performance.now() - from);
      return answer;
    },
  };
  try {
    for (let round = 0; round < rounds; round += 1) {
      const order = {
        bytes: await studentSheet(rows, 1000 + round),
        duplicates: 'skip' as const,
        corrections: null,
        today: NOW.slice(0, 10),
        utcOffsetMinutes: 480,
        importId: ids.next(),
        fileName: 'bench.xlsx',
        staffId: null,
        unnamedCourse: '-',
      };
      const context = { db, commands: timed, ids, progress: () => undefined, signal: new AbortController().signal };
      const { commandId, counts }: WriteAnswer = await writeImport(context, await prepareImport(context, order), order);
      if (counts.students < rows * 0.9) throw new Error(`of ${rows} rows only ${counts.students} became students`);
      const again = renamed(writtenRows(db, commandId));
      const spec = { name: 'bench.inserts', actor: { kind: 'system' as const }, undo: 'none' as const, topics: [] };
      times.bare.push(await timeOf(() => commands.run(spec, (tx) => insertAll(tx, db, again))));
    }
    return times;
  } finally {
    db.close();
  }
}
