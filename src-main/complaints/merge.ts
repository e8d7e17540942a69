import type { z } from 'zod';
import type { Identity } from '#main/base/os.ts';
import { UNDO_WINDOW_MS } from '#main/base/undo.ts';
import { cancelClocks, moveStart, nextRound, retarget, startClock } from '#main/clocks/service.ts';
import type { Db, Tx } from '#main/db/open.ts';
import { insertRow, updateRow } from '#main/db/rows.ts';
import { tellStaff } from '#main/messages/service.ts';
import type { mergedView } from '#shared/contract/complaint-bonds.ts';
import { Failure } from '#shared/contract/failure.ts';
import { isOpen, stricter } from '#shared/rules/complaints.ts';
import { mustHandle } from './access.ts';
import { complainsAlready, furtherComplainants, insertComplainant, makeKnown, primaryOf } from './complainants.ts';
import type { Act, Desk } from './desk.ts';
import { enrolmentIdsOf, setEnrolments } from './enrolments.ts';
import { takeStepsAtOnce } from './escalation.ts';
import { aboutIdsOf, complaintForAct, isComplainantKnown, pausesOfComplaint, rectificationsOf, studentIdsOf, subjectOf } from './load.ts';
import { writeEntry } from './log.ts';
import { rulesOf } from './policy.ts';
import { replaceOwner } from './resolve.ts';
import { saveComplaint } from './standing.ts';
import { setState } from './state.ts';
import { type Complaint, complaintStaffTable, complaintStudentsTable, rectificationsTable } from './tables.ts';

export type MergeInput = Act & { intoId: string; intoVersion: number };

export const works = (complaint: Complaint): boolean => isOpen(complaint.state) && complaint.state !== 'resolved';

/**
 * Two records of one event become one complaint (spec/complaints.md, "Clocks" and "Working with it"): the survivor keeps the earliest
 * received time, the stricter severity and its own events; it takes over the complainants, students, people complained about, tags, files,
 * drafts of letters, and what was still to be done. The other's open clocks are cancelled, it leaves every list and figure, and its page and log stay readable.
 * Errors: NOT_FOUND, STALE, FORBIDDEN (one must handle both), STATE_FORBIDS (closed, withdrawn, merged), INVALID (itself).
 */
export function merge(tx: Tx, desk: Desk, who: Identity, input: MergeInput): void {
  if (input.id === input.intoId) throw new Failure('INVALID', { field: 'intoId', reason: 'itself' });
  const gone = complaintForAct(tx, input);
  const into = complaintForAct(tx, { id: input.intoId, version: input.intoVersion });
  for (const each of [gone, into]) {
    mustHandle(tx, who, each);
    if (!isOpen(each.state)) throw new Failure('STATE_FORBIDS', { state: each.state, action: 'merge' });
  }
  writeEntry(tx, desk.ids, gone, { kind: 'state', text: 'merged_into', vals: { number: into.number, otherId: into.id } });
  writeEntry(tx, desk.ids, into, { kind: 'state', text: 'merged_from', vals: { number: gone.number, otherId: gone.id } });
  const moved = takeOver(tx, desk, gone, into);
  desk.events.emit(tx, 'complaints.merged', { goneId: gone.id, intoId: into.id });
  end(tx, desk, gone, into);
  tellMerged(tx, desk, who, gone, into);
  const saved = saveComplaint(tx, into, moved);
  takeStepsAtOnce(tx, desk, saved);
}

