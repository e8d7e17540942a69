import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { createKeyStore } from '#main/base/keys.ts';
import { openDatabase } from '#main/db/open.ts';
import { takeOwnership } from '#main/db/owner.ts';
import { damagePages } from '../backups/damage.ts';
import { desk, deskProcess, deskWords } from './run.ts';
import { sharedFolder } from './shared-folder.ts';

const SHEET = join(import.meta.dirname, '../fixtures/imports/students-2026-autumn.xlsx');
const expected = JSON.parse(readFileSync(SHEET.replace('.xlsx', '.expected.json'), 'utf8')) as {
  students: number;
  guardians: number;
  packs: number;
  errors: { row: number; column: string }[];
  duplicates: { row: number }[];
  blankRows: number;
  repeatedHeadings: number;
  totalsRows: number;
};

const root = sharedFolder();
const data = join(root, 'data');
const at = (name: string) => join(root, name);
let recoveryCode = '';

async function openIt(dataDir = data) {
  const { key } = await createKeyStore(dataDir).open({ file: true });
  return openDatabase({ file: join(dataDir, 'desk.db'), key, mustExist: true });
}

beforeAll(async () => {
  const made = await desk<{ recoveryCode: string }>(
    'init',
    '--data',
    data,
    '--centre',
    'centre',
    '--manager',
    'boss',
    '--password',
    'long enough',
  );
  expect(made.code).toBe(0);
  expect(Object.keys(made.json).sort()).toEqual(['centre', 'data', 'manager', 'recoveryCode']);
  ({ recoveryCode } = made.json);
  const imported = await desk('import', 'students', SHEET, '--data', data);
  expect(imported.code).toBe(0);
  expect(imported.json).toEqual({
    students: expected.students,
    guardians: expected.guardians,
    packs: expected.packs,
    updated: 0,
    duplicates: expect.any(Array),
    errors: expect.any(Array),
    ignoredRows: { blank: expected.blankRows, heading: expected.repeatedHeadings, total: expected.totalsRows },
  });
  const { errors, duplicates } = imported.json as { errors: { row: number; column: string }[]; duplicates: { row: number }[] };
  expect(errors.map(({ row, column }) => ({ row, column }))).toEqual(expected.errors.map(({ row, column }) => ({ row, column })));
  expect(duplicates.map(({ row }) => row)).toEqual(expected.duplicates.map(({ row }) => row));
}, 120_000);

it('refuses a second centre in the same folder, and a demo beside a real one', async () => {
  const again = await desk('init', '--data', data, '--centre', 'other', '--manager', 'boss', '--password', 'long enough');
  expect(again).toMatchObject({ code: 1, json: { error: { code: 'ALREADY_SET_UP' } } });
  expect(await desk('demo', '--data', data)).toMatchObject({ code: 1, json: { error: { code: 'NOT_EMPTY' } } });
});

it('only looks with --dry-run, and finds everybody again', async () => {
  const looked = await desk<{ students: number; duplicates: unknown[] }>('import', 'students', SHEET, '--data', data, '--dry-run');
  expect(looked.json).toMatchObject({ students: 0, packs: 0 });
  expect(looked.json.duplicates).toHaveLength(expected.students + expected.duplicates.length);
});

it('makes a backup point before an import, and none for a file that it refuses', async () => {
  const points = () => readdirSync(join(data, 'backups')).filter((name) => name.includes('before_import'));
  const before = points();
  expect(before).not.toEqual([]);
  const other = join(data, '..', 'no-sheet.xlsx');
  writeFileSync(other, 'no sheet');
  expect(await desk('import', 'students', other, '--data', data)).toMatchObject({ code: 1, json: { error: { code: 'FILE_UNREADABLE' } } });
  expect(points()).toEqual(before);
});

it('wrote as the command line', async () => {
  const db = await openIt();
  const commands = db.all<{ name: string; actor: string }>('SELECT name, actor_kind AS actor FROM command ORDER BY seq');
  db.close();
  expect(commands.slice(0, 2)).toEqual([
    { name: 'setup.finish', actor: 'cli' },
    { name: 'imports.run', actor: 'cli' },
  ]);
  expect(await desk('verify', '--data', data)).toMatchObject({ code: 0, json: { ok: true, brokenAt: null } });
});

