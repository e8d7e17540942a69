import type { Events } from '#main/base/events.ts';
import type { Ids } from '#main/base/ids.ts';
import type { CounterEntry } from '#main/base/undo.ts';
import type { Tx } from '#main/db/open.ts';
import { tellStaff } from '#main/messages/service.ts';
import { openingOf } from '#main/settings/service.ts';
import { VISIT_TRIES } from '#shared/rules/complaint-closing.ts';
import { visitDay } from '#shared/rules/follow-ups.ts';
import { dayOf } from '#shared/rules/zone.ts';
import { plan } from './plan.ts';

type Facts = {
  number: string;
  cycle: number;
  resolved_at: number | null;
  complainant_kind: string;
  complainant_ref_id: string | null;
  first_contact_id: string;
  owner_id: string | null;
  student_id: string | null;
};

/**
 * Plans the satisfaction visit in the transaction that told the result (spec/service-quality.md, "Follow-ups"): due the day
 * after, or the next day the centre opens; one visit per cycle. Nobody known to call (anonymous): no visit. It is made by
 * somebody who did not handle the complaint: the student's advisor, else the first contact, else the desk (no owner). One who could not be
 * reached to be told the result is not called once more: the visit stands as unreachable.
 */
export function onComplaintResolved(tx: Tx, payload: { complaintId: string; unreachable?: boolean }, ids: Ids): void {
  const { complaintId } = payload;
  const facts = tx.get<Facts>(
    `SELECT c.number, c.cycle, c.resolved_at, c.complainant_kind, c.complainant_ref_id, c.first_contact_id, c.owner_id,
       CASE WHEN c.complainant_kind = 'student' THEN c.complainant_ref_id
         ELSE (SELECT student_id FROM complaint_students WHERE complaint_id = c.id ORDER BY id LIMIT 1) END AS student_id
     FROM complaints c WHERE c.id = ?`,
    [complaintId],
  );
  if (!facts || facts.complainant_kind === 'anonymous' || hasVisit(tx, complaintId, facts.cycle)) return;
  const ownerId = visitor(tx, complaintId, facts);
  const dueOn = visitDay(openingOf(tx), facts.resolved_at ?? tx.command.at, tx.command.at);
  const id = plan(tx, ids, {
    rule: 'complaint_visit',
    studentId: facts.student_id,
    guardianId: facts.complainant_kind === 'guardian' ? facts.complainant_ref_id : null,
    complaintId,
    cycle: facts.cycle,
    ownerId,
    reason: '',
    dueOn,
  });
  if (payload.unreachable) {
    tx.run(`UPDATE follow_ups SET state = 'unreachable', tries = ?, done_at = ? WHERE id = ?`, [VISIT_TRIES, tx.command.at, id]);
    return;
  }
  if (ownerId !== null) {
    tellStaff(tx, ids, [ownerId], { kind: 'visit', ref: { kind: 'follow-up', id, number: facts.number }, values: { dueOn } });
  }
}

function hasVisit(tx: Tx, complaintId: string, cycle: number): boolean {
  return (
    tx.get(`SELECT 1 FROM follow_ups WHERE complaint_id = ? AND cycle = ? AND rule = 'complaint_visit' AND state <> 'cancelled'`, [
      complaintId,
      cycle,
    ]) !== undefined
  );
}

function visitor(tx: Tx, complaintId: string, facts: Facts): string | null {
  const today = dayOf(tx.command.at, openingOf(tx).zone);
  const advisor = tx.get<{ id: string | null }>('SELECT advisor_id AS id FROM students WHERE id = ?', [facts.student_id])?.id ?? null;
  const independent = `SELECT 1 FROM staff s WHERE s.id = $id AND s.login <> '' AND s.joined_on <= $today AND (s.left_on IS NULL OR s.left_on >= $today)
    AND NOT EXISTS (SELECT 1 FROM complaint_staff a WHERE a.complaint_id = $complaintId AND a.staff_id = s.id)`;
  const fits = (id: string | null): id is string =>
    id !== null && id !== facts.owner_id && tx.get(independent, { id, today, complaintId }) !== undefined;
  return [advisor, facts.first_contact_id].find(fits) ?? null;
}

/** A score up to this is for a person to look at: whether the complaint is taken up again is their decision. */
const DISSATISFIED = 2;

/** Who answers for the complaint, and the supervisors, hear of a dissatisfied visit at once. */
export function tellDissatisfied(tx: Tx, ids: Ids, visit: { complaintId: string; satisfaction: number | null; by: string }): void {
  if (visit.satisfaction === null || visit.satisfaction > DISSATISFIED) return;
  const today = dayOf(tx.command.at, openingOf(tx).zone);
  const complaint = tx.get<{ number: string; owner_id: string | null }>('SELECT number, owner_id FROM complaints WHERE id = ?', [
    visit.complaintId,
  ]);
  const people = tx.all<{ id: string }>(
    `SELECT s.id FROM staff s WHERE s.id <> $by AND s.joined_on <= $today AND (s.left_on IS NULL OR s.left_on >= $today)
       AND (s.id = $owner OR EXISTS (SELECT 1 FROM json_each(s.roles) r WHERE r.value = 'supervisor'))
       AND NOT EXISTS (SELECT 1 FROM complaint_staff a WHERE a.complaint_id = $complaintId AND a.staff_id = s.id)`,
    { by: visit.by, today, owner: complaint?.owner_id ?? null, complaintId: visit.complaintId },
  );
  tellStaff(
    tx,
    ids,
    people.map((person) => person.id),
    {
      kind: 'visit',
      ref: { kind: 'complaint', id: visit.complaintId, number: complaint?.number ?? '' },
      values: { satisfaction: visit.satisfaction },
    },
  );
}

/** A reopened or withdrawn complaint is not asked about: its open visit is cancelled, what was asked before stays. */
export function onComplaintUnresolved(tx: Tx, payload: { complaintId: string }): void {
  tx.run(
    `UPDATE follow_ups SET state = 'cancelled', done_at = ?, version = version + 1
     WHERE complaint_id = ? AND rule = 'complaint_visit' AND state = 'open'`,
    [tx.command.at, payload.complaintId],
  );
}

/** Undo of an attempt: the counter-entry that takes it back (spec/people-and-access.md, "undo writes the counter-entry"). */
export function attemptCounterEntry(ids: Ids): CounterEntry {
  return (tx, row) => {
    tx.run(
      `INSERT INTO follow_up_attempts (id, follow_up_id, happened_at, recorded_at, recorded_by, outcome, voids)
       SELECT $id, follow_up_id, happened_at, $at, $by, outcome, id FROM follow_up_attempts WHERE id = $of`,
      {
        id: ids.next(),
        at: tx.command.at,
        by: tx.command.actor.kind === 'person' ? tx.command.actor.staffId : row.recorded_by,
        of: row.id,
      },
    );
  };
}

/** Joins this slice to the complaints' events and to undo; called once per connection that writes. */
export function subscribeFollowUps(deps: {
  events: Events;
  commands: { registerCounterEntry(table: string, write: CounterEntry): void };
  ids: Ids;
}): void {
  deps.events.on('complaints.resolved', (tx, payload) => onComplaintResolved(tx, payload, deps.ids));
  deps.events.on('complaints.reopened', onComplaintUnresolved);
  deps.events.on('complaints.withdrawn', onComplaintUnresolved);
  deps.events.on('follow-ups.visit_done', (tx, payload) => tellDissatisfied(tx, deps.ids, payload));
  deps.commands.registerCounterEntry('follow_up_attempts', attemptCounterEntry(deps.ids));
}
