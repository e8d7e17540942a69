import type { Identity } from '#main/base/os.ts';
import { clocksOf, startClock } from '#main/clocks/service.ts';
import type { Db, Tx } from '#main/db/open.ts';
import { insertRow, selectRows, updateRow } from '#main/db/rows.ts';
import { Failure } from '#shared/contract/failure.ts';
import { VISIT_TRIES } from '#shared/rules/complaint-closing.ts';
import { clocksAtReopen, isOpen } from '#shared/rules/complaints.ts';
import { mustHandle, mustSee } from './access.ts';
import type { Act, Desk } from './desk.ts';
import { complaintForAct, isComplainantKnown, pausesOfComplaint, subjectOf } from './load.ts';
import { writeEntry } from './log.ts';
import { rulesOf } from './policy.ts';
import { saveComplaint } from './standing.ts';
import { type Complaint, complaintComplainantsTable, type FurtherComplainant } from './tables.ts';

export type Complainer = Pick<FurtherComplainant, 'kind' | 'refId' | 'name' | 'phone'>;

/** Who else complained of the same, in the order in which they came (spec/complaints.md, "What a complaint holds"). */
export function furtherComplainants(db: Db, complaintId: string): FurtherComplainant[] {
  return selectRows(db, complaintComplainantsTable, 'WHERE complaint_id = ? AND removed_at IS NULL ORDER BY added_at, id', [complaintId]);
}

/** One of the further complainants; null stays null. Errors: INVALID (not of this complaint). */
export function complainantOfAct(db: Db, complaintId: string, complainantId: string | null): FurtherComplainant | null {
  if (complainantId === null) return null;
  const found = furtherComplainants(db, complaintId).find((each) => each.id === complainantId);
  if (!found) throw new Failure('INVALID', { field: 'complainant', reason: 'unknown' });
  return found;
}

/** Calls out in this cycle that did not reach each further complainant: complainant id → count. */
export function unreachedCalls(db: Db, complaint: Pick<Complaint, 'id' | 'cycle'>): Map<string, number> {
  const rows = db.all<{ id: string; n: number }>(
    `SELECT complainant_id AS id, count(*) AS n FROM complaint_entries e
     WHERE complaint_id = ? AND cycle = ? AND complainant_id IS NOT NULL AND direction = 'out' AND outcome <> 'reached' AND voids IS NULL
       AND NOT EXISTS (SELECT 1 FROM complaint_entries v WHERE v.voids = e.id) GROUP BY complainant_id`,
    [complaint.id, complaint.cycle],
  );
  return new Map(rows.map((row) => [row.id, row.n]));
}

/** Every complainant as closing asks for them: told, or unreachable after the tries; the primary one first. */
export function complainantsToTell(db: Db, complaint: Complaint): { toldAt: number | null; unreachable: boolean }[] {
  const calls = unreachedCalls(db, complaint);
  return [
    { toldAt: complaint.resolvedAt, unreachable: false },
    ...furtherComplainants(db, complaint.id).map((each) => ({
      toldAt: each.toldAt,
      unreachable: (calls.get(each.id) ?? 0) >= VISIT_TRIES,
    })),
  ];
}

/** The name of a guardian or student on file. Errors: INVALID (unknown). */
export function nameOnFile(db: Db, kind: Complainer['kind'], refId: string): string {
  const row = db.get<{ name: string }>(`SELECT name FROM ${kind === 'student' ? 'students' : 'guardians'} WHERE id = ?`, [refId]);
  if (!row) throw new Failure('INVALID', { field: 'complainant', reason: 'unknown' });
  return row.name;
}

const digits = (phone: string) => phone.replace(/\D/g, '');

/** The same person on file, or somebody of the same name and number. */
export function isSamePerson(a: Complainer, b: Complainer): boolean {
  if (a.refId !== null || b.refId !== null) return a.refId === b.refId;
  return a.name === b.name && digits(a.phone) === digits(b.phone);
}

/** The complainant whom telling resolves it for; null for an anonymous complaint. */
export const primaryOf = (complaint: Complaint): Complainer | null =>
  complaint.complainantKind === 'anonymous'
    ? null
    : {
        kind: complaint.complainantKind,
        refId: complaint.complainantRefId,
        name: complaint.complainantName,
        phone: complaint.complainantPhone,
      };

