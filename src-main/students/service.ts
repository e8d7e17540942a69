import { type Identity, scopeOf } from '#main/base/os.ts';
import type { Db } from '#main/db/open.ts';
import { Failure } from '#shared/contract/failure.ts';
import { studentPage } from './page.ts';

export { addGuardian, guardianByPhone, removeGuardian, updateGuardian } from './guardians.ts';
export { listStudents } from './list.ts';
export { studentRow } from './page.ts';
export { revealPhone } from './reveal.ts';
export { countAllStages, type StageQuestion } from './stage-counts.ts';
export { studentTimeline } from './timeline.ts';
export { createStudent, type DuplicateWhy, duplicatesOf, possibleDuplicates, setDoNotContact, updateStudent } from './write.ts';

/** Whether it is a student of somebody else's, and the person sees the pages of own students only: an advisor. */
export function isForeignStudent(db: Db, identity: Identity, studentId: string): boolean {
  if (scopeOf(identity, 'students.read') !== 'own') return false;
  const row = db.get<{ advisorId: string | null }>('SELECT advisor_id AS advisorId FROM students WHERE id = ?', [studentId]);
  return row !== undefined && row.advisorId !== identity.staffId;
}

/** Errors: FORBIDDEN for a student of somebody else's. */
export function refuseForeignStudent(db: Db, identity: Identity, studentId: string): void {
  if (isForeignStudent(db, identity, studentId)) throw new Failure('FORBIDDEN', { right: 'students.read' });
}

/** The student page as this person may see it: support names only, amounts of money only with the right. */
export function pageFor(db: Db, identity: Identity, id: string, day: string) {
  refuseForeignStudent(db, identity, id);
  const page = studentPage(db, id, day, identity.grants['money.read'] !== undefined);
  if (scopeOf(identity, 'students.read') !== 'name') return page;
  const { student } = page;
  return {
    ...page,
    student: {
      ...student,
      birthOn: null,
      age: null,
      phoneMasked: '',
      wechat: '',
      remark: '',
      externalNumber: '',
      advisor: '',
      advisorId: null,
      tags: [],
    },
    guardians: [],
    packs: [],
  };
}
