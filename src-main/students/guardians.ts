import { and, eq } from 'drizzle-orm';
import type { Ids } from '#main/base/ids.ts';
import type { Db, Tx } from '#main/db/open.ts';
import { displayPinyin } from '#main/db/pinyin.ts';
import { Failure } from '#shared/contract/failure.ts';
import { normaliseName } from '#shared/rules/names.ts';
import { maskPhone, normalisePhone } from '#shared/rules/phones.ts';
import { guardiansTable, studentGuardiansTable, studentsTable } from './tables.ts';

export type GuardianInput = {
  name: string;
  relation: 'mother' | 'father' | 'grandparent' | 'other' | 'self' | '';
  phone: string;
  isPrimary: boolean;
  isPayer: boolean;
  mayPickUp: boolean;
};

/** The normal form of a typed number, '' for none. Errors: INVALID with `field`. */
export function checkedPhone(typed: string, field: string): string {
  if (typed.trim() === '') return '';
  const phone = normalisePhone(typed);
  if (!phone) throw new Failure('INVALID', { field, reason: 'phone_invalid' });
  return phone;
}

function flagsOf(input: GuardianInput) {
  return { isPrimary: Number(input.isPrimary), isPayer: Number(input.isPayer), mayPickUp: Number(input.mayPickUp) };
}

const byPhone = (db: Db, phone: string) =>
  phone === '' ? undefined : db.select().from(guardiansTable).where(eq(guardiansTable.phone, phone)).get();
const linksOf = (tx: Tx, studentId: string) =>
  tx.select().from(studentGuardiansTable).where(eq(studentGuardiansTable.studentId, studentId)).orderBy(studentGuardiansTable.id).all();

/**
 * Links a guardian to a student: one whose number is known already is the same person, another name becomes an alias. A line without name
 * and number is no guardian. Errors: INVALID with `field` (no number; or the number of a guardian whom the student has already).
 */
export function linkGuardian(tx: Tx, ids: Ids, studentId: string, input: GuardianInput, field: string): string | null {
  const phone = checkedPhone(input.phone, field);
  const name = normaliseName(input.name);
  if (phone === '' && name === '') return null;
  const held = byPhone(tx, phone);
  const guardianId = held?.id ?? ids.next();
  if (held && linksOf(tx, studentId).some((link) => link.guardianId === held.id))
    throw new Failure('INVALID', { field, reason: 'linked_already' });
  if (!held)
    tx.insert(guardiansTable)
      .values({ id: guardianId, name, pinyin: displayPinyin(name), phone, aliases: [], createdAt: tx.command.at })
      .run();
  else if (name !== '' && name !== held.name && !held.aliases.includes(name)) {
    // whoever was known by the number alone gets the name, else it is a further one
    const named = held.name === '' ? { name, pinyin: displayPinyin(name) } : { aliases: [...held.aliases, name] };
    tx.update(guardiansTable)
      .set({ ...named, version: held.version + 1 })
      .where(eq(guardiansTable.id, held.id))
      .run();
  }
  tx.insert(studentGuardiansTable)
    .values({ id: ids.next(), studentId, guardianId, relation: input.relation, ...flagsOf(input) })
    .run();
  return guardianId;
}

/**
 * Of the guardians of a student exactly one is the primary contact: `chosen` if it says so, else who was it, else the first one
 * (spec/students-and-money.md, "Student and guardians").
 */
export function keepOnePrimary(tx: Tx, studentId: string, chosen: string | null): void {
  const links = linksOf(tx, studentId);
  const primary =
    links.find((link) => link.guardianId === chosen && link.isPrimary === 1) ??
    links.find((link) => link.isPrimary === 1) ??
    links.find((link) => link.guardianId !== chosen) ??
    links[0];
  for (const link of links) {
    const isPrimary = Number(link.id === primary?.id);
    if (isPrimary !== link.isPrimary)
      tx.update(studentGuardiansTable).set({ isPrimary }).where(eq(studentGuardiansTable.id, link.id)).run();
  }
}

/** The student's version stands for its links too, so that two people never change the guardians of one student unseen. */
function countStudent(tx: Tx, studentId: string, seen: number): void {
  const row = tx.select({ version: studentsTable.version }).from(studentsTable).where(eq(studentsTable.id, studentId)).get();
  if (!row) throw new Failure('NOT_FOUND', { what: 'student' });
  if (row.version !== seen) throw new Failure('STALE', { seen, now: row.version, by: null, at: null });
  tx.update(studentsTable)
    .set({ version: seen + 1 })
    .where(eq(studentsTable.id, studentId))
    .run();
}

