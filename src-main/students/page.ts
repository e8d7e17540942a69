import type { Db } from '#main/db/open.ts';
import { type PackRow, packsOf } from '#main/enrolments/service.ts';
import { Failure } from '#shared/contract/failure.ts';
import type { Pack, StudentCard } from '#shared/contract/students.ts';
import { maskPhone } from '#shared/rules/phones.ts';
import { addDays } from '#shared/rules/zone.ts';
import { packFactsSql, stageCase } from './stage-sql.ts';

export type StudentRow = {
  id: string;
  version: number;
  number: string;
  externalNumber: string;
  name: string;
  pinyin: string;
  gender: '' | 'female' | 'male';
  birthOn: string | null;
  phone: string;
  wechat: string;
  school: string;
  grade: string;
  source: string;
  advisorId: string | null;
  advisor: string | null;
  tags: string;
  remark: string;
  doNotContactOn: string | null;
  createdAt: number;
  stage: StudentCard['stage'];
  remaining: number | null;
};

/** Whole years on `day`, or null without a birth day. */
export function ageOn(birthOn: string | null, day: string): number | null {
  if (!birthOn) return null;
  const years = Number(day.slice(0, 4)) - Number(birthOn.slice(0, 4));
  return day.slice(5) < birthOn.slice(5) ? years - 1 : years;
}

/** The student's row with stage and lessons left on `day`. Errors: NOT_FOUND. */
export function studentRow(db: Db, id: string, day: string): StudentRow {
  const row = db.get<StudentRow>(
    `SELECT s.id, s.version, s.number, s.external_number AS externalNumber, s.name, s.pinyin, s.gender, s.birth_on AS birthOn, s.phone, s.wechat,
            s.school, s.grade, s.source, s.advisor_id AS advisorId, a.name AS advisor, s.tags, s.remark, s.do_not_contact_on AS doNotContactOn,
            s.created_at AS createdAt, ${stageCase} AS stage, p.remaining
       FROM students s LEFT JOIN staff a ON a.id = s.advisor_id LEFT JOIN (${packFactsSql('WHERE e.student_id = $id')}) p ON p.student_id = s.id
      WHERE s.id = $id AND s.removed_on IS NULL`,
    { id, day },
  );
  if (!row) throw new Failure('NOT_FOUND', { what: 'student' });
  return row;
}

/** What lists and cards show: phones masked. */
export function cardOf(row: StudentRow, day: string): StudentCard {
  return {
    id: row.id,
    number: row.number,
    name: row.name,
    pinyin: row.pinyin,
    gender: row.gender,
    birthOn: row.birthOn,
    age: ageOn(row.birthOn, day),
    school: row.school,
    grade: row.grade,
    stage: row.stage,
    phoneMasked: maskPhone(row.phone),
    remainingHalves: row.remaining ?? 0,
    doNotContact: row.doNotContactOn !== null && row.doNotContactOn <= day,
  };
}

/** A pack as shown; amounts are null for people without the right to see money. */
export function packView(pack: PackRow, day: string, money: boolean): Pack {
  const ended = pack.endedOn !== null && pack.endedOn <= day;
  const state = ended
    ? 'ended'
    : pack.balanceHalves <= 0
      ? 'used_up'
      : pack.validUntil !== null && pack.validUntil < day
        ? 'expired'
        : 'running';
  return {
    id: pack.id,
    course: pack.course,
    kind: pack.kind,
    enrolledOn: pack.enrolledOn,
    validUntil: pack.validUntil,
    paidHalves: pack.paidHalves,
    giftHalves: pack.giftHalves,
    usedHalves: pack.paidHalves + pack.giftHalves - pack.balanceHalves,
    remainingHalves: pack.balanceHalves,
    paidFen: money ? pack.paidFen : null,
    listPriceFen: money ? pack.listPriceFen : null,
    state,
  };
}

/** Silent: active with no lesson for 90 days, counted from the last consumption or the latest enrolment (spec, key figure `silent`). */
export function isSilent(db: Db, id: string, stage: string, day: string): boolean {
  if (stage !== 'active' && stage !== 'returned') return false;
  const last = db.get<{ last: string | null }>(
    `SELECT max(max(e.enrolled_on), coalesce(max(l.happened_on), '')) AS last FROM enrolments e
       LEFT JOIN ledger_entries l ON l.enrolment_id = e.id AND l.kind = 'consume' WHERE e.student_id = ?`,
    [id],
  );
  return Boolean(last?.last && last.last < addDays(day, -90));
}

type GuardianRow = {
  id: string;
  version: number;
  name: string;
  relation: string;
  phone: string;
  isPrimary: number;
  isPayer: number;
  mayPickUp: number;
};

