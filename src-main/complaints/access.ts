import type { Identity } from '#main/base/os.ts';
import type { Db } from '#main/db/open.ts';
import { Failure } from '#shared/contract/failure.ts';
import type { Category, Department } from '#shared/contract/fields.ts';
import { departmentOfCategory } from '#shared/rules/assignment.ts';
import { aboutIdsOf } from './load.ts';
import type { Complaint } from './tables.ts';

const categoriesOf = (departments: readonly string[]): Category[] =>
  (Object.entries(departmentOfCategory) as [Category, Department][])
    .filter(([, each]) => departments.includes(each))
    .map(([category]) => category);

/** Categories of the departments that the person heads: all their complaints are seen and handled. */
export const headedCategories = (who: Identity): Category[] => categoriesOf(who.headOf);
/** Categories of the departments that the person belongs to or heads (view "my department"). */
export const departmentCategories = (who: Identity): Category[] => categoriesOf([...who.departments, ...who.headOf]);

const heads = (who: Identity, complaint: Complaint): boolean => who.headOf.includes(departmentOfCategory[complaint.category]);

/** The named handler of a step of the running cycle. */
function isHandler(db: Db, who: Identity, complaint: Complaint): boolean {
  return (
    db.get('SELECT 1 FROM escalations WHERE handler_id = ? AND complaint_id = ? AND cycle = ?', [
      who.staffId,
      complaint.id,
      complaint.cycle,
    ]) !== undefined
  );
}

/**
 * Ids of the complaints that are somebody's own: owned, taken, recorded, offered, escalated to, or with a rectification to do.
 * A fragment for `IN (…)` with the parameter `$me`.
 */
export const OWN_IDS_SQL = `SELECT id FROM complaints WHERE owner_id = $me
  UNION SELECT id FROM complaints WHERE first_contact_id = $me
  UNION SELECT id FROM complaints WHERE recorded_by = $me
  UNION SELECT id FROM complaints WHERE hand_over_to_id = $me
  UNION SELECT complaint_id FROM escalations WHERE handler_id = $me
  UNION SELECT complaint_id FROM rectifications WHERE owner_id = $me`;

/** Whether the person may see it: all, those of a headed department, or the own ones. */
export function canSee(db: Db, who: Identity, complaint: Complaint): boolean {
  if (who.grants['complaints.read'] === 'all' || heads(who, complaint)) return true;
  if (!who.grants['complaints.read']) return false;
  const me = who.staffId;
  if ([complaint.ownerId, complaint.firstContactId, complaint.recordedBy, complaint.handOverToId].includes(me)) return true;
  return (
    db.get('SELECT 1 FROM escalations WHERE handler_id = ? AND complaint_id = ?', [me, complaint.id]) !== undefined ||
    db.get('SELECT 1 FROM rectifications WHERE owner_id = ? AND complaint_id = ?', [me, complaint.id]) !== undefined
  );
}

/** Whether the person may act on it: all, those of a headed department, or those assigned to them. Never who is complained about. */
export function canHandle(db: Db, who: Identity, complaint: Complaint): boolean {
  if (aboutIdsOf(db, complaint.id).includes(who.staffId)) return false;
  if (who.grants['complaints.handle'] === 'all' || heads(who, complaint)) return true;
  return who.grants['complaints.handle'] !== undefined && (complaint.ownerId === who.staffId || isHandler(db, who, complaint));
}

/** Whether the person may give it to somebody: supervisor, manager, or head of its department. */
export function canAssign(db: Db, who: Identity, complaint: Complaint): boolean {
  if (aboutIdsOf(db, complaint.id).includes(who.staffId)) return false;
  return who.grants['complaints.assign'] === 'all' || heads(who, complaint);
}

/** Whether the person may drop, extend, confirm and name handlers: supervisor and manager, never who is complained about. */
export function canSupervise(db: Db, who: Identity, complaint: Complaint): boolean {
  return who.grants['complaints.supervise'] === 'all' && !aboutIdsOf(db, complaint.id).includes(who.staffId);
}

/** Whether the person may verify what others rectified: supervisor, manager, or head of its department. */
export function canVerify(db: Db, who: Identity, complaint: Complaint): boolean {
  return canAssign(db, who, complaint);
}

/** Errors: FORBIDDEN with the missing right. */
export function mustSee(db: Db, who: Identity, complaint: Complaint): void {
  if (!canSee(db, who, complaint)) throw new Failure('FORBIDDEN', { right: 'complaints.read' });
}

/** Errors: FORBIDDEN with the missing right. */
export function mustHandle(db: Db, who: Identity, complaint: Complaint): void {
  if (!canHandle(db, who, complaint)) throw new Failure('FORBIDDEN', { right: 'complaints.handle' });
}

/** Errors: FORBIDDEN with the missing right. */
export function mustAssign(db: Db, who: Identity, complaint: Complaint): void {
  if (!canAssign(db, who, complaint)) throw new Failure('FORBIDDEN', { right: 'complaints.assign' });
}

/** Errors: FORBIDDEN with the missing right. */
export function mustSupervise(db: Db, who: Identity, complaint: Complaint): void {
  if (!canSupervise(db, who, complaint)) throw new Failure('FORBIDDEN', { right: 'complaints.supervise' });
}
