import type { Ids } from '#main/base/ids.ts';
import { reserveNumbers } from '#main/base/sequence.ts';
import type { Db, Tx } from '#main/db/open.ts';
import { displayPinyin, plainPinyin } from '#main/db/pinyin.ts';
import { courseNamed } from '#main/enrolments/service.ts';
import { courseKey } from '#shared/rules/names.ts';
import type { ImportCounts, ImportPlan, Ref, StudentDetails } from './plan-types.ts';

export type WriteOptions = {
  importId: string;
  fileName: string;
  /** Person who imports, null for the command line. */
  staffId: string | null;
  /** Today in the centre's zone: packs whose sheet names no day begin today. */
  today: string;
  /** The name of packs without a course. */
  unnamedCourse: string;
  progress?: (done: number, total: number) => void;
};

const columnsOf: Record<Exclude<keyof StudentDetails, 'advisor'>, string> = {
  gender: 'gender',
  birthOn: 'birth_on',
  phone: 'phone',
  wechat: 'wechat',
  school: 'school',
  grade: 'grade',
  source: 'source',
  referrer: 'referrer',
  remark: 'remark',
  externalNumber: 'external_number',
};

/**
 * Writes a plan, all or nothing, inside one command (spec/students-and-money.md, "Import and export"). Lessons used before the import
 * become one `opening` line each, outside consumption and income. Answers what was written.
 */
export function writePlan(tx: Tx, ids: Ids, plan: ImportPlan, options: WriteOptions): ImportCounts {
  const { importId, today, progress } = options;
  const at = tx.command.at;
  const total = plan.students.length + plan.guardians.length + plan.links.length + plan.packs.length;
  let done = 0;
  const step = (rows: number) => {
    done += rows;
    progress?.(done, total);
  };
  const advisors = advisorsByName(tx);
  const markerOf = new Map(plan.studentMarkers.map((marker) => [refKey(marker.student), marker]));

  const studentIds = plan.students.map(() => ids.next());
  const guardianIds = plan.guardians.map(() => ids.next());
  const idOf =
    (fresh: readonly string[]) =>
    (ref: Ref): string =>
      'id' in ref ? ref.id : (fresh[ref.fresh] ?? '');
  const studentId = idOf(studentIds);
  const guardianId = idOf(guardianIds);

  const year = today.slice(0, 4);
  const first = plan.students.length === 0 ? 1 : reserveNumbers(tx, `student-${year}`, plan.students.length);
  const students = plan.students.map((student, index) => {
    const marker = markerOf.get(`+${index}`);
    return [
      studentIds[index],
      `S${year}-${String(first + index).padStart(4, '0')}`,
      student.externalNumber,
      student.name,
      student.nameKey,
      plainPinyin(student.name),
      displayPinyin(student.name),
      student.gender,
      student.birthOn,
      student.phone ?? '',
      student.wechat,
      student.school,
      student.grade,
      student.source,
      student.referrer,
      advisors.get(student.advisor) ?? null,
      JSON.stringify(student.tags),
      student.remark,
      marker?.kind ?? '',
      marker?.on ?? null,
      at,
    ];
  });
  insertAll(
    tx,
    'students (id, number, external_number, name, name_key, sound, pinyin, gender, birth_on, phone, wechat, school, grade, source, referrer, advisor_id, tags, remark, marker, marker_on, created_at)',
    students,
    step,
  );
  const guardians = plan.guardians.map(({ name, phone, aliases }, index) => [
    guardianIds[index],
    name,
    displayPinyin(name),
    phone ?? '',
    JSON.stringify(aliases),
    at,
  ]);
  insertAll(tx, 'guardians (id, name, pinyin, phone, aliases, created_at)', guardians, step);
  const links = plan.links.map(({ student, guardian, relation, isPrimary }) => [
    ids.next(),
    studentId(student),
    guardianId(guardian),
    relation,
    Number(isPrimary),
    Number(isPrimary),
  ]);
  insertAll(tx, 'student_guardians (id, student_id, guardian_id, relation, is_primary, is_payer)', links, step);
  writePacks(tx, ids, plan, studentId, options, step);
  endPacksOnRecord(tx, plan);
  for (const { studentId: id, changes } of plan.updates) updateDetails(tx, id, changes, advisors);
  for (const marker of plan.studentMarkers) {
    if ('id' in marker.student)
      tx.run('UPDATE students SET marker = ?, marker_on = ?, version = version + 1 WHERE id = ?', [
        marker.kind,
        marker.kind === '' ? null : marker.on,
        marker.student.id,
      ]);
  }
  for (const alias of plan.aliases) {
    tx.run(
      "UPDATE guardians SET aliases = json_insert(aliases, '$[#]', ?), version = version + 1 WHERE id = ? AND NOT EXISTS (SELECT 1 FROM json_each(aliases) WHERE value = ?)",
      [alias.name, alias.guardianId, alias.name],
    );
  }
  tx.run('INSERT INTO imports (id, file_name, recorded_by, counts, done_at) VALUES (?, ?, ?, ?, ?)', [
    importId,
    options.fileName,
    options.staffId,
    JSON.stringify(plan.counts),
    at,
  ]);
  progress?.(total, total);
  return plan.counts;
}