/** Whether this person complains here already, as the primary or a further one. */
export function complainsAlready(db: Db, complaint: Complaint, person: Complainer): boolean {
  const primary = primaryOf(complaint);
  return (
    (primary !== null && isSamePerson(primary, person)) || furtherComplainants(db, complaint.id).some((each) => isSamePerson(each, person))
  );
}

/** Adds a further complainant; `toldAt` (UTC ms) = who was told the result already. Whether they complain already is the caller's to ask. */
export function insertComplainant(tx: Tx, desk: Desk, complaintId: string, person: Complainer, toldAt: number | null = null): void {
  insertRow(tx, complaintComplainantsTable, {
    id: desk.ids.next(),
    complaintId,
    kind: person.kind,
    refId: person.refId,
    name: person.name,
    phone: person.phone,
    addedAt: tx.command.at,
    toldAt,
  });
}

/**
 * Nobody was known and now somebody is: the primary complainant, whom an answer is owed from `from` (UTC ms) on. Answers the changed
 * columns.
 */
export function makeKnown(tx: Tx, desk: Desk, complaint: Complaint, person: Complainer, from: number): Partial<Complaint> {
  const changes: Partial<Complaint> = {
    complainantKind: person.kind,
    complainantRefId: person.refId,
    complainantName: person.name,
    complainantPhone: person.phone,
  };
  const rules = rulesOf(tx, complaint);
  const pauses = pausesOfComplaint(tx, complaint.id);
  const owed = clocksAtReopen(true).filter((clock) => clock !== 'resolution');
  const clocks = clocksOf(tx, subjectOf(complaint));
  for (const clock of complaint.cycle === 1 ? (['first_response', ...owed] as const) : owed) {
    if (clocks.some((each) => each.clock === clock && each.cycle === complaint.cycle)) continue;
    startClock(tx, desk.ids, subjectOf(complaint), { clock, cycle: complaint.cycle, rule: rules.clocks[clock], startedAt: from }, pauses);
  }
  return changes;
}

/**
 * Somebody else reports the same event: one more complainant, who has to be told too. On an anonymous complaint the first who is known
 * becomes the primary one and is owed an answer from now on.
 * Errors: NOT_FOUND, STALE, FORBIDDEN, STATE_FORBIDS (ended), INVALID (unknown, no name, complains already).
 */
export function addComplainant(tx: Tx, desk: Desk, who: Identity, input: Act & Complainer): void {
  const complaint = complaintForAct(tx, input);
  mustSee(tx, who, complaint);
  const known = isComplainantKnown(complaint);
  if (!isOpen(complaint.state) || (!known && complaint.state === 'resolved'))
    throw new Failure('STATE_FORBIDS', { state: complaint.state, action: 'add_complainant' });
  if (input.kind !== 'other' && input.refId === null) throw new Failure('INVALID', { field: 'complainant', reason: 'required' });
  const refId = input.kind === 'other' ? null : input.refId;
  const name = refId === null ? input.name : nameOnFile(tx, input.kind, refId);
  if (name === '') throw new Failure('INVALID', { field: 'complainant', reason: 'required' });
  const person: Complainer = { kind: input.kind, refId, name, phone: input.phone };
  if (complainsAlready(tx, complaint, person)) throw new Failure('INVALID', { field: 'complainant', reason: 'complains_already' });
  writeEntry(tx, desk.ids, complaint, { kind: 'system', text: 'complainant_added', vals: { name } });
  if (known) {
    insertComplainant(tx, desk, complaint.id, person);
    saveComplaint(tx, complaint, {});
  } else saveComplaint(tx, complaint, makeKnown(tx, desk, complaint, person, tx.command.at));
}

/** A further complainant was one by mistake; what was said with them stays in the log. Errors: NOT_FOUND, STALE, FORBIDDEN, INVALID. */
export function removeComplainant(tx: Tx, desk: Desk, who: Identity, input: Act & { complainantId: string }): void {
  const complaint = complaintForAct(tx, input);
  mustHandle(tx, who, complaint);
  const gone = complainantOfAct(tx, complaint.id, input.complainantId);
  if (!gone) return;
  updateRow(tx, complaintComplainantsTable, gone.id, { removedAt: tx.command.at });
  writeEntry(tx, desk.ids, complaint, { kind: 'system', text: 'complainant_removed', vals: { name: gone.name } });
  saveComplaint(tx, complaint, {});
}
