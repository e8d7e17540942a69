import {
  complaintEntriesTable,
  complaintPoliciesTable,
  complaintStaffTable,
  complaintStatesTable,
  complaintStudentsTable,
  complaintsTable,
  escalationsTable,
  rectificationsTable,
} from '#main/complaints/tables.ts';
import { messagesTable } from '#main/messages/tables.ts';
import type { Channel } from '#shared/contract/fields.ts';
import type { Message } from '#shared/contract/messages.ts';
import { departmentOfCategory } from '#shared/rules/assignment.ts';
import type { ClockSpec, Pause } from '#shared/rules/clock.ts';
import { DEFAULT_POLICY } from '#shared/rules/complaint-policy.ts';
import { complaintNumber } from '#shared/rules/complaints.ts';
import { type LadderFacts, ladderStepsDue, nextLadderStep } from '#shared/rules/escalation.ts';
import { DAY, dayOf, MINUTE } from '#shared/rules/zone.ts';
import centre from '../../resources/demo/centre.json' with { type: 'json' };
import content from '../../resources/demo/complaints.json' with { type: 'json' };
import { clockWriter, type Ran } from './bulk-clock.ts';
import { inserter } from './bulk-db.ts';
import { linesOf, statesOf } from './bulk-log.ts';
import { type BulkStudent, growingDays, recentStudents } from './bulk-people.ts';
import { makeStory, type Story, type StoryVisit } from './bulk-story.ts';
import type { BulkWorld } from './bulk-world.ts';
import { templates } from './complaint-story.ts';
import { someTimeOn, whenOpen } from './opening-time.ts';

/** A visit that the care part writes. */
export type BulkVisit = StoryVisit & {
  complaintId: string;
  studentId: string;
  guardianId: string | null;
  ownerId: string | null;
  late: boolean;
  reopened: boolean;
};

const byWeight = templates.map((template) => [template, template.weight] as const);
const channels: readonly (readonly [Channel, number])[] = [
  ['phone', 40],
  ['counter', 30],
  ['wechat', 24],
  ['paper', 6],
];
/** The bell keeps the last weeks; of these the last days are unread. */
const BELL_DAYS = 30;
const UNREAD_DAYS = 2;