/** Everything of the student page but the timeline, in one go. */
export function studentPage(db: Db, id: string, day: string, money: boolean) {
  const row = studentRow(db, id, day);
  const guardians = db.all<GuardianRow>(
    `SELECT g.id, g.version, g.name, l.relation, g.phone, l.is_primary AS isPrimary, l.is_payer AS isPayer, l.may_pick_up AS mayPickUp
       FROM student_guardians l JOIN guardians g ON g.id = l.guardian_id WHERE l.student_id = ? ORDER BY l.is_primary DESC, l.id`,
    [id],
  );
  const siblings = db.all<{ guardianId: string; id: string; name: string }>(
    `SELECT o.guardian_id AS guardianId, s.id, s.name FROM student_guardians l JOIN student_guardians o ON o.guardian_id = l.guardian_id AND o.student_id <> l.student_id
       JOIN students s ON s.id = o.student_id WHERE l.student_id = ? AND s.removed_on IS NULL`,
    [id],
  );
  const openComplaints = db.all<{
    id: string;
    number: string;
    state: string;
    words: string;
    nextDueAt: number | null;
    owner: string | null;
    nextClock: string | null;
  }>(
    `SELECT c.id, c.number, c.state, c.words, CASE WHEN c.paused = 0 THEN c.next_due_at END AS nextDueAt, o.name AS owner, c.next_clock AS nextClock
       FROM complaint_students cs JOIN complaints c ON c.id = cs.complaint_id LEFT JOIN staff o ON o.id = c.owner_id
      WHERE cs.student_id = ? AND c.state NOT IN ('closed', 'withdrawn') ORDER BY c.next_due_at IS NULL, c.next_due_at`,
    [id],
  );
  const counts = db.get<{ complaints: number; followUps: number }>(
    'SELECT (SELECT count(*) FROM complaint_students WHERE student_id = $id) AS complaints, (SELECT count(*) FROM follow_ups WHERE student_id = $id) AS followUps',
    { id },
  );
  const nextFollowUps = db.all<{ id: string; rule: string; reason: string; owner: string | null; dueAt: number }>(
    `SELECT f.id, f.rule, f.reason, s.name AS owner, f.due_at AS dueAt FROM follow_ups f LEFT JOIN staff s ON s.id = f.owner_id
      WHERE f.student_id = ? AND f.state = 'open' ORDER BY f.next_on`,
    [id],
  );
  const promises = db.all<{ id: string; words: string; owner: string; dueAt: number }>(
    `SELECT p.id, p.words, s.name AS owner, p.due_at AS dueAt FROM promises p JOIN staff s ON s.id = p.owner_id
      WHERE p.student_id = ? AND p.done_at IS NULL ORDER BY p.due_at`,
    [id],
  );
  const nextSteps = [
    ...openComplaints
      .filter((c) => c.nextClock)
      .map((c) => ({ kind: `clock.${c.nextClock}`, id: c.id, text: c.number, owner: c.owner ?? '', dueAt: c.nextDueAt })),
    ...promises.map((p) => ({ kind: 'promise', id: p.id, text: p.words, owner: p.owner, dueAt: p.dueAt })),
    ...nextFollowUps.map((f) => ({ kind: `follow-up.${f.rule}`, id: f.id, text: f.reason, owner: f.owner ?? '', dueAt: f.dueAt })),
  ].sort((a, b) => (a.dueAt ?? Number.MAX_SAFE_INTEGER) - (b.dueAt ?? Number.MAX_SAFE_INTEGER));

  return {
    student: {
      ...cardOf(row, day),
      version: row.version,
      externalNumber: row.externalNumber,
      wechat: row.wechat,
      source: row.source,
      advisorId: row.advisorId,
      advisor: row.advisor ?? '',
      tags: JSON.parse(row.tags) as string[],
      remark: row.remark,
      createdAt: row.createdAt,
      doNotContactOn: row.doNotContactOn,
      silent: isSilent(db, id, row.stage, day),
    },
    guardians: guardians.map((g) => ({
      id: g.id,
      version: g.version,
      name: g.name,
      relation: g.relation as 'mother' | 'father' | 'grandparent' | 'other' | 'self' | '',
      phoneMasked: maskPhone(g.phone),
      isPrimary: g.isPrimary === 1,
      isPayer: g.isPayer === 1,
      mayPickUp: g.mayPickUp === 1,
      siblings: siblings.filter((s) => s.guardianId === g.id).map(({ id: siblingId, name }) => ({ id: siblingId, name })),
    })),
    packs: packsOf(db, id).map((pack) => packView(pack, day, money)),
    openComplaints: openComplaints.map(({ id: complaintId, number, state, words, nextDueAt }) => ({
      id: complaintId,
      number,
      state,
      words,
      nextDueAt,
    })),
    nextSteps,
    complaintCount: counts?.complaints ?? 0,
    followUpCount: counts?.followUps ?? 0,
  };
}
