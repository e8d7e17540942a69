import type { z } from 'zod';
import type { Identity } from '#main/base/os.ts';
import { clocksOf, isRunning, moveStart } from '#main/clocks/service.ts';
import type { Tx } from '#main/db/open.ts';
import { insertRow } from '#main/db/rows.ts';
import type { amendInput } from '#shared/contract/complaints.ts';
import { Failure } from '#shared/contract/failure.ts';
import { isOpen } from '#shared/rules/complaints.ts';
import { mustHandle } from './access.ts';
import { type Complainer, furtherComplainants, isSamePerson, nameOnFile } from './complainants.ts';
import type { Desk } from './desk.ts';
import { coursesOf, enrolmentIdsOf, ofStudents, setEnrolments } from './enrolments.ts';
import { aboutIdsOf, complaintForAct, isComplainantKnown, namesOf, pausesOfComplaint, studentIdsOf, subjectOf } from './load.ts';
import { writeEntry } from './log.ts';
import { withoutAccused, works } from './merge.ts';
import { refuseUnknown } from './record.ts';
import { saveComplaint } from './standing.ts';
import { type Complaint, complaintStaffTable, complaintStudentsTable } from './tables.ts';

export type AmendInput = z.infer<typeof amendInput>;
type Value = string | number;

/**
 * Corrects or completes what was recorded (spec/complaints.md, "What a complaint holds"); what is not given stays. Each field that
 * changed gets a line in the log with before and after. Received earlier: the open clocks of the first cycle begin then. Who is
 * complained about from now on neither owns nor gets it. `receivedAt` UTC ms.
 * Errors: NOT_FOUND, STALE, FORBIDDEN, STATE_FORBIDS (ended; for the complainant also resolved), INVALID (unknown, `only_earlier`,
 * complainant not named, complains already, or nobody was known).
 */
export function amend(tx: Tx, desk: Desk, who: Identity, input: AmendInput): void {
  const complaint = complaintForAct(tx, input);
  mustHandle(tx, who, complaint);
  if (!isOpen(complaint.state)) throw new Failure('STATE_FORBIDS', { state: complaint.state, action: 'amend' });
  const note = (field: string, before: Value, after: Value) =>
    writeEntry(tx, desk.ids, complaint, { kind: 'system', text: `amended_${field}`, vals: { before, after } });
  amendStudents(tx, desk, complaint, input.studentIds, note);
  amendEnrolments(tx, desk, complaint, input, note);
  const accused = amendAbout(tx, desk, complaint, input.aboutStaffIds, note);
  const changes: Partial<Complaint> = {
    ...plainChanges(complaint, input, note),
    ...amendComplainant(tx, complaint, input.complainant, note),
    ...amendReceived(tx, desk, complaint, input.receivedAt, note),
  };
  const given = accused ? withoutAccused(tx, desk, { ...complaint, ...changes }) : {};
  saveComplaint(tx, complaint, { ...changes, ...given });
}

type Note = (field: string, before: Value, after: Value) => void;

/** Fields that nothing follows from, but that closing may ask for a written reply. */
function plainChanges(complaint: Complaint, input: AmendInput, note: Note): Partial<Complaint> {
  const changes: Partial<Complaint> = {};
  if (input.words !== undefined && input.words !== complaint.words) {
    note('words', complaint.words, input.words);
    changes.words = input.words;
  }
  if (input.wish !== undefined && input.wish !== complaint.wish) {
    note('wish', complaint.wish, input.wish);
    changes.wish = input.wish;
  }
  if (input.channel !== undefined && input.channel !== complaint.channel) {
    note('channel', complaint.channel, input.channel);
    changes.channel = input.channel;
  }
  if (input.replyRequired !== undefined && input.replyRequired !== complaint.replyRequired) {
    note(input.replyRequired ? 'reply_asked' : 'reply_not_asked', '', '');
    changes.replyRequired = input.replyRequired;
  }
  return changes;
}

const sameSet = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && a.every((each) => b.includes(each));

function amendStudents(tx: Tx, desk: Desk, complaint: Complaint, wanted: readonly string[] | undefined, note: Note): void {
  const before = studentIdsOf(tx, complaint.id);
  if (wanted === undefined || sameSet([...new Set(wanted)], before)) return;
  refuseUnknown(tx, 'students', wanted, 'studentIds');
  for (const id of before.filter((each) => !wanted.includes(each)))
    tx.run('DELETE FROM complaint_students WHERE complaint_id = ? AND student_id = ?', [complaint.id, id]);
  for (const studentId of new Set(wanted.filter((each) => !before.includes(each))))
    insertRow(tx, complaintStudentsTable, { id: desk.ids.next(), complaintId: complaint.id, studentId });
  note('students', studentNames(tx, before), studentNames(tx, studentIdsOf(tx, complaint.id)));
}