/** What the survivor gets; answers its changed columns. */
function takeOver(tx: Tx, desk: Desk, gone: Complaint, into: Complaint): Partial<Complaint> {
  addMissing(studentIdsOf(tx, gone.id), studentIdsOf(tx, into.id), (studentId) =>
    insertRow(tx, complaintStudentsTable, { id: desk.ids.next(), complaintId: into.id, studentId }),
  );
  setEnrolments(tx, desk, into.id, [...enrolmentIdsOf(tx, into.id), ...enrolmentIdsOf(tx, gone.id)]);
  addMissing(aboutIdsOf(tx, gone.id), aboutIdsOf(tx, into.id), (staffId) =>
    insertRow(tx, complaintStaffTable, { id: desk.ids.next(), complaintId: into.id, staffId }),
  );
  const changes: Partial<Complaint> = {
    ...earlier(tx, gone, into),
    ...graver(tx, gone, into),
    ...complainers(tx, desk, gone, into),
    tags: [...new Set([...into.tags, ...gone.tags])],
    replyRequired: into.replyRequired || gone.replyRequired,
  };
  tx.run('UPDATE promises SET complaint_id = ? WHERE complaint_id = ? AND done_at IS NULL', [into.id, gone.id]);
  if (moveRectifications(tx, desk, gone, { ...into, ...changes })) changes.needsRectification = true;
  return { ...changes, ...withoutAccused(tx, desk, { ...into, ...changes }) };
}

function addMissing(from: readonly string[], to: readonly string[], add: (id: string) => void): void {
  for (const id of from) if (!to.includes(id)) add(id);
}

/** The promise of an answer counts from when the event was first reported: open clocks of the first cycle begin then. */
function earlier(tx: Tx, gone: Complaint, into: Complaint): Partial<Complaint> {
  if (gone.receivedAt >= into.receivedAt) return {};
  if (into.cycle > 1) return { receivedAt: gone.receivedAt };
  moveStart(tx, subjectOf(into), into.receivedAt, gone.receivedAt, pausesOfComplaint(tx, into.id));
  return { receivedAt: gone.receivedAt, cycleStartedAt: gone.receivedAt };
}

function graver(tx: Tx, gone: Complaint, into: Complaint): Partial<Complaint> {
  const severity = stricter(into.severity, gone.severity);
  if (severity === into.severity) return {};
  retarget(tx, subjectOf(into), rulesOf(tx, { ...into, severity }).clocks, pausesOfComplaint(tx, into.id));
  return { severity, severitySinceAt: tx.command.at };
}

/** Whoever complained there complains here; each is told once, and who was told there already knows. */
function complainers(tx: Tx, desk: Desk, gone: Complaint, into: Complaint): Partial<Complaint> {
  const primary = primaryOf(gone);
  const people = [
    ...(primary ? [{ ...primary, toldAt: gone.unreachableAt === null ? gone.resolvedAt : null }] : []),
    ...furtherComplainants(tx, gone.id).map(({ kind, refId, name, phone, toldAt }) => ({ kind, refId, name, phone, toldAt })),
  ];
  let changes: Partial<Complaint> = {};
  let standing = into;
  for (const { toldAt, ...person } of people) {
    if (complainsAlready(tx, standing, person)) continue;
    if (!isComplainantKnown(standing) && works(standing)) {
      changes = makeKnown(tx, desk, standing, person, Math.min(gone.receivedAt, into.receivedAt));
      standing = { ...standing, ...changes };
    } else insertComplainant(tx, desk, into.id, person, toldAt);
  }
  return changes;
}

/** What had to be put right has still to be: it goes on here, from the day on which it was decided. */
function moveRectifications(tx: Tx, desk: Desk, gone: Complaint, into: Complaint): boolean {
  const open = rectificationsOf(tx, gone.id).filter((row) => row.verifiedAt === null && row.droppedAt === null);
  const rule = rulesOf(tx, into).clocks.rectification;
  for (const row of open) {
    const round = nextRound(tx, subjectOf(into), 'rectification', into.cycle);
    startClock(
      tx,
      desk.ids,
      subjectOf(into),
      { clock: 'rectification', cycle: into.cycle, round, rule, startedAt: row.decidedAt },
      pausesOfComplaint(tx, into.id),
    );
    updateRow(tx, rectificationsTable, row.id, { complaintId: into.id, cycle: into.cycle, round });
  }
  return open.length > 0;
}

