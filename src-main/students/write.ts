import { eq } from 'drizzle-orm';
import type { Ids } from '#main/base/ids.ts';
import { nextNumber } from '#main/base/sequence.ts';
import type { Db, Tx } from '#main/db/open.ts';
import { displayPinyin, plainPinyin } from '#main/db/pinyin.ts';
import { Failure } from '#shared/contract/failure.ts';
import { nameKey, nameProblem, normaliseName } from '#shared/rules/names.ts';
import { maskPhone, normalisePhone, phoneTail } from '#shared/rules/phones.ts';
import { checkedPhone, type GuardianInput, keepOnePrimary, linkGuardian } from './guardians.ts';
import { studentsTable } from './tables.ts';

export type StudentInput = {
  name: string;
  gender: '' | 'female' | 'male';
  birthOn: string | null;
  phone: string;
  wechat: string;
  school: string;
  grade: string;
  source: string;
  advisorId: string | null;
  tags: string[];
  remark: string;
};
/** Normalised and checked. Errors: INVALID (name, phone, birthOn). `today` in the centre's zone. */
function checked(input: StudentInput, today: string): StudentInput & { pinyin: string; nameKey: string; sound: string } {
  const name = normaliseName(input.name);
  const problem = nameProblem(name);
  if (problem) throw new Failure('INVALID', { field: 'name', reason: problem });
  if (input.birthOn && input.birthOn > today) throw new Failure('INVALID', { field: 'birthOn', reason: 'future_birth' });
  return {
    ...input,
    name,
    phone: checkedPhone(input.phone, 'phone'),
    pinyin: displayPinyin(name),
    nameKey: nameKey(name),
    sound: plainPinyin(name),
  };
}

/** The next student number of the year of `today`: S2026-0001. Never used twice. */
export function nextStudentNumber(tx: Tx, today: string): string {
  const year = today.slice(0, 4);
  return `S${year}-${String(nextNumber(tx, `student-${year}`)).padStart(4, '0')}`;
}

/** Adds a student with guardians; a guardian's phone that is known already is the same person, another name becomes an alias. */
export function createStudent(
  tx: Tx,
  ids: Ids,
  student: StudentInput,
  guardians: readonly GuardianInput[],
  today: string,
): { id: string; number: string } {
  const id = ids.next();
  const number = nextStudentNumber(tx, today);
  tx.insert(studentsTable)
    .values({ id, number, ...checked(student, today), createdAt: tx.command.at })
    .run();
  guardians.forEach((guardian, index) => {
    linkGuardian(tx, ids, id, guardian, `guardians.${index}.phone`);
  });
  keepOnePrimary(tx, id, null);
  return { id, number };
}

/**
 * Changes a student. A screen holds the phone masked; a number that comes back as it was shown stays what it is.
 * Errors: NOT_FOUND, STALE, INVALID.
 */
export function updateStudent(tx: Tx, id: string, version: number, input: StudentInput, today: string): void {
  const row = tx.select().from(studentsTable).where(eq(studentsTable.id, id)).get();
  if (!row) throw new Failure('NOT_FOUND', { what: 'student' });
  if (row.version !== version) throw new Failure('STALE', { seen: version, now: row.version, by: null, at: null });
  const phone = row.phone !== '' && input.phone === maskPhone(row.phone) ? row.phone : input.phone;
  tx.update(studentsTable)
    .set({ ...checked({ ...input, phone }, today), version: version + 1 })
    .where(eq(studentsTable.id, id))
    .run();
}

/**
 * From `on` this student and the guardians are not to be contacted; null ends it. The reason stands with the command.
 * Errors: NOT_FOUND, STALE.
 */
export function setDoNotContact(tx: Tx, id: string, version: number, on: string | null): void {
  const row = tx.select().from(studentsTable).where(eq(studentsTable.id, id)).get();
  if (!row) throw new Failure('NOT_FOUND', { what: 'student' });
  if (row.version !== version) throw new Failure('STALE', { seen: version, now: row.version, by: null, at: null });
  tx.update(studentsTable)
    .set({ doNotContactOn: on, version: version + 1 })
    .where(eq(studentsTable.id, id))
    .run();
}

