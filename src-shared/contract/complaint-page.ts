import { z } from 'zod';
import { needs } from './base.ts';
import { furtherComplainant, linkView, mergedView, promiseView } from './complaint-bonds.ts';
import { extensionView } from './complaint-exceptions.ts';
import { complaintRow } from './complaint-list.ts';
import { at, channel, clockName, day, id, person, phoneText, shortText } from './fields.ts';

export const contactOutcome = z.enum(['reached', 'not_reached', 'message_left', 'received']);
export const contactDirection = z.enum(['out', 'in']);
export const clockOutcome = z.enum(['open', 'paused', 'met', 'met_late', 'missed', 'cancelled', 'extended']);

export const complainant = z.object({
  kind: z.enum(['guardian', 'student', 'other', 'anonymous']),
  /** Guardian or student id; null for others. */
  refId: id.nullable(),
  name: shortText.default(''),
  phone: phoneText.default(''),
});

/** A pack that a complaint can be about; halves of a lesson. */
export const pack = z.object({
  id,
  studentId: id,
  course: z.string(),
  className: z.string(),
  enrolledOn: day,
  remainingHalves: z.int(),
  totalHalves: z.int(),
});

/** One clock as the page shows it. Times are UTC ms; `leftMinutes` negative = late; working days also as whole days. */
export const clockView = z.object({
  id,
  clock: clockName,
  cycle: z.int(),
  round: z.int(),
  unit: z.enum(['hours', 'opening_minutes', 'working_days']),
  /** With what was granted on top, which stands in `extensionMinutes`. */
  targetMinutes: z.int(),
  extensionMinutes: z.int(),
  startedAt: at,
  dueAt: at,
  stoppedAt: at.nullable(),
  outcome: clockOutcome,
  warned: z.boolean(),
  paused: z.boolean(),
  recordedLate: z.boolean(),
  provisional: z.boolean(),
  /** Of a running clock of working days: how many are left, today's included; null of all others and of a late one. */
  workDaysLeft: z.int().nullable(),
});
export type ClockView = z.infer<typeof clockView>;

/** "Why this deadline?": the walk as data; the words are the screen's. */
export const walk = z.object({
  clock: clockView,
  segments: z.array(
    z.object({
      from: at,
      to: at,
      counted: z.boolean(),
      minutes: z.number(),
      why: z.enum([
        'counted',
        'closed',
        'break',
        'holiday',
        'weekend',
        'exception',
        'pause',
        'before_first_day',
        'working_day',
        'make_up_day',
      ]),
      note: z.string(),
    }),
  ),
  usedMinutes: z.number(),
  leftMinutes: z.number(),
  pausedMinutes: z.number(),
  /** Who granted the minutes on top of the policy. */
  extendedBy: z.array(z.string()),
  baseDueAt: at,
  /** Written with 24:00 for the end of a day. */
  due: z.string(),
  policyVersion: z.int(),
  provisional: z.boolean(),
});

export const nodeView = z.object({
  key: z.enum([
    'receive',
    'record',
    'dispatch',
    'accept',
    'first_response',
    'investigate',
    'decide',
    'rectify',
    'tell',
    'visit',
    'close',
    'root_cause',
  ]),
  state: z.enum(['done', 'running', 'todo', 'skipped']),
  who: z.string(),
  at: at.nullable(),
  dueAt: at.nullable(),
  /** Against the node's clock: minutes early (positive) or late (negative); null when the node has no clock. */
  marginMinutes: z.number().nullable(),
  /** Open, and its clock stands still. */
  paused: z.boolean(),
});

export const entryView = z.object({
  id,
  kind: z.enum([
    'contact',
    'note',
    'state',
    'assignment',
    'decision',
    'rectification',
    'told',
    'visit',
    'escalation',
    'severity',
    'cause',
    'system',
  ]),
  at,
  recordedAt: at,
  recordedLate: z.boolean(),
  by: z.string(),
  channel: channel.nullable(),
  direction: contactDirection.nullable(),
  outcome: contactOutcome.nullable(),
  withWhom: z.string(),
  /** With nobody who complains: no clock heard of it. */
  someoneElse: z.boolean(),
  words: z.string(),
  toldProgress: z.boolean(),
  toldResult: z.boolean(),
  promisedUntil: at.nullable(),
  /** Key of a sentence in the locale file for what the program itself noted, with its values. */
  text: z.string(),
  values: z.record(z.string(), z.union([z.string(), z.number()])),
  voided: z.boolean(),
});