/** Who is complained about now does neither own it nor get it, and is no handler of it. */
export function withoutAccused(tx: Tx, desk: Desk, into: Complaint): Partial<Complaint> {
  const about = aboutIdsOf(tx, into.id);
  tx.run(
    `UPDATE escalations SET handler_id = NULL WHERE complaint_id = ? AND cycle = ? AND acknowledged_at IS NULL
       AND handler_id IN (SELECT value FROM json_each(?))`,
    [into.id, into.cycle, JSON.stringify(about)],
  );
  const changes: Partial<Complaint> = into.handOverToId !== null && about.includes(into.handOverToId) ? { handOverToId: null } : {};
  if (into.ownerId === null || !about.includes(into.ownerId) || !works(into)) return changes;
  return { ...changes, ...replaceOwner(tx, desk, into, 'assigned') };
}

/** The other one ends: no clock runs on, no visit is due, and it says where it went. */
function end(tx: Tx, desk: Desk, gone: Complaint, into: Complaint): void {
  cancelClocks(tx, desk.ids, subjectOf(gone), pausesOfComplaint(tx, gone.id));
  setState(tx, desk.ids, gone, 'withdrawn');
  saveComplaint(tx, gone, {
    state: 'withdrawn',
    withdrawnAt: tx.command.at,
    mergedIntoId: into.id,
    waitingUntil: null,
    waitingReason: '',
    handOverToId: null,
  });
  desk.events.emit(tx, 'complaints.withdrawn', { complaintId: gone.id });
}

/** Who answered for it, and who took it, hear where it went. */
function tellMerged(tx: Tx, desk: Desk, who: Identity, gone: Complaint, into: Complaint): void {
  const people = [gone.ownerId, gone.firstContactId, into.ownerId].filter((id) => id !== null && id !== who.staffId);
  tellStaff(tx, desk.ids, new Set(people as string[]), {
    kind: 'merged',
    ref: { kind: 'complaint', id: into.id, number: into.number },
    values: { gone: gone.number },
  });
}

type MergedRow = {
  id: string;
  number: string;
  at: number | null;
  by: string | null;
  commandId: string | null;
  commandAt: number | null;
  staffId: string | null;
};

/** `of`: the complaint that went; `side`: which of the two is named. */
function mergeRows(db: Db, who: Identity, where: string, id: string, named: 'gone' | 'into', now: number): z.infer<typeof mergedView>[] {
  const other = named === 'gone' ? 'g' : 'i';
  const rows = db.all<MergedRow>(
    `SELECT ${other}.id, ${other}.number, e.recorded_at AS at, s.name AS by, m.id AS commandId, m.at AS commandAt, m.staff_id AS staffId
     FROM complaints g JOIN complaints i ON i.id = g.merged_into_id
     LEFT JOIN complaint_entries e ON e.id = (SELECT x.id FROM complaint_entries x WHERE x.complaint_id = g.id AND x.text = 'merged_into'
       AND NOT EXISTS (SELECT 1 FROM complaint_entries v WHERE v.voids = x.id) ORDER BY x.id DESC LIMIT 1)
     LEFT JOIN staff s ON s.id = e.recorded_by
     LEFT JOIN command m ON m.seq = (SELECT h.command FROM history h WHERE h.table_name = 'complaint_entries' AND h.row_id = e.id LIMIT 1)
     WHERE ${where} = ? ORDER BY g.number`,
    [id],
  );
  return rows.map((row) => ({
    id: row.id,
    number: row.number,
    at: row.at,
    by: row.by ?? '',
    commandId: row.staffId === who.staffId && row.commandAt !== null && now - row.commandAt <= UNDO_WINDOW_MS ? row.commandId : null,
  }));
}

/** Where a merged complaint went; null for any other. `now` UTC ms. */
export function mergedInto(db: Db, who: Identity, complaint: Complaint, now: number): z.infer<typeof mergedView> | null {
  return complaint.mergedIntoId === null ? null : (mergeRows(db, who, 'g.id', complaint.id, 'into', now)[0] ?? null);
}

/** The complaints that went into this one. `now` UTC ms. */
export function mergedFrom(db: Db, who: Identity, complaintId: string, now: number): z.infer<typeof mergedView>[] {
  return mergeRows(db, who, 'g.merged_into_id', complaintId, 'gone', now);
}