const refKey = (ref: Ref): string => ('id' in ref ? ref.id : `+${ref.fresh}`);

type Row = readonly (string | number | null | undefined)[];
type Step = (rows: number) => void;

/** The search index is brought to the disk with each statement that may fail: a row at a time, that is a quarter of an import. */
const ROWS_AT_ONCE = 500;

/** Inserts rows of `table (column, …)`, many with one statement. */
function insertAll(tx: Tx, into: string, rows: readonly Row[], step?: Step): void {
  const values = (rows[0] ?? []).map((_, index) => `value ->> ${index}`).join(', ');
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
    const some = rows.slice(from, from + ROWS_AT_ONCE);
    tx.run(`INSERT INTO ${into} SELECT ${values} FROM json_each(?) ORDER BY key`, [JSON.stringify(some)]);
    step?.(some.length);
  }
}

/** Staff by name; a name that two people share is left out. */
export function advisorsByName(tx: Db): Map<string, string> {
  const rows = tx.all<{ id: string; name: string }>('SELECT id, name FROM staff');
  // Nobody can tell who of the two is meant.
  const twice = new Set(rows.filter((row, index) => rows.findIndex((other) => other.name === row.name) !== index).map((row) => row.name));
  return new Map(rows.filter((row) => !twice.has(row.name)).map((row) => [row.name, row.id]));
}

/** Courses by what their spellings share; of two such courses the first one by name. */
function coursesByKey(tx: Tx): Map<string, string> {
  const rows = tx.all<{ id: string; name: string }>('SELECT id, name FROM courses ORDER BY name DESC');
  return new Map(rows.map(({ id, name }) => [courseKey(name), id]));
}

function writePacks(tx: Tx, ids: Ids, plan: ImportPlan, studentId: (ref: Ref) => string, options: WriteOptions, step: Step): void {
  const at = tx.command.at;
  const courses = coursesByKey(tx);
  const endedOn = new Map(
    plan.markers.filter((marker) => marker.kind === 'ended' && marker.pack).map((marker) => [refKey(marker.pack as Ref), marker.on]),
  );
  const packs: Row[] = [];
  const entries: Row[] = [];
  plan.packs.forEach((pack, index) => {
    const courseName = pack.course === '' ? options.unnamedCourse : pack.course;
    const course = courseKey(courseName);
    let courseId = courses.get(course);
    if (!courseId) {
      courseId = courseNamed(tx, ids, courseName);
      courses.set(course, courseId);
    }
    const id = ids.next();
    const enrolledOn = pack.enrolledOn ?? options.today;
    packs.push([
      id,
      studentId(pack.student),
      courseId,
      pack.kind ?? 'new',
      pack.className,
      enrolledOn,
      pack.validUntil,
      pack.listPriceFen,
      pack.paidFen,
      pack.paidHalves,
      pack.giftHalves,
      endedOn.get(`+${index}`) ?? null,
      options.importId,
      at,
    ]);
    entries.push([ids.next(), id, 'grant', pack.paidHalves + pack.giftHalves, pack.paidFen, enrolledOn, at]);
    if (pack.openingHalves !== 0) {
      const usedPaid = Math.min(-pack.openingHalves, pack.paidHalves);
      const value = pack.paidHalves === 0 ? 0 : Math.round((pack.paidFen * usedPaid) / pack.paidHalves);
      entries.push([ids.next(), id, 'opening', pack.openingHalves, -value, enrolledOn, at]);
    }
  });
  insertAll(
    tx,
    'enrolments (id, student_id, course_id, kind, class_name, enrolled_on, valid_until, list_price_fen, paid_fen, paid_halves, gift_halves, ended_on, import_id, created_at)',
    packs,
    step,
  );
  insertAll(tx, 'ledger_entries (id, enrolment_id, kind, halves, value_fen, happened_on, recorded_at)', entries);
}

/** A pack that was there already and is refunded now; one that ended before keeps its day. */
function endPacksOnRecord(tx: Tx, plan: ImportPlan): void {
  for (const { kind, pack, on } of plan.markers) {
    if (kind === 'ended' && pack !== null && 'id' in pack)
      tx.run('UPDATE enrolments SET ended_on = ?, version = version + 1 WHERE id = ? AND ended_on IS NULL', [on, pack.id]);
  }
}

function updateDetails(tx: Tx, id: string, changes: Partial<StudentDetails>, advisors: ReadonlyMap<string, string>): void {
  const { advisor, ...rest } = changes;
  const entries = (Object.entries(rest) as [keyof typeof columnsOf, unknown][]).filter(([, value]) => value !== undefined);
  const sets = entries.map(([field]) => `${columnsOf[field]} = ?`);
  const values: unknown[] = entries.map(([, value]) => value ?? '');
  const advisorId = advisor ? advisors.get(advisor) : undefined;
  if (advisorId) {
    sets.push('advisor_id = ?');
    values.push(advisorId);
  }
  if (sets.length > 0) tx.run(`UPDATE students SET ${sets.join(', ')}, version = version + 1 WHERE id = ?`, [...values, id]);
}
