import type { CommandRow } from '#main/base/chain.ts';
import type { Identity } from '#main/base/os.ts';
import type { Tx } from '#main/db/open.ts';
import { insertRow } from '#main/db/rows.ts';
import { Failure } from '#shared/contract/failure.ts';
import type { Category, Severity } from '#shared/contract/fields.ts';
import { mustHandle } from './access.ts';
import { applyContact } from './contact.ts';
import type { Act, Desk } from './desk.ts';
import { enrolmentIdsOf, ofStudents, setEnrolments } from './enrolments.ts';
import { insertLink } from './links.ts';
import { aboutIdsOf, complaintById, complaintForAct, studentIdsOf } from './load.ts';
import { entriesOf, writeEntry } from './log.ts';
import { recordComplaint } from './record.ts';
import { saveComplaint } from './standing.ts';
import { complaintEntriesTable } from './tables.ts';

export type SplitInput = Act & {
  words: string;
  wish: string;
  studentIds: string[];
  entryIds: string[];
  category: Category;
  subcategory: string;
  severity: Severity;
};

/** What people said and noted can go along; what the program noted belongs to the complaint that it happened to. */
const TAKEN_ALONG = ['contact', 'note'];

/**
 * One complaint that is two becomes two: words, students and entries as chosen are a new complaint by the same complainant, tied to this
 * one. Its clocks count from when this one was received, and contacts that go along answer there too. Students go over, but one always
 * stays; entries are copied, for a log loses nothing.
 * Errors: NOT_FOUND, STALE, FORBIDDEN, STATE_FORBIDS (withdrawn), INVALID (student or entry not of this complaint).
 */
export function split(tx: Tx, desk: Desk, who: Identity, input: SplitInput): { splitId: string; number: string } {
  const complaint = complaintForAct(tx, input);
  mustHandle(tx, who, complaint);
  if (complaint.state === 'withdrawn') throw new Failure('STATE_FORBIDS', { state: complaint.state, action: 'split' });
  const students = studentIdsOf(tx, complaint.id);
  if (input.studentIds.some((id) => !students.includes(id))) throw new Failure('INVALID', { field: 'studentIds', reason: 'unknown' });
  const along = entriesOf(tx, complaint.id).filter((entry) => input.entryIds.includes(entry.id));
  if (along.length < new Set(input.entryIds).size || along.some((entry) => entry.voided || !TAKEN_ALONG.includes(entry.kind)))
    throw new Failure('INVALID', { field: 'entryIds', reason: 'unknown' });

  const packs = ofStudents(tx, enrolmentIdsOf(tx, complaint.id), input.studentIds);
  const staying = students.filter((id) => !input.studentIds.includes(id));
  if (staying.length > 0) {
    for (const id of input.studentIds)
      tx.run('DELETE FROM complaint_students WHERE complaint_id = ? AND student_id = ?', [complaint.id, id]);
    setEnrolments(tx, desk, complaint.id, ofStudents(tx, enrolmentIdsOf(tx, complaint.id), staying));
  }
  const recorded = recordComplaint(tx, desk, who, {
    studentIds: input.studentIds,
    enrolmentIds: packs,
    complainant: {
      kind: complaint.complainantKind,
      refId: complaint.complainantRefId,
      name: complaint.complainantName,
      phone: complaint.complainantPhone,
    },
    aboutStaffIds: aboutIdsOf(tx, complaint.id),
    channel: complaint.channel,
    words: input.words,
    wish: input.wish,
    category: input.category,
    subcategory: input.subcategory,
    severity: input.severity,
    receivedAt: complaint.receivedAt,
    firstContactId: firstContactOf(tx, complaint.firstContactId, who),
    replyRequired: complaint.replyRequired,
    answeredOnSpot: '',
    tags: complaint.tags,
  });
  const fresh = complaintById(tx, recorded.id);
  for (const { voided: _voided, ...entry } of along) {
    // A further complainant stays with the other matter and complains of nothing here.
    const someoneElse = entry.someoneElse || entry.complainantId !== null;
    const copy = { ...entry, id: desk.ids.next(), complaintId: fresh.id, cycle: 1, complainantId: null, someoneElse };
    insertRow(tx, complaintEntriesTable, copy);
    if (copy.kind === 'contact') applyContact(tx, desk, fresh, copy);
  }
  writeEntry(tx, desk.ids, fresh, { kind: 'system', text: 'split_from', vals: { number: complaint.number, otherId: complaint.id } });
  writeEntry(tx, desk.ids, complaint, { kind: 'system', text: 'split_to', vals: { number: fresh.number, otherId: fresh.id } });
  insertLink(tx, desk, fresh.id, complaint.id, 'split_from');
  saveComplaint(tx, fresh, {}, { bump: false });
  saveComplaint(tx, complaint, {});
  return { splitId: fresh.id, number: fresh.number };
}

/** Who took the words answers for them, unless gone since. */
function firstContactOf(tx: Tx, staffId: string, who: Identity): string {
  const gone = tx.get('SELECT 1 FROM staff WHERE id = ? AND left_on IS NOT NULL', [staffId]);
  return gone ? who.staffId : staffId;
}

/** The complaint that a split made; null for any other command. */
export function splitOff(tx: Tx, row: CommandRow): string | null {
  return (
    tx.get<{ id: string }>(
      `SELECT row_id AS id FROM history WHERE id BETWEEN ? AND ? AND table_name = 'complaints' AND op = 'insert' ORDER BY id LIMIT 1`,
      [row.history_from, row.history_to],
    )?.id ?? null
  );
}