export type DuplicateWhy = 'phone' | 'name_birth' | 'pinyin_tail';

/**
 * People who may be the same (spec, "Duplicates"): same phone of student or guardian; same name and birth day; same pinyin and phone tail.
 * A hint for a person, never a refusal.
 */
export function possibleDuplicates(
  db: Db,
  asked: { name: string; birthOn: string | null; phones: readonly string[]; exceptId: string | null },
): { id: string; why: DuplicateWhy }[] {
  const found = new Map<string, DuplicateWhy>();
  const add = (ids: { id: string }[], why: DuplicateWhy) => {
    for (const { id } of ids) if (id !== asked.exceptId && !found.has(id)) found.set(id, why);
  };
  const phones = asked.phones.map((phone) => normalisePhone(phone)).filter((phone): phone is string => Boolean(phone));
  const inPhones = JSON.stringify(phones);
  const name = normaliseName(asked.name);
  if (phones.length > 0) {
    add(
      db.all<{ id: string }>(
        "SELECT id FROM students WHERE removed_on IS NULL AND phone <> '' AND phone IN (SELECT value FROM json_each(?)) LIMIT 10",
        [inPhones],
      ),
      'phone',
    );
    add(
      db.all<{ id: string }>(
        "SELECT l.student_id AS id FROM guardians g JOIN student_guardians l ON l.guardian_id = g.id JOIN students s ON s.id = l.student_id WHERE s.removed_on IS NULL AND g.phone <> '' AND g.phone IN (SELECT value FROM json_each(?)) LIMIT 10",
        [inPhones],
      ),
      'phone',
    );
  }
  if (name !== '' && asked.birthOn)
    add(
      db.all<{ id: string }>('SELECT id FROM students WHERE removed_on IS NULL AND name_key = ? AND birth_on = ? LIMIT 10', [
        nameKey(name),
        asked.birthOn,
      ]),
      'name_birth',
    );
  if (name !== '' && phones.length > 0) {
    const tails = new Set(phones.map(phoneTail));
    const same = db.all<{ id: string; name: string; phone: string; guardianPhones: string | null }>(
      `SELECT s.id, s.name, s.phone, (SELECT group_concat(g.phone) FROM student_guardians l JOIN guardians g ON g.id = l.guardian_id WHERE l.student_id = s.id) AS guardianPhones
         FROM students s WHERE s.removed_on IS NULL AND s.sound = ? LIMIT 200`,
      [plainPinyin(name)],
    );
    add(
      same.filter((row) =>
        [row.phone, ...(row.guardianPhones ?? '').split(',')].some((phone) => phone !== '' && tails.has(phoneTail(phone))),
      ),
      'pinyin_tail',
    );
  }
  return [...found].slice(0, 10).map(([id, why]) => ({ id, why }));
}

/**
 * Who may be the same as a student that exists. A number shared by another name is a sibling and left out (spec, "Import and export").
 * Errors: NOT_FOUND.
 */
export function duplicatesOf(db: Db, id: string): { id: string; why: DuplicateWhy }[] {
  const row = db.get<{ name: string; sound: string; birthOn: string | null; phone: string }>(
    'SELECT name, sound, birth_on AS birthOn, phone FROM students WHERE id = ? AND removed_on IS NULL',
    [id],
  );
  if (!row) throw new Failure('NOT_FOUND', { what: 'student' });
  const guardians = db.all<{ phone: string }>(
    "SELECT g.phone FROM student_guardians l JOIN guardians g ON g.id = l.guardian_id WHERE l.student_id = ? AND g.phone <> ''",
    [id],
  );
  const phones = [row.phone, ...guardians.map((each) => each.phone)].filter((phone) => phone !== '');
  const found = possibleDuplicates(db, { name: row.name, birthOn: row.birthOn, phones, exceptId: id });
  return found.filter(
    ({ id: other, why }) =>
      why !== 'phone' || db.get<{ sound: string }>('SELECT sound FROM students WHERE id = ?', [other])?.sound === row.sound,
  );
}