it('ends with 3 while somebody holds the folder, and says who', () => {
  const held = takeOwnership(data, { host: 'web', pid: 4242, since: 0 });
  try {
    const refused = deskProcess<{ error: { code: string; message: string } }>(['verify', '--data', data, '--lang', 'en']);
    expect(refused).toMatchObject({ code: 3, json: { error: { code: 'FOLDER_IN_USE' } } });
    expect(refused.json.error.message).toContain('4242');
  } finally {
    held.release();
  }
});

it('counts a month, and writes its report in each form', async () => {
  const figures = await desk<{ figures: { key: string }[] }>('figures', '2026-10', '--data', data, '--now', '2026-11-01');
  expect(figures.json.figures.length).toBeGreaterThan(10);
  for (const ending of ['xlsx', 'html']) {
    const file = at(`report.${ending}`);
    expect(await desk('report', 'monthly', '2026-10', '--out', file, '--data', data)).toMatchObject({ code: 0, json: { file } });
    expect(readFileSync(file).length).toBeGreaterThan(2000);
  }
});

it('writes the reports of complaints over chosen days for a purpose only, and keeps a register', async () => {
  const call = (file: string, ...more: string[]) =>
    desk('report', 'complaints', '2026-10-01', '2026-10-31', '--out', file, '--data', data, ...more);
  const without = at('without.xlsx');
  expect(await call(without)).toMatchObject({ code: 2, json: { error: { code: 'PURPOSE_NEEDED' } } });
  expect(existsSync(without)).toBe(false);
  for (const [ending, ...more] of [['xlsx'], ['html', '--mask-names']] as const) {
    const file = at(`complaints.${ending}`);
    expect(await call(file, '--purpose', 'meeting', ...more)).toMatchObject({
      code: 0,
      json: { file, from: '2026-10-01', to: '2026-10-31', rows: 0 },
    });
    expect(readFileSync(file).length).toBeGreaterThan(2000);
  }
  const back = ['report', 'complaints', '2026-10-31', '2026-10-01', '--out', at('back.xlsx'), '--data', data, '--purpose', 'meeting'];
  expect(await desk(...back)).toMatchObject({ code: 2, json: { error: { code: 'INVALID' } } });
  expect(existsSync(at('back.xlsx'))).toBe(false);
  const db = await openIt();
  expect(db.all(`SELECT purpose, rows, names_masked AS namesMasked FROM exports WHERE kind = 'reports' ORDER BY id`)).toEqual([
    { purpose: 'meeting', rows: 0, namesMasked: 0 },
    { purpose: 'meeting', rows: 0, namesMasked: 1 },
  ]);
  db.close();
});

it('exports students only for a purpose, masked unless asked, and keeps a register', async () => {
  const file = at('students.csv');
  expect(await desk('export', 'students', '--out', file, '--data', data)).toMatchObject({
    code: 2,
    json: { error: { code: 'PURPOSE_NEEDED' } },
  });
  expect(existsSync(file)).toBe(false);
  expect(await desk('export', 'students', '--out', file, '--purpose', 'audit', '--data', data)).toMatchObject({
    code: 0,
    json: { rows: expected.students, masked: true },
  });
  expect(readFileSync(file, 'utf8')).not.toMatch(/1\d{10}/);
  await desk('export', 'students', '--out', file, '--purpose', 'audit', '--unmasked', '--data', data);
  expect(readFileSync(file, 'utf8')).toMatch(/1\d{10}/);
  const db = await openIt();
  expect(db.all("SELECT purpose, rows, masked, staff_id AS staffId FROM exports WHERE kind = 'students' ORDER BY id")).toEqual([
    { purpose: 'audit', rows: expected.students, masked: 1, staffId: null },
    { purpose: 'audit', rows: expected.students, masked: 0, staffId: null },
  ]);
  db.close();
});