/** A student who is not concerned any more takes the packs along. */
function amendEnrolments(tx: Tx, desk: Desk, complaint: Complaint, input: AmendInput, note: Note): void {
  const before = enrolmentIdsOf(tx, complaint.id);
  const wanted = input.enrolmentIds ?? ofStudents(tx, before, studentIdsOf(tx, complaint.id));
  if (sameSet([...new Set(wanted)], before)) return;
  setEnrolments(tx, desk, complaint.id, wanted);
  const spoken = (ids: readonly string[]) => coursesOf(tx, ids).join('、');
  note('enrolments', spoken(before), spoken(enrolmentIdsOf(tx, complaint.id)));
}

function studentNames(tx: Tx, ids: readonly string[]): string {
  return ids.map((id) => tx.get<{ name: string }>('SELECT name FROM students WHERE id = ?', [id])?.name ?? '').join('、');
}

/** Answers whether somebody is complained about who was not before. */
function amendAbout(tx: Tx, desk: Desk, complaint: Complaint, wanted: readonly string[] | undefined, note: Note): boolean {
  const before = aboutIdsOf(tx, complaint.id);
  if (wanted === undefined || sameSet([...new Set(wanted)], before)) return false;
  refuseUnknown(tx, 'staff', wanted, 'aboutStaffIds');
  for (const id of before.filter((each) => !wanted.includes(each)))
    tx.run('DELETE FROM complaint_staff WHERE complaint_id = ? AND staff_id = ?', [complaint.id, id]);
  const added = [...new Set(wanted.filter((each) => !before.includes(each)))];
  for (const staffId of added) insertRow(tx, complaintStaffTable, { id: desk.ids.next(), complaintId: complaint.id, staffId });
  const names = namesOf(tx, [...before, ...wanted]);
  const spoken = (ids: readonly string[]) => ids.map((id) => names.get(id) ?? '').join('、');
  note('about', spoken(before), spoken(aboutIdsOf(tx, complaint.id)));
  return added.length > 0;
}

/** The primary complainant was written down wrongly: another person, another name, another number. */
function amendComplainant(tx: Tx, complaint: Complaint, given: AmendInput['complainant'], note: Note): Partial<Complaint> {
  if (given === undefined) return {};
  const refuse = (reason: string): never => {
    throw new Failure('INVALID', { field: 'complainant', reason });
  };
  if (!isComplainantKnown(complaint)) refuse('anonymous');
  const refId = given.kind === 'other' ? null : given.refId;
  if (given.kind !== 'other' && refId === null) refuse('required');
  const name = refId === null ? given.name : nameOnFile(tx, given.kind, refId);
  if (name === '') refuse('required');
  const same = given.kind === complaint.complainantKind && refId === complaint.complainantRefId;
  const phone = given.phone ?? (same ? complaint.complainantPhone : '');
  if (same && name === complaint.complainantName && phone === complaint.complainantPhone) return {};
  if (!works(complaint)) throw new Failure('STATE_FORBIDS', { state: complaint.state, action: 'amend' });
  const person: Complainer = { kind: given.kind, refId, name, phone };
  if (furtherComplainants(tx, complaint.id).some((each) => isSamePerson(each, person))) refuse('complains_already');
  // A number stands in no line of the log: it is masked wherever it is shown.
  if (same && name === complaint.complainantName) note('phone', '', '');
  else note('complainant', complaint.complainantName, name);
  return { complainantKind: given.kind, complainantRefId: refId, complainantName: name, complainantPhone: phone };
}

/** It came earlier than was written down: open clocks count from then. What was met or missed already stays as it was. */
function amendReceived(tx: Tx, desk: Desk, complaint: Complaint, receivedAt: number | undefined, note: Note): Partial<Complaint> {
  const before = complaint.receivedAt;
  if (receivedAt === undefined || receivedAt === before) return {};
  if (receivedAt > before) throw new Failure('INVALID', { field: 'receivedAt', reason: 'only_earlier' });
  note('received', before, receivedAt);
  if (complaint.cycle > 1) return { receivedAt };
  const subject = subjectOf(complaint);
  const due = new Map(clocksOf(tx, subject).map((clock) => [clock.id, clock.dueAt]));
  moveStart(tx, subject, before, receivedAt, pausesOfComplaint(tx, complaint.id));
  for (const clock of clocksOf(tx, subject).filter(isRunning)) {
    const was = due.get(clock.id);
    if (was === undefined || was === clock.dueAt) continue;
    const vals = { clock: clock.clock, before: was, after: clock.dueAt };
    writeEntry(tx, desk.ids, complaint, { kind: 'system', text: 'deadline_by_receipt', vals });
  }
  return { receivedAt, cycleStartedAt: receivedAt };
}
