import { eq } from 'drizzle-orm';
import type { Ids } from '#main/base/ids.ts';
import { nextNumber } from '#main/base/sequence.ts';
import type { Db, Tx } from '#main/db/open.ts';
import { displayPinyin, plainPinyin } from '#main/db/pinyin.ts';
import { Failure } from '#shared/contract/failure.ts';
import { nameKey, nameProblem, normaliseName } from '#shared/rules/names.ts';
import { maskPhone, normalisePhone, phoneTail } from '#shared/rules/phones.ts';
import { guardiansTable, studentGuardiansTable, studentsTable } from './tables.ts';

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
export type GuardianInput = {
  name: string;
  relation: 'mother' | 'father' | 'grandparent' | 'other' | 'self' | '';
  phone: string;
  isPrimary: boolean;
  isPayer: boolean;
  mayPickUp: boolean;
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

function checkedPhone(typed: string, field: string): string {
  if (typed.trim() === '') return '';
  const phone = normalisePhone(typed);
  if (!phone) throw new Failure('INVALID', { field, reason: 'phone_invalid' });
  return phone;
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
  return { id, number };
}

function linkGuardian(tx: Tx, ids: Ids, studentId: string, input: GuardianInput, field: string): void {
  const phone = checkedPhone(input.phone, field);
  const name = normaliseName(input.name);
  if (phone === '' && name === '') return;
  const held = phone === '' ? undefined : tx.select().from(guardiansTable).where(eq(guardiansTable.phone, phone)).get();
  const guardianId = held?.id ?? ids.next();
  if (!held)
    tx.insert(guardiansTable)
      .values({ id: guardianId, name, pinyin: displayPinyin(name), phone, aliases: [], createdAt: tx.command.at })
      .run();
  else if (name !== '' && name !== held.name && !held.aliases.includes(name)) {
    tx.update(guardiansTable)
      .set({ aliases: [...held.aliases, name], version: held.version + 1 })
      .where(eq(guardiansTable.id, held.id))
      .run();
  }
  tx.insert(studentGuardiansTable)
    .values({
      id: ids.next(),
      studentId,
      guardianId,
      relation: input.relation,
      isPrimary: Number(input.isPrimary),
      isPayer: Number(input.isPayer),
      mayPickUp: Number(input.mayPickUp),
    })
    .run();
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
      db.all<{ id: string }>("SELECT id FROM students WHERE phone <> '' AND phone IN (SELECT value FROM json_each(?)) LIMIT 10", [
        inPhones,
      ]),
      'phone',
    );
    add(
      db.all<{ id: string }>(
        "SELECT l.student_id AS id FROM guardians g JOIN student_guardians l ON l.guardian_id = g.id WHERE g.phone <> '' AND g.phone IN (SELECT value FROM json_each(?)) LIMIT 10",
        [inPhones],
      ),
      'phone',
    );
  }
  if (name !== '' && asked.birthOn)
    add(
      db.all<{ id: string }>('SELECT id FROM students WHERE name_key = ? AND birth_on = ? LIMIT 10', [nameKey(name), asked.birthOn]),
      'name_birth',
    );
  if (name !== '' && phones.length > 0) {
    const tails = new Set(phones.map(phoneTail));
    const same = db.all<{ id: string; name: string; phone: string; guardianPhones: string | null }>(
      `SELECT s.id, s.name, s.phone, (SELECT group_concat(g.phone) FROM student_guardians l JOIN guardians g ON g.id = l.guardian_id WHERE l.student_id = s.id) AS guardianPhones
         FROM students s WHERE s.sound = ? LIMIT 200`,
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
