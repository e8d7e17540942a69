import type { Db } from '#main/db/open.ts';
import { nameKey } from '#shared/rules/names.ts';
import { phoneTail } from '#shared/rules/phones.ts';
import type { ExistingAnswer, ExistingGuardian, ExistingPeople, ExistingStudent } from './plan-types.ts';

type StudentRecord = Omit<ExistingStudent, 'guardians' | 'packs'>;

const studentColumns = `s.id, s.name, s.name_key AS nameKey, s.gender, s.birth_on AS birthOn, s.phone, s.wechat, s.school, s.grade, s.source,
  s.referrer, coalesce(a.name, '') AS advisor, s.marker, s.remark, s.external_number AS externalNumber`;

/** The records that an import is compared with, looked up in batches through the indexes of name key, phone and sound. */
export function existingPeople(db: Db): ExistingPeople {
  return {
    findByKeys: ({ nameKeys, phones, pinyinTails }): ExistingAnswer => {
      const students = db.all<StudentRecord>(
        `SELECT ${studentColumns} FROM json_each(?) w JOIN students s ON s.name_key = w.value LEFT JOIN staff a ON a.id = s.advisor_id`,
        [JSON.stringify(nameKeys)],
      );
      const ids = JSON.stringify(students.map((student) => student.id));
      const guardiansOf = groupBy(
        db.all<{ studentId: string; id: string; name: string; phone: string }>(
          'SELECT l.student_id AS studentId, g.id, g.name, g.phone FROM json_each(?) w JOIN student_guardians l ON l.student_id = w.value JOIN guardians g ON g.id = l.guardian_id',
          [ids],
        ),
      );
      const packsOf = groupBy(
        db.all<ExistingStudent['packs'][number] & { studentId: string }>(
          'SELECT e.student_id AS studentId, e.id, c.name AS course, e.enrolled_on AS enrolledOn, e.ended_on AS endedOn FROM json_each(?) w JOIN enrolments e ON e.student_id = w.value JOIN courses c ON c.id = e.course_id',
          [ids],
        ),
      );
      return {
        students: students.map((student) => ({
          ...student,
          phone: student.phone === '' ? null : student.phone,
          guardians: (guardiansOf.get(student.id) ?? []).map(({ id, name, phone }) => ({ id, name, phone: phone === '' ? null : phone })),
          packs: (packsOf.get(student.id) ?? []).map(({ id, course, enrolledOn, endedOn }) => ({ id, course, enrolledOn, endedOn })),
        })),
        guardians: db
          .all<Omit<ExistingGuardian, 'aliases'> & { aliases: string }>(
            "SELECT g.id, g.name, g.phone, g.aliases FROM json_each(?) w JOIN guardians g ON g.phone = w.value AND g.phone <> ''",
            [JSON.stringify(phones)],
          )
          .map((guardian) => ({ ...guardian, aliases: JSON.parse(guardian.aliases) as string[] })),
        pinyinTails: soundsLike(db, pinyinTails),
      };
    },
  };
}

function groupBy<T extends { studentId: string }>(rows: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(row.studentId);
    if (group) group.push(row);
    else groups.set(row.studentId, [row]);
  }
  return groups;
}

/** Students whose sound and phone tail are among `keys` (`sound|1234`). */
function soundsLike(db: Db, keys: readonly string[]): ExistingAnswer['pinyinTails'] {
  const wanted = new Set(keys);
  const sounds = [...new Set(keys.map((key) => key.split('|')[0] ?? ''))].filter((sound) => sound !== '');
  const rows = db.all<{ id: string; name: string; sound: string; phone: string; guardianPhone: string | null }>(
    `SELECT s.id, s.name, s.sound, s.phone, g.phone AS guardianPhone FROM json_each(?) w JOIN students s ON s.sound = w.value AND s.sound <> ''
       LEFT JOIN student_guardians l ON l.student_id = s.id LEFT JOIN guardians g ON g.id = l.guardian_id`,
    [JSON.stringify(sounds)],
  );
  return rows.flatMap((row) =>
    [row.phone, row.guardianPhone ?? '']
      .filter((phone) => phone !== '')
      .map((phone) => `${row.sound}|${phoneTail(phone)}`)
      .filter((key) => wanted.has(key))
      .map((key) => ({ key, studentId: row.id, name: row.name, nameKey: nameKey(row.name) })),
  );
}