/** Complaints in the order in which they were recorded, each with five lines of its log, and all that follows from its story. */
export function writeComplaints(world: BulkWorld, students: readonly BulkStudent[], count: number): BulkVisit[] {
  const { db, ids, random, calendar, end, sequence, staffIn } = world;
  const { zone } = calendar;
  const clocks = clockWriter(world);
  const add = {
    complaint: inserter(db, complaintsTable),
    student: inserter(db, complaintStudentsTable),
    staff: inserter(db, complaintStaffTable),
    entry: inserter(db, complaintEntriesTable),
    state: inserter(db, complaintStatesTable),
    rectification: inserter(db, rectificationsTable),
    escalation: inserter(db, escalationsTable),
    message: inserter(db, messagesTable),
  };
  const policyId = ids.next();
  inserter(db, complaintPoliciesTable)({ id: policyId, version: DEFAULT_POLICY.version, activeFrom: world.start, body: DEFAULT_POLICY });
  const recent = recentStudents(students);
  const visits: BulkVisit[] = [];

  const moments = growingDays(random, calendar, world.from, world.until, count)
    .map((day) => someTimeOn(calendar, random, day) ?? 0)
    .sort((a, b) => a - b);
  for (const recordedAt of moments) {
    const story = makeStory(random, calendar, recordedAt, end, random.weighted(byWeight));
    writeOne(story, recent(random.next(), dayOf(recordedAt, zone)));
  }
  return visits;

  function writeOne(story: Story, student: BulkStudent): void {
    const { template, known, recordedAt, receivedAt } = story;
    const department = departmentOfCategory[template.category];
    const members = world.departmentOf(department);
    const today = dayOf(recordedAt, zone);
    const one = {
      id: ids.next(),
      number: complaintNumber(today, sequence(`complaint:${today}`)),
      story,
      student,
      recordedBy: random.pick(staffIn('specialist')),
      firstOwnerId: random.pick(members),
      ownerId: '',
      ownerSinceAt: recordedAt,
      pauses: pausesOf(story),
      inBell: end - recordedAt < BELL_DAYS * DAY,
    };
    one.ownerId = one.firstOwnerId;
    if (one.inBell && one.firstOwnerId !== one.recordedBy)
      bell(one, one.firstOwnerId, 'assigned', recordedAt, null, { severity: template.severity });
    const { ran, resolution } = runClocks(one);
    const first = climb(one, 1, resolution, recordedAt, story.toldAt ?? story.withdrawnAt);
    const last = story.reopened ? climb(one, 2, again(resolution, story.reopened), story.reopened.at, story.reopened.toldAt) : first;
    writeRectification(one, ran);
    const states = statesOf(story, one.pauses[0]?.reason ?? '', random, end);
    for (const each of states) add.state({ id: ids.next(), complaintId: one.id, ...each });
    const state = states.at(-1)?.state ?? 'handling';
    for (const line of linesOf(one, world)) add.entry({ id: ids.next(), complaintId: one.id, ...line });
    const running = ran
      .filter((each) => each.running)
      .sort((a, b) => Number(a.paused) - Number(b.paused) || a.dueAt - b.dueAt || (a.id < b.id ? -1 : 1))[0];
    const works = state === 'handling' || state === 'waiting';
    const told = story.reopened ? story.reopened.toldAt : story.toldAt;
    const written = DEFAULT_POLICY.severities[template.severity].writtenReply && known;
    const complainant = !known ? null : student.guardianId ? 'guardian' : 'student';
    const decided = story.reopened && story.reopened.toldAt === null ? null : story.decidedAt;
    add.complaint({
      id: one.id,
      version: 4 + random.int(0, 6),
      number: one.number,
      receivedAt,
      recordedAt,
      recordedBy: one.recordedBy,
      channel: known ? random.weighted(channels) : 'paper',
      words: template.words.replace('{{course}}', random.pick(centre.courses).name).replace('{{student}}', student.name),
      wish: template.wish,
      category: template.category,
      subcategory: template.subcategory,
      severity: template.severity,
      severitySinceAt: story.reopened?.at ?? recordedAt,
      state,
      cycle: story.reopened ? 2 : 1,
      cycleStartedAt: story.reopened?.at ?? receivedAt,
      ownerId: one.ownerId,
      ownerSinceAt: one.ownerSinceAt,
      acceptedAt: Math.max(story.acceptedAt, one.ownerSinceAt),
      firstOwnerId: one.firstOwnerId,
      firstContactId: one.recordedBy,
      policyId,
      complainantKind: complainant ?? 'anonymous',
      complainantRefId: complainant === null ? null : (student.guardianId ?? student.id),
      complainantName: complainant === null ? '' : complainant === 'guardian' ? student.guardianName : student.name,
      assignment: {
        rule: 'no_roster',
        because: [
          { code: 'no_roster', values: {} },
          { code: 'fewest_open', values: { open: random.int(0, 4) } },
        ],
      },
      waitingUntil: state === 'waiting' ? (story.wait?.until ?? null) : null,
      waitingReason: state === 'waiting' ? (one.pauses[0]?.reason ?? '') : '',
      decision: decided === null ? '' : template.decision,
      decidedAt: decided,
      needsRectification: decided === null ? null : story.rectification !== null,
      rootCause: told === null ? '' : template.cause,
      prevention: told === null ? '' : template.prevention,
      repliedAt: written ? told : null,
      tags: [],
      level: last.level,
      nextClock: running?.clock ?? null,
      nextDueAt: running?.dueAt ?? null,
      paused: running?.paused ?? false,
      nextStepAt: works ? nextStep(last.facts, state === 'waiting') : null,
      acceptByAt: null,
      resolvedAt: told,
      resolvedBy: told === null ? null : one.ownerId,
      closedAt: story.closedAt,
      withdrawnAt: story.withdrawnAt,
    } satisfies typeof complaintsTable.$inferInsert);
    add.student({ id: ids.next(), complaintId: one.id, studentId: student.id });
    if (template.teacher && known) add.staff({ id: ids.next(), complaintId: one.id, staffId: random.pick(world.teachers) });
    if (one.inBell)
      for (const each of ran)
        if (each.missedAt !== null)
          bell(one, one.ownerId, 'missed', each.missedAt, each.dueAt, { clock: each.clock, clockDueAt: each.dueAt });
    for (const visit of story.visits) {
      const ownerId = student.advisorId !== one.ownerId ? student.advisorId : one.recordedBy !== one.ownerId ? one.recordedBy : null;
      visits.push({
        ...visit,
        complaintId: one.id,
        studentId: student.id,
        guardianId: student.guardianId,
        ownerId,
        late: ran.some((each) => each.missedAt !== null),
        reopened: story.reopened !== null && visit.cycle === 1 && (visit.doneAt === null || visit.doneAt > story.reopened.at),
      });
    }
  }

  type One = {
    id: string;
    number: string;
    story: Story;
    student: BulkStudent;
    recordedBy: string;
    firstOwnerId: string;
    ownerId: string;
    ownerSinceAt: number;
    pauses: Pause[];
    inBell: boolean;
  };

  function pausesOf({ wait, withdrawnAt }: Story): Pause[] {
    if (wait === null) return [];
    const until = Math.min(wait.until, withdrawnAt ?? wait.until);
    return [{ from: wait.from, to: until < end ? until : null, reason: random.pick(content.waiting) }];
  }

  /** The clocks of a story as they ran; `resolution` is what the ladder of the first cycle goes by. */
  function runClocks({ id, story, pauses }: One): { ran: Ran[]; resolution: ClockSpec } {
    const { clocks: rules } = DEFAULT_POLICY.severities[story.template.severity];
    const { recordedAt, receivedAt, contactAt, toldProgress, toldAt, withdrawnAt, reopened } = story;
    const stoppedAt = toldAt ?? withdrawnAt;
    const base = { subjectId: id, cycle: 1, round: 1, pauses, startedAt: receivedAt, stoppedAt, cancelled: withdrawnAt !== null };
    const ran = [
      clocks.run({ ...base, clock: 'dispatch', rule: rules.dispatch, startedAt: recordedAt, stoppedAt: recordedAt, cancelled: false }),
    ];
    if (story.known) {
      const met = contactAt === null ? {} : { stoppedAt: contactAt, cancelled: false };
      ran.push(clocks.run({ ...base, ...met, clock: 'first_response', rule: rules.first_response }));
      ran.push(clocks.run({ ...base, ...(toldProgress ? met : {}), clock: 'progress', rule: rules.progress }));
      if (toldProgress && contactAt !== null)
        ran.push(clocks.run({ ...base, round: 2, clock: 'progress', rule: rules.progress, startedAt: contactAt }));
    }
    const resolution = { ...base, clock: 'resolution' as const, rule: rules.resolution };
    ran.push(clocks.run(resolution));
    if (reopened) {
      const second = { ...base, cycle: 2, startedAt: reopened.at, stoppedAt: reopened.toldAt, cancelled: false };
      ran.push(
        clocks.run({ ...second, clock: 'progress', rule: rules.progress }),
        clocks.run({ ...second, clock: 'resolution', rule: rules.resolution }),
      );
    }
    return { ran, resolution: clocks.spec(resolution) };
  }

  function again(first: ClockSpec, reopened: NonNullable<Story['reopened']>): ClockSpec {
    return { ...first, start: reopened.at };
  }

  /** The steps of the ladder that were taken in a cycle; a named handler who answers takes the complaint over. */
  function climb(
    one: One,
    cycle: number,
    resolution: ClockSpec,
    severitySince: number,
    stoppedAt: number | null,
  ): { level: number; facts: LadderFacts } {
    const { template } = one.story;
    const facts = {
      policy: DEFAULT_POLICY.severities[template.severity],
      cycle,
      resolution,
      severitySince,
      stoppedAt,
      taken: [] as string[],
      now: end,
    };
    let level = 0;
    for (const step of ladderStepsDue(facts)) {
      const detectedAt = step.afterMinutes === 0 ? severitySince : clocks.seenAt(step.dueAt);
      if (detectedAt >= end || (stoppedAt !== null && detectedAt >= stoppedAt)) continue;
      level = Math.max(level, step.level);
      facts.taken.push(step.step);
      const others = world.departmentOf(departmentOfCategory[template.category]).filter((each) => each !== one.ownerId);
      const handlerId = step.namesHandler && others.length > 0 ? random.pick(others) : null;
      const told = [
        ...(step.tells.includes('manager') ? staffIn('manager') : []),
        ...(step.tells.includes('supervisor') ? staffIn('supervisor') : []),
      ];
      const wanted = random.chance(0.7) ? whenOpen(calendar, random, detectedAt + random.int(5, 200) * MINUTE) : null;
      const answeredAt = wanted !== null && wanted < Math.min(end, stoppedAt ?? end) ? wanted : null;
      add.escalation({
        id: ids.next(),
        complaintId: one.id,
        cycle,
        step: step.step,
        level: step.level,
        dueAt: step.dueAt,
        detectedAt,
        handlerId,
        told: told.map((id, index) => ({ id, at: handlerId === null && index === 0 ? answeredAt : null })),
        reason: { flagged: 0, raised: '' },
        acknowledgedAt: answeredAt,
        acknowledgedBy: answeredAt === null ? null : (handlerId ?? told[0] ?? null),
      });
      if (one.inBell)
        for (const to of new Set([...told, one.ownerId]))
          bell(one, to, 'escalated', detectedAt, step.dueAt, { level: step.level, severity: template.severity });
      if (handlerId !== null && answeredAt !== null && answeredAt > one.ownerSinceAt)
        Object.assign(one, { ownerId: handlerId, ownerSinceAt: answeredAt });
    }
    return { level, facts };
  }

  function nextStep(facts: LadderFacts, waiting: boolean): number | null {
    const fallen = ladderStepsDue(facts)[0];
    if (fallen) return fallen.dueAt;
    return waiting ? null : (nextLadderStep(facts)?.dueAt ?? null);
  }

  function writeRectification(one: One, ran: Ran[]): void {
    const { rectification, decidedAt, template } = one.story;
    if (rectification === null || decidedAt === null) return;
    const { what, doneAt, verifiedAt } = rectification;
    const ownerId = world.headOf(departmentOfCategory[template.category]) ?? one.ownerId;
    const verifier = [...staffIn('supervisor'), ...staffIn('manager')].find((each) => each !== ownerId) ?? null;
    add.rectification({
      id: ids.next(),
      complaintId: one.id,
      cycle: 1,
      round: 1,
      what,
      ownerId,
      decidedAt,
      doneAt,
      doneBy: doneAt === null ? null : ownerId,
      verifiedAt,
      verifiedBy: verifiedAt === null ? null : verifier,
    });
    const { rectification: rule } = DEFAULT_POLICY.severities[template.severity].clocks;
    ran.push(
      clocks.run({
        subjectId: one.id,
        cycle: 1,
        round: 1,
        clock: 'rectification',
        rule,
        startedAt: decidedAt,
        stoppedAt: verifiedAt,
        pauses: one.pauses,
      }),
    );
  }

  function bell(one: One, staffId: string, kind: Message['kind'], at: number, dueAt: number | null, vals: Message['values']): void {
    const readAt = end - at < UNREAD_DAYS * DAY ? null : at + random.int(5, 600) * MINUTE;
    add.message({ id: ids.next(), staffId, kind, at, dueAt, refKind: 'complaint', refId: one.id, refNumber: one.number, vals, readAt });
  }
}