export const escalationView = z.object({
  id,
  cycle: z.int(),
  step: z.string(),
  level: z.int(),
  dueAt: at,
  detectedAt: at,
  /** Whom it told, and when that person said to have seen it. */
  told: z.array(z.object({ name: z.string(), at: at.nullable() })),
  handler: person.nullable(),
  /** The step asks for a named handler, whether one was found or not. */
  namesHandler: z.boolean(),
  acknowledgedAt: at.nullable(),
  acknowledgedBy: z.string().nullable(),
  mineToAcknowledge: z.boolean(),
});

/** Why this owner: codes and figures, words are the screen's. */
export const assignmentReason = z.object({
  rule: z.enum(['on_duty', 'next_duty', 'head', 'supervisor', 'manager', 'no_roster', 'by_hand', 'hand_over', 'redispatch', 'nobody']),
  because: z.array(z.object({ code: z.string(), values: z.record(z.string(), z.union([z.string(), z.number()])) })),
});

/** The page of one complaint, and why its deadlines are what they are. */
export const complaintPage = {
  get: needs('complaints.read')
    .input(z.object({ id }))
    .output(
      z.object({
        complaint: complaintRow.extend({
          wish: z.string(),
          channel,
          recordedAt: at,
          recordedBy: z.string(),
          recordedLate: z.boolean(),
          cycle: z.int(),
          firstContact: person,
          complainant: z.object({
            kind: complainant.shape.kind,
            name: z.string(),
            relation: z.string(),
            phoneMasked: z.string(),
            refId: id.nullable(),
          }),
          about: z.array(person),
          waitingUntil: at.nullable(),
          waitingReason: z.string(),
          decision: z.string(),
          needsRectification: z.boolean().nullable(),
          rootCause: z.string(),
          prevention: z.string(),
          replyRequired: z.boolean(),
          /** Asked for, whatever the policy says. */
          replyAsked: z.boolean(),
          tags: z.array(z.string()),
          policyVersion: z.int(),
          newestPolicyVersion: z.int(),
          resolvedAt: at.nullable(),
          closedAt: at.nullable(),
          withdrawnAt: at.nullable(),
          handOverTo: person.nullable(),
          mergedInto: mergedView.nullable(),
        }),
        /** Who else complained of the same. */
        complainants: z.array(furtherComplainant),
        links: z.array(linkView),
        /** Complaints that went into this one. */
        merged: z.array(mergedView),
        students: z.array(
          z.object({
            id,
            number: z.string(),
            name: z.string(),
            gender: z.string(),
            age: z.int().nullable(),
            remainingHalves: z.int(),
            packs: z.array(pack.extend({ concerned: z.boolean() })),
            pastComplaints: z.int(),
          }),
        ),
        /** What the packs that it is about are called: course and class. Empty = it names none. */
        courses: z.array(z.string()),
        nodes: z.array(nodeView),
        clocks: z.array(clockView),
        entries: z.array(entryView),
        escalations: z.array(escalationView),
        assignment: assignmentReason,
        rectifications: z.array(
          z.object({
            id,
            what: z.string(),
            owner: person,
            dueAt: at.nullable(),
            paused: z.boolean(),
            workDaysLeft: z.int().nullable(),
            doneAt: at.nullable(),
            /** Whether the person who looks may verify it: it has to be another one than whose work it was. */
            mayVerify: z.boolean(),
            verifiedAt: at.nullable(),
            verifiedBy: z.string().nullable(),
            droppedReason: z.string().nullable(),
          }),
        ),
        visit: z.object({ id, dueOn: day, state: z.string(), owner: z.string(), satisfaction: z.int().nullable() }).nullable(),
        promises: z.array(promiseView),
        /** More time that was asked for and not answered yet. */
        extensions: z.array(extensionView),
        /** How often the primary complainant was tried in vain since the last word with them, whether that is enough to resolve it so, and since when it is. */
        unreached: z.object({ tries: z.int(), may: z.boolean(), resolvedAt: at.nullable() }),
        missingToClose: z.array(z.string()),
        may: z.object({ handle: z.boolean(), assign: z.boolean(), supervise: z.boolean(), verify: z.boolean(), reveal: z.boolean() }),
      }),
    ),
  why: needs('complaints.read')
    .input(z.object({ clockId: id }))
    .output(walk),
  /** What if it waited from now until then: how the running clocks that stand still meanwhile would fall due. Writes nothing. */
  whatIf: needs('complaints.read')
    .input(z.object({ id, until: at }))
    .output(z.array(z.object({ clock: clockName, before: at, after: at }))),
};