it('backs up to a file and restores it, here and on another PC with the recovery code', async () => {
  const file = at('backup.db');
  expect(await desk('backup', '--to', file, '--data', data)).toMatchObject({
    code: 0,
    json: { kind: 'manual', counts: { students: expected.students } },
  });
  const before = await openIt();
  const seq = before.get<{ n: number }>('SELECT head_seq AS n FROM current_command')?.n ?? 0;
  before.close();
  await desk('export', 'students', '--out', at('later.csv'), '--purpose', 'later', '--data', data);
  const restored = await desk<{ savedAs: string }>('restore', file, '--data', data);
  expect(restored).toMatchObject({ code: 0, json: { restored: 'backup.db' } });
  const after = await openIt();
  expect(after.all(`SELECT 1 FROM exports WHERE purpose = 'later'`)).toEqual([]);
  expect(after.get('SELECT name, actor_kind AS actor FROM command WHERE seq = ?', [seq + 1])).toEqual({
    name: 'backups.restored',
    actor: 'cli',
  });
  after.close();
  expect(await desk('verify', '--data', data)).toMatchObject({ code: 0 });
  // what was there before can be had back
  await desk('restore', join(data, 'backups', restored.json.savedAs), '--data', data);
  const back = await openIt();
  expect(back.all(`SELECT 1 FROM exports WHERE purpose = 'later'`)).toHaveLength(1);
  back.close();

  const elsewhere = at('elsewhere');
  expect(await desk('restore', file, '--data', elsewhere)).toMatchObject({ code: 1, json: { error: { code: 'KEY_NOT_OPENED' } } });
  process.env.DESK_RECOVERY_CODE = recoveryCode;
  try {
    expect(await desk('restore', file, '--data', elsewhere)).toMatchObject({ code: 0, json: { savedAs: null } });
  } finally {
    delete process.env.DESK_RECOVERY_CODE;
  }
  expect(await desk('verify', '--data', elsewhere)).toMatchObject({ code: 0, json: { ok: true } });
}, 60_000);

it('refuses a damaged backup with the reason and leaves the present alone', async () => {
  const file = at('damaged.db');
  copyFileSync(at('backup.db'), file);
  copyFileSync(at('backup.db.json'), at('damaged.db.json'));
  truncateSync(file, 40_960);
  const refused = await desk<{ error: { message: string } }>('restore', file, '--data', data, '--lang', 'en');
  expect(refused).toMatchObject({ code: 1, json: { error: { code: 'BACKUP_REFUSED' } } });
  expect(refused.json.error.message).toContain('incomplete');
  expect(await desk('verify', '--data', data)).toMatchObject({ code: 0 });
});

it('restores over a database that cannot be read any more', async () => {
  const broken = at('broken');
  process.env.DESK_RECOVERY_CODE = recoveryCode;
  await desk('restore', at('backup.db'), '--data', broken);
  delete process.env.DESK_RECOVERY_CODE;
  writeFileSync(join(broken, 'desk.db'), Buffer.alloc(81_920, 7));
  expect(await desk('verify', '--data', broken)).toMatchObject({ code: 1, json: { error: { code: 'DATABASE_UNREADABLE' } } });
  expect(await desk('restore', at('backup.db'), '--data', broken)).toMatchObject({ code: 0, json: { savedAs: null } });
  expect(await desk('verify', '--data', broken)).toMatchObject({ code: 0 });
  rmSync(join(broken, 'desk.key'));
  expect(await desk('verify', '--data', broken)).toMatchObject({ code: 1, json: { error: { code: 'KEY_NOT_OPENED' } } });
});

it('restores over a database of which some pages are damaged, and says that the file itself is kept', async () => {
  const flipped = at('flipped');
  process.env.DESK_RECOVERY_CODE = recoveryCode;
  await desk('restore', at('backup.db'), '--data', flipped);
  delete process.env.DESK_RECOVERY_CODE;
  await damagePages(join(flipped, 'desk.db'), ['students', 'complaints', 'history']);
  expect(await desk('verify', '--data', flipped)).toMatchObject({ code: 1 });
  expect(await deskWords('restore', at('backup.db'), '--data', flipped, '--lang', 'en')).toMatchObject({
    code: 0,
    out: expect.stringContaining('desk.db.damaged'),
  });
  expect(readdirSync(flipped).filter((name) => name.startsWith('desk.db.damaged-'))).toHaveLength(1);
  expect(await desk('verify', '--data', flipped)).toMatchObject({ code: 0 });
}, 60_000);

it('exits 1 and names the place when something was changed behind the history', async () => {
  const db = await openIt();
  db.raw.exec('UPDATE enrolment_balances SET halves = halves + 2 WHERE enrolment_id = (SELECT min(enrolment_id) FROM enrolment_balances)');
  db.close();
  const found = await desk<{ ok: boolean; brokenAt: string }>('verify', '--data', data);
  expect(found).toMatchObject({ code: 1, json: { ok: false } });
  expect(found.json.brokenAt).toMatch(/^ledger:/);
});