function linkOf(tx: Tx, studentId: string, guardianId: string) {
  const link = tx
    .select()
    .from(studentGuardiansTable)
    .where(and(eq(studentGuardiansTable.studentId, studentId), eq(studentGuardiansTable.guardianId, guardianId)))
    .get();
  const guardian = tx.select().from(guardiansTable).where(eq(guardiansTable.id, guardianId)).get();
  if (!link || !guardian) throw new Failure('NOT_FOUND', { what: 'guardian' });
  return { link, guardian };
}

/**
 * Adds a guardian to a student, or links the one who has the number already. Answers the guardian's id.
 * Errors: NOT_FOUND, STALE, INVALID (name when there is neither name nor number, phone).
 */
export function addGuardian(tx: Tx, ids: Ids, studentId: string, version: number, input: GuardianInput): string {
  countStudent(tx, studentId, version);
  const id = linkGuardian(tx, ids, studentId, input, 'phone');
  if (id === null) throw new Failure('INVALID', { field: 'name', reason: 'required' });
  keepOnePrimary(tx, studentId, id);
  return id;
}

/**
 * Changes a guardian and what this student's link says. Name and number are the person's, so they change for the siblings as well. A
 * number that comes back as it was shown stays what it is. `seen`: versions of the student and the guardian on the screen.
 * Errors: NOT_FOUND, STALE, INVALID (name, phone), TAKEN (phone: another guardian has it).
 */
export function updateGuardian(
  tx: Tx,
  studentId: string,
  guardianId: string,
  seen: { version: number; guardianVersion: number },
  input: GuardianInput,
): void {
  const { link, guardian } = linkOf(tx, studentId, guardianId);
  if (guardian.version !== seen.guardianVersion)
    throw new Failure('STALE', { seen: seen.guardianVersion, now: guardian.version, by: null, at: null });
  countStudent(tx, studentId, seen.version);
  const asShown = guardian.phone !== '' && input.phone.trim() === maskPhone(guardian.phone);
  const phone = asShown ? guardian.phone : checkedPhone(input.phone, 'phone');
  const name = normaliseName(input.name);
  if (name === '' && phone === '') throw new Failure('INVALID', { field: 'name', reason: 'required' });
  const holder = byPhone(tx, phone);
  if (holder && holder.id !== guardianId) throw new Failure('TAKEN', { field: 'phone' });
  if (name !== guardian.name || phone !== guardian.phone)
    tx.update(guardiansTable)
      .set({
        name,
        pinyin: displayPinyin(name),
        phone,
        aliases: guardian.aliases.filter((alias) => alias !== name),
        version: guardian.version + 1,
      })
      .where(eq(guardiansTable.id, guardianId))
      .run();
  tx.update(studentGuardiansTable)
    .set({ relation: input.relation, ...flagsOf(input) })
    .where(eq(studentGuardiansTable.id, link.id))
    .run();
  keepOnePrimary(tx, studentId, guardianId);
}

/**
 * Takes a guardian from a student. The person goes too unless a sibling, a complaint or a follow-up still names them; another guardian
 * becomes the primary contact if this one was. Errors: NOT_FOUND, STALE.
 */
export function removeGuardian(tx: Tx, studentId: string, guardianId: string, version: number): void {
  const { link } = linkOf(tx, studentId, guardianId);
  countStudent(tx, studentId, version);
  tx.delete(studentGuardiansTable).where(eq(studentGuardiansTable.id, link.id)).run();
  keepOnePrimary(tx, studentId, null);
  tx.run(
    `DELETE FROM guardians WHERE id = $id
        AND NOT EXISTS (SELECT 1 FROM student_guardians WHERE guardian_id = $id)
        AND NOT EXISTS (SELECT 1 FROM follow_ups WHERE guardian_id = $id)
        AND NOT EXISTS (SELECT 1 FROM complaints WHERE complainant_ref_id = $id)
        AND NOT EXISTS (SELECT 1 FROM complaint_complainants WHERE ref_id = $id)`,
    { id: guardianId },
  );
}

/** Who has this whole number, and whose guardian that is; null when nobody has it or it is no number. For what is being typed. */
export function guardianByPhone(db: Db, typed: string): { id: string; name: string; students: { id: string; name: string }[] } | null {
  const held = byPhone(db, normalisePhone(typed) ?? '');
  if (!held) return null;
  const students = db.all<{ id: string; name: string }>(
    `SELECT s.id, s.name FROM student_guardians l JOIN students s ON s.id = l.student_id
      WHERE l.guardian_id = ? AND s.removed_on IS NULL ORDER BY s.number LIMIT 8`,
    [held.id],
  );
  return { id: held.id, name: held.name, students };
}
