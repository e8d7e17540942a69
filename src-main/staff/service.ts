import { eq } from 'drizzle-orm';
import { commandRow } from '#main/base/chain.ts';
import type { Commands, UndoKind } from '#main/base/command.ts';
import type { Identity, Services } from '#main/base/os.ts';
import { hashPassword } from '#main/base/passwords.ts';
import { revertRows } from '#main/base/undo.ts';
import type { Actor, Db, Tx } from '#main/db/open.ts';
import { selectRow } from '#main/db/rows.ts';
import { zoneOf } from '#main/settings/service.ts';
import { Failure } from '#shared/contract/failure.ts';
import type { Department, Role, Severity } from '#shared/contract/fields.ts';
import type { StaffRow } from '#shared/contract/staff.ts';
import { grantsOf } from '#shared/rules/access.ts';
import { dayOf } from '#shared/rules/zone.ts';
import { staffTable } from './tables.ts';

type Stored = typeof staffTable.$inferSelect;

/** What a manager enters about a person; `login` empty = a person without an account who can still be complained about. */
export type StaffInput = {
  name: string;
  login: string;
  phone: string;
  roles: Role[];
  departments: Department[];
  headOf: Department[];
  /** Not given: all. */
  severities?: Severity[];
  joinedOn: string;
  leftOn: string | null;
};

/** Active on `day` (YYYY-MM-DD, centre's zone): joined and not left. */
export function isActiveOn(row: Pick<Stored, 'joinedOn' | 'leftOn'>, day: string): boolean {
  return row.joinedOn <= day && (row.leftOn === null || row.leftOn >= day);
}

/** The whole row, for slices that check passwords or candidates. Errors: NOT_FOUND. */
export function staffById(db: Db, id: string): Stored {
  const row = selectRow(db, staffTable, 'WHERE id = ?', [id]);
  if (!row) throw new Failure('NOT_FOUND', { what: 'staff' });
  return row;
}

/** By login name, case-insensitive; undefined when nobody has it. */
export function staffByLogin(db: Db, login: string): Stored | undefined {
  return db
    .select()
    .from(staffTable)
    .where(eq(staffTable.login, normaliseLogin(login)))
    .get();
}

/** Everybody, active ones first, then by name. */
export function allStaff(db: Db, day: string): Stored[] {
  const rows = db.select().from(staffTable).all();
  return rows.sort((a, b) => Number(isActiveOn(b, day)) - Number(isActiveOn(a, day)) || (a.name < b.name ? -1 : 1));
}

/** Whether the person is on duty at minute `minute` of `day` by the roster. Without any roster nobody is said to be. */
export function onDutyIds(db: Db, day: string, minute: number): Set<string> {
  const rows = db.all<{ staff_id: string }>(
    `SELECT staff_id FROM duties WHERE day = ? AND start_minute <= ? AND end_minute > ?
       AND NOT EXISTS (SELECT 1 FROM leaves WHERE leaves.staff_id = duties.staff_id AND from_day <= ? AND to_day >= ?)`,
    [day, minute, minute, day, day],
  );
  return new Set(rows.map((row) => row.staff_id));
}

/** Who a connection speaks for, with the rights of the moment (spec/people-and-access.md); null when the person left or is unknown. */
export function identityOf(db: Db, staffId: string, today: string): Identity | null {
  const row = selectRow(db, staffTable, 'WHERE id = ?', [staffId]);
  if (!row || !isActiveOn(row, today)) return null;
  return {
    staffId: row.id,
    name: row.name,
    roles: row.roles,
    departments: row.departments,
    headOf: row.headOf,
    grants: grantsOf(row.roles, row.headOf.length > 0),
  };
}

function normaliseLogin(login: string): string {
  return login.trim().normalize('NFKC').toLowerCase();
}

function refuseTaken(db: Db, login: string, exceptId: string | null): void {
  if (login === '') return;
  const held = staffByLogin(db, login);
  if (held && held.id !== exceptId) throw new Failure('TAKEN', { field: 'login' });
}

