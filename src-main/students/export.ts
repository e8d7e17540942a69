import writeXlsxFile, { type SheetData } from 'write-excel-file/node';
import { neutralised } from '#main/base/cells.ts';
import { createWords } from '#main/base/words.ts';
import type { Connection } from '#main/db/open.ts';
import type { Lang } from '#shared/contract/fields.ts';
import { maskName } from '#shared/rules/names.ts';
import { maskPhone } from '#shared/rules/phones.ts';
import { packFactsSql, stageCase } from './stage-sql.ts';

export type ExportInput = {
  ids: string[] | null;
  stage: string | null;
  day: string;
  phonesMasked: boolean;
  namesMasked: boolean;
  format: 'xlsx' | 'csv';
  lang: Lang;
};

type Row = {
  number: string;
  name: string;
  gender: string;
  birthOn: string | null;
  phone: string;
  guardian: string | null;
  guardianPhone: string | null;
  courses: string | null;
  remaining: number | null;
  stage: string;
  school: string;
  grade: string;
};

const columns = [
  'number',
  'name',
  'gender',
  'birthOn',
  'phone',
  'guardian',
  'guardianPhone',
  'courses',
  'remaining',
  'stage',
  'school',
  'grade',
] as const;

/** Students as a sheet: one row each, in number order. Runs as a heavy job; answers the bytes. */
export async function exportStudents({ db }: { db: Connection }, input: ExportInput): Promise<{ bytes: Uint8Array; rows: number }> {
  const rows = db.all<Row>(
    `SELECT s.number, s.name, s.gender, s.birth_on AS birthOn, s.phone, s.school, s.grade, ${stageCase} AS stage, p.remaining,
            (SELECT g.name FROM student_guardians l JOIN guardians g ON g.id = l.guardian_id WHERE l.student_id = s.id ORDER BY l.is_primary DESC, l.id LIMIT 1) AS guardian,
            (SELECT g.phone FROM student_guardians l JOIN guardians g ON g.id = l.guardian_id WHERE l.student_id = s.id ORDER BY l.is_primary DESC, l.id LIMIT 1) AS guardianPhone,
            (SELECT group_concat(DISTINCT c.name) FROM enrolments e JOIN courses c ON c.id = e.course_id WHERE e.student_id = s.id) AS courses
       FROM students s LEFT JOIN (${packFactsSql()}) p ON p.student_id = s.id
      WHERE s.removed_on IS NULL AND ($ids IS NULL OR s.id IN (SELECT value FROM json_each($ids))) AND ($stage IS NULL OR ${stageCase} = $stage)
      ORDER BY s.number`,
    { day: input.day, ids: input.ids ? JSON.stringify(input.ids) : null, stage: input.stage },
  );
  const word = createWords(input.lang);
  const phone = (whole: string): string => (input.phonesMasked ? maskPhone(whole) : whole);
  const name = (whole: string): string => (input.namesMasked ? maskName(whole) : whole);
  const headings = columns.map((column) => word(`students:column.${column}`));
  const cells = rows.map((row) => [
    row.number,
    name(row.name),
    row.gender === '' ? '' : word(`students:gender.${row.gender}`),
    row.birthOn ?? '',
    phone(row.phone),
    name(row.guardian ?? ''),
    phone(row.guardianPhone ?? ''),
    row.courses ?? '',
    (row.remaining ?? 0) / 2,
    word(`students:stage.${row.stage}`),
    row.school,
    row.grade,
  ]);
  const bytes = input.format === 'csv' ? csv([headings, ...cells]) : await xlsx(headings, cells);
  return { bytes, rows: rows.length };
}

function csv(rows: (string | number)[][]): Uint8Array {
  const line = (row: (string | number)[]) =>
    row.map((cell) => (typeof cell === 'number' ? String(cell) : `"${neutralised(cell).replaceAll('"', '""')}"`)).join(',');
  return new TextEncoder().encode(`\ufeff${rows.map(line).join('\r\n')}\r\n`);
}

async function xlsx(headings: string[], rows: (string | number)[][]): Promise<Uint8Array> {
  const data: SheetData = [
    headings.map((value) => ({ value, fontWeight: 'bold' as const })),
    ...rows.map((row) =>
      row.map((cell) =>
        typeof cell === 'number' ? { value: cell, type: Number, format: '0.0' } : { value: neutralised(cell), type: String },
      ),
    ),
  ];
  return new Uint8Array(await writeXlsxFile(data, { stickyRowsCount: 1, columns: headings.map(() => ({ width: 16 })) }).toBuffer());
}
