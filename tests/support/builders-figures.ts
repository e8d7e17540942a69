import type { Tx } from '#main/db/open.ts';
import { defaultCentre, writeGroup } from '#main/settings/service.ts';
import { DEFAULT_POLICY } from '#shared/rules/complaint-policy.ts';
import { followUpDueAt } from '#shared/rules/follow-ups.ts';
import { atMinute } from '#shared/rules/zone.ts';
import { system, testDatabase } from './database.ts';

export const ZONE = 'Asia/Shanghai';

/** `2026-10-05 10:00` (optionally with seconds) on the wall of the centre's zone, as UTC ms. */
export function wall(text: string, zone = ZONE): number {
  const [day = '', time = '00:00'] = text.split(' ');
  const [h = 0, m = 0, s = 0] = time.split(':').map(Number);
  return atMinute(day, h * 60 + m, zone) + s * 1000;
}

type Values = Record<string, string | number | null>;

export type ComplaintFacts = {
  received: number;
  category?: string;
  severity?: string;
  owner?: string | null;
  firstOwner?: string | null;
  firstContact?: string;
  ownerSince?: number;
  resolvedBy?: string;
  resolvedAt?: number;
  student?: string;
  cycle?: number;
  mergedInto?: string;
  kind?: string;
  /** State history in order; the last one runs. `cycle` rises with a reopening. */
  states: readonly (readonly [state: string, from: number, cycle?: number])[];
};

export type ClockFacts = {
  complaint: string;
  clock: string;
  due: number;
  stopped?: number;
  outcome: string;
  missed?: boolean;
  paused?: boolean;
  cycle?: number;
  round?: number;
};

/** A house with facts put straight into its tables: figures read tables, whoever wrote them. */
export async function figureHouse() {
  const base = await testDatabase();
  const { commands, ids } = base;
  let n = 0;
  const next = (): number => {
    n += 1;
    return n;
  };

  const insert = (tx: Tx, table: string, values: Values): string => {
    const id = typeof values.id === 'string' ? values.id : ids.next();
    const all: Values = { id, ...values };
    const names = Object.keys(all);
    tx.run(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map((name) => `$${name}`).join(', ')})`, all);
    return id;
  };

  const write = async <T>(fn: (tx: Tx) => T): Promise<T> =>
    (await commands.run({ name: 'test.facts', actor: system, undo: 'none', topics: [] }, fn)).result;

  await write((tx) => {
    writeGroup(tx, 'centre', { ...defaultCentre, centreName: 'Green Shoots', zone: ZONE });
    insert(tx, 'complaint_policies', { id: 'policy', version: 1, active_from: 0, body: JSON.stringify(DEFAULT_POLICY) });
    insert(tx, 'courses', { id: 'course', name: 'English' });
  });

  const staff = (tx: Tx, name: string, more: Values = {}): string =>
    insert(tx, 'staff', { name, login: name.toLowerCase(), joined_on: '2020-01-01', ...more });

  const student = (tx: Tx, name: string, more: Values = {}): string =>
    insert(tx, 'students', { number: `S2026-${String(next()).padStart(5, '0')}`, name, name_key: name, created_at: 0, ...more });

  /** A pack with its grant on the day of enrolment. */
  const pack = (tx: Tx, studentId: string, enrolledOn: string, halves: number, more: Values = {}): string => {
    const id = insert(tx, 'enrolments', {
      student_id: studentId,
      course_id: 'course',
      kind: 'new',
      enrolled_on: enrolledOn,
      paid_fen: 100_00,
      paid_halves: halves,
      created_at: 0,
      ...more,
    });
    ledger(tx, id, 'grant', halves, enrolledOn);
    return id;
  };
  const ledger = (tx: Tx, enrolmentId: string, kind: string, halves: number, on: string): string =>
    insert(tx, 'ledger_entries', { enrolment_id: enrolmentId, kind, halves, value_fen: 0, happened_on: on, recorded_at: 0 });

  const complaint = (tx: Tx, facts: ComplaintFacts, anybody: string): string => {
    const last = facts.states.at(-1) ?? (['new', facts.received] as const);
    const { received, owner = null } = facts;
    const id = insert(tx, 'complaints', {
      number: `C20261001-${String(next()).padStart(3, '0')}`,
      received_at: received,
      recorded_at: received,
      recorded_by: anybody,
      channel: 'phone',
      words: 'words',
      category: facts.category ?? 'teaching',
      severity: facts.severity ?? 'general',
      severity_since_at: received,
      state: last[0],
      cycle: facts.cycle ?? last[2] ?? 1,
      cycle_started_at: received,
      owner_id: owner,
      owner_since_at: facts.ownerSince ?? received,
      first_owner_id: facts.firstOwner ?? owner,
      first_contact_id: facts.firstContact ?? anybody,
      policy_id: 'policy',
      complainant_kind: facts.kind ?? 'other',
      complainant_name: 'somebody',
      assignment: '{}',
      resolved_by: facts.resolvedBy ?? null,
      resolved_at: facts.resolvedAt ?? null,
      closed_at: last[0] === 'closed' ? last[1] : null,
      withdrawn_at: last[0] === 'withdrawn' ? last[1] : null,
      merged_into_id: facts.mergedInto ?? null,
    });
    facts.states.forEach(([state, from, cycle = 1], index) => {
      insert(tx, 'complaint_states', { complaint_id: id, cycle, state, from_at: from, to_at: facts.states[index + 1]?.[1] ?? null });
    });
    if (facts.student) insert(tx, 'complaint_students', { complaint_id: id, student_id: facts.student });
    return id;
  };

  const clockRow = (tx: Tx, facts: ClockFacts): string =>
    insert(tx, 'clocks', {
      subject_kind: 'complaint',
      subject_id: facts.complaint,
      clock: facts.clock,
      cycle: facts.cycle ?? 1,
      round: facts.round ?? 1,
      unit: 'hours',
      target_minutes: 1,
      started_at: 0,
      due_at: facts.due,
      warn_at: facts.due,
      stopped_at: facts.stopped ?? null,
      outcome: facts.outcome,
      missed: facts.missed ? 1 : 0,
      paused: facts.paused ? 1 : 0,
    });

  const step = (tx: Tx, complaintId: string, name: string, level: number, due: number, detected: number): string =>
    insert(tx, 'escalations', { complaint_id: complaintId, cycle: 1, step: name, level, due_at: due, detected_at: detected });

  const followUp = (tx: Tx, dueOn: string, state: string, doneAt: number | null, more: Values = {}): string =>
    insert(tx, 'follow_ups', {
      rule: 'complaint_id' in more ? 'complaint_visit' : 'manual',
      due_on: dueOn,
      due_at: followUpDueAt(dueOn, ZONE),
      next_on: dueOn,
      state,
      created_at: 0,
      done_at: doneAt,
      ...more,
    });

  return { ...base, write, insert, staff, student, pack, ledger, complaint, clockRow, step, followUp };
}

export type FigureHouse = Awaited<ReturnType<typeof figureHouse>>;