/** Adds a person. `passwordHash` is a PHC string or empty. Errors: TAKEN (login). */
export function createStaff(tx: Tx, id: string, input: StaffInput, passwordHash: string): void {
  const login = normaliseLogin(input.login);
  refuseTaken(tx, login, null);
  tx.insert(staffTable)
    .values({ id, ...input, login, passwordHash })
    .run();
}

/** Active people with the manager role on `today` (centre's zone), also one without a login. */
export function activeManagers(db: Db, today: string): Stored[] {
  return allStaff(db, today).filter((each) => isActiveOn(each, today) && each.roles.includes('manager'));
}

/** Changes a person. The last active manager who can sign in cannot lose the role, the login, or leave. Errors: NOT_FOUND, STALE, TAKEN, INVALID. */
export function updateStaff(tx: Tx, id: string, version: number, input: StaffInput, today: string): void {
  const row = staffById(tx, id);
  if (row.version !== version) throw new Failure('STALE', { seen: version, now: row.version, by: null, at: null });
  const login = normaliseLogin(input.login);
  refuseTaken(tx, login, id);
  tx.update(staffTable)
    .set({ ...input, login, version: version + 1 })
    .where(eq(staffTable.id, id))
    .run();
  if (!hasManager(tx, today)) throw new Failure('INVALID', { field: 'roles', reason: 'last_manager' });
}

/** Somebody is left who may change settings and can sign in. */
function hasManager(db: Db, today: string): boolean {
  return activeManagers(db, today).some((each) => each.login !== '');
}

/** Undo of a change of a person: the rows as they were, and again a manager has to be left. */
const UNDO_UPDATE = { handler: 'staff.update' } as const;

/** How this change of a person can be taken back: not at all where the login changes (spec/people-and-access.md, "Nothing changes unseen"). */
export function undoOfUpdate(db: Db, id: string, login: string): UndoKind {
  return staffById(db, id).login === normaliseLogin(login) ? UNDO_UPDATE : 'none';
}

/** Registers how changes of people are taken back. Called once for each connection that writes. */
export function registerStaff({ commands }: { commands: Commands }): void {
  commands.registerUndo(
    UNDO_UPDATE.handler,
    (tx, undone) => {
      revertRows(tx, commandRow(tx, undone), { counterEntries: new Map(), appendOnly: new Set() });
      if (!hasManager(tx, dayOf(tx.command.at, zoneOf(tx)))) throw new Failure('UNDO_NOT_POSSIBLE', { reason: 'last_manager' });
    },
    { redo: true },
  );
}

/** Sets a new password (PHC string) and takes the PIN away; wrong tries are forgotten. */
export function setPassword(tx: Tx, id: string, passwordHash: string): void {
  staffById(tx, id);
  tx.update(staffTable)
    .set({ passwordHash, pinHash: '', lastFullLoginOn: '', failedTries: 0, waitUntil: 0 })
    .where(eq(staffTable.id, id))
    .run();
}

/** A manager gives somebody a new password: whoever sits there with the old one is signed out. Answers the command. Errors: NOT_FOUND. */
export async function resetPassword(services: Services, actor: Actor, id: string, password: string): Promise<string> {
  const hash = await hashPassword(password);
  const { commandId } = await services.commands.run(
    { name: 'staff.reset-password', actor, undo: 'none', topics: ['staff', 'session', 'today'] },
    (tx) => setPassword(tx, id, hash),
  );
  services.connections.signOut(id);
  return commandId;
}

/** The row as a manager sees it: never a hash. */
export function viewOf(row: Stored, today: string): StaffRow {
  return {
    id: row.id,
    version: row.version,
    name: row.name,
    login: row.login,
    phone: row.phone,
    roles: row.roles,
    departments: row.departments,
    headOf: row.headOf,
    severities: row.severities,
    joinedOn: row.joinedOn,
    leftOn: row.leftOn,
    active: isActiveOn(row, today),
    hasPassword: row.passwordHash !== '',
  };
}
