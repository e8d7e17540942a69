import { z } from 'zod';
import { needs } from './base.ts';
import {
  at,
  category,
  channel,
  clockName,
  complaintState,
  cursor,
  day,
  done,
  id,
  idempotencyKey,
  longText,
  person,
  phoneText,
  requiredLongText,
  requiredText,
  severity,
  shortText,
  version,
} from './fields.ts';

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

/** What the words suggest and by which rule; the person decides. */
export const proposal = z.object({
  category,
  subcategory: z.string(),
  severity,
  matches: z.array(z.object({ start: z.int(), length: z.int(), word: z.string() })),
  rule: z.object({ id: z.string(), number: z.int(), note: z.string() }).nullable(),
  alternatives: z.array(z.object({ category, subcategory: z.string(), words: z.array(z.string()) })),
});

/** One clock as the page shows it. Times are UTC ms; `leftMinutes` negative = late; working days also as whole days. */
export const clockView = z.object({
  id,
  clock: clockName,
  cycle: z.int(),
  round: z.int(),
  unit: z.enum(['hours', 'opening_minutes', 'working_days']),
  targetMinutes: z.int(),
  startedAt: at,
  dueAt: at,
  stoppedAt: at.nullable(),
  outcome: clockOutcome,
  warned: z.boolean(),
  paused: z.boolean(),
  recordedLate: z.boolean(),
  provisional: z.boolean(),
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
  told: z.array(z.string()),
  handler: person.nullable(),
  acknowledgedAt: at.nullable(),
  acknowledgedBy: z.string().nullable(),
  mineToAcknowledge: z.boolean(),
});

/** Why this owner: codes and figures, words are the screen's. */
export const assignmentReason = z.object({
  rule: z.enum(['on_duty', 'next_duty', 'head', 'supervisor', 'manager', 'no_roster', 'by_hand', 'hand_over', 'redispatch', 'nobody']),
  because: z.array(z.object({ code: z.string(), values: z.record(z.string(), z.union([z.string(), z.number()])) })),
});

export const listView = z.enum([
  'mine',
  'department',
  'due_today',
  'overdue',
  'escalated',
  'waiting',
  'to_visit',
  'closed_this_month',
  'all',
]);
export const complaintFilter = z.object({
  view: listView.default('all'),
  text: shortText.default(''),
  states: z.array(complaintState).default([]),
  categories: z.array(category).default([]),
  severities: z.array(severity).default([]),
  ownerId: id.nullable().default(null),
  studentId: id.nullable().default(null),
  receivedFrom: day.nullable().default(null),
  receivedTo: day.nullable().default(null),
});
export const complaintRow = z.object({
  id,
  number: z.string(),
  student: z.string(),
  words: z.string(),
  category,
  subcategory: z.string(),
  severity,
  state: complaintState,
  owner: person.nullable(),
  accepted: z.boolean(),
  level: z.int(),
  nextClock: clockName.nullable(),
  nextDueAt: at.nullable(),
  paused: z.boolean(),
  receivedAt: at,
  version,
});
export type ComplaintRow = z.infer<typeof complaintRow>;

const act = z.object({ id, version });
/** When it really happened: not later than now; null = now. */
const happenedAt = at.nullable().default(null);

export const recordInput = z.object({
  studentIds: z.array(id).max(20),
  complainant,
  aboutStaffIds: z.array(id).max(10).default([]),
  channel,
  words: requiredLongText,
  wish: longText.default(''),
  category,
  subcategory: shortText.default(''),
  severity,
  receivedAt: at.nullable().default(null),
  firstContactId: id.nullable().default(null),
  replyRequired: z.boolean().default(false),
  /** 当场答复: what was said at once; it stops first_response. */
  answeredOnSpot: longText.default(''),
  tags: z.array(shortText).max(20).default([]),
});

export const complaints = {
  propose: needs('complaints.record')
    .input(z.object({ words: z.string().max(20_000) }))
    .output(proposal),
  /** "After saving": who will own it, when the clocks fall due, whom an escalation tells. Writes nothing. */
  forecast: needs('complaints.record')
    .input(
      z.object({
        studentIds: z.array(id).max(20),
        aboutStaffIds: z.array(id).max(10).default([]),
        category,
        severity,
        receivedAt: at.nullable(),
      }),
    )
    .output(
      z.object({
        owner: person.nullable(),
        reason: assignmentReason,
        clocks: z.array(z.object({ clock: clockName, dueAt: at })),
        escalatesTo: z.array(z.string()),
        recentComplaints: z.int(),
      }),
    ),
  record: needs('complaints.record')
    .input(recordInput.extend({ key: idempotencyKey }))
    .output(done.extend({ id, number: z.string(), owner: person.nullable() })),
  list: needs('complaints.read')
    .input(
      complaintFilter.extend({
        sort: z.enum(['due', 'received', 'number']).default('due'),
        cursor,
        limit: z.int().min(1).max(200).default(50),
      }),
    )
    .output(z.object({ rows: z.array(complaintRow), next: z.string().nullable(), total: z.int() })),
  counts: needs('complaints.read').output(z.object({ views: z.record(listView, z.int()), open: z.int(), oldestOpenAt: at.nullable() })),
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
          tags: z.array(z.string()),
          policyVersion: z.int(),
          resolvedAt: at.nullable(),
          closedAt: at.nullable(),
          withdrawnAt: at.nullable(),
          handOverTo: person.nullable(),
        }),
        students: z.array(
          z.object({
            id,
            number: z.string(),
            name: z.string(),
            gender: z.string(),
            age: z.int().nullable(),
            remainingHalves: z.int(),
            packs: z.array(z.object({ course: z.string(), remainingHalves: z.int(), totalHalves: z.int() })),
            pastComplaints: z.int(),
          }),
        ),
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
            doneAt: at.nullable(),
            verifiedAt: at.nullable(),
            verifiedBy: z.string().nullable(),
            droppedReason: z.string().nullable(),
          }),
        ),
        visit: z.object({ id, dueOn: day, state: z.string(), owner: z.string(), satisfaction: z.int().nullable() }).nullable(),
        promises: z.array(z.object({ id, words: z.string(), dueAt: at, doneAt: at.nullable(), owner: z.string() })),
        missingToClose: z.array(z.string()),
        may: z.object({ handle: z.boolean(), assign: z.boolean(), supervise: z.boolean(), verify: z.boolean(), reveal: z.boolean() }),
      }),
    ),
  why: needs('complaints.read')
    .input(z.object({ clockId: id }))
    .output(walk),
  accept: needs('complaints.handle').input(act).output(done),
  assign: needs('complaints.assign')
    .input(act.extend({ staffId: id, reason: requiredText }))
    .output(done),
  offerHandOver: needs('complaints.handle')
    .input(act.extend({ staffId: id, words: shortText.default('') }))
    .output(done),
  answerHandOver: needs('complaints.read')
    .input(act.extend({ accept: z.boolean() }))
    .output(done),
  /** A contact, inward or outward. What it stops follows from direction, outcome and the ticks (spec "What stops what"). */
  logContact: needs('complaints.handle')
    .input(
      act.extend({
        channel,
        direction: contactDirection,
        outcome: contactOutcome,
        withWhom: shortText.default(''),
        words: requiredLongText,
        toldProgress: z.boolean().default(false),
        promisedUntil: at.nullable().default(null),
        happenedAt,
        key: idempotencyKey,
      }),
    )
    .output(done),
  addNote: needs('complaints.read')
    .input(act.extend({ words: requiredLongText, key: idempotencyKey }))
    .output(done),
  wait: needs('complaints.handle')
    .input(act.extend({ reason: requiredText, until: at }))
    .output(done),
  resume: needs('complaints.handle').input(act).output(done),
  decide: needs('complaints.handle')
    .input(act.extend({ decision: requiredLongText, rectification: z.object({ what: requiredText, ownerId: id }).nullable() }))
    .output(done),
  rectificationDone: needs('complaints.handle')
    .input(act.extend({ rectificationId: id, words: shortText.default('') }))
    .output(done),
  verifyRectification: needs('complaints.handle')
    .input(act.extend({ rectificationId: id }))
    .output(done),
  dropRectification: needs('complaints.supervise')
    .input(act.extend({ rectificationId: id, reason: requiredText }))
    .output(done),
  /** The result was told to the primary complainant: state resolved, the resolution clock stops, the visit plans itself. */
  tell: needs('complaints.handle')
    .input(
      act.extend({
        channel,
        withWhom: shortText.default(''),
        words: requiredLongText,
        written: z.boolean().default(false),
        happenedAt,
        key: idempotencyKey,
      }),
    )
    .output(done),
  setCause: needs('complaints.handle')
    .input(act.extend({ rootCause: requiredText, prevention: longText.default('') }))
    .output(done),
  close: needs('complaints.handle').input(act).output(done),
  reopen: needs('complaints.handle')
    .input(act.extend({ reason: requiredText }))
    .output(done),
  withdraw: needs('complaints.handle')
    .input(act.extend({ reason: requiredText }))
    .output(done),
  changeSeverity: needs('complaints.handle')
    .input(act.extend({ severity, category, subcategory: shortText, reason: requiredText }))
    .output(done),
  extend: needs('complaints.supervise')
    .input(act.extend({ clockId: id, minutes: z.int().min(1).max(100_000), reason: requiredText }))
    .output(done),
  /** A supervisor confirms what was recorded late: the clock reads "met, recorded late" and counts as met from now on. */
  confirmLate: needs('complaints.supervise')
    .input(act.extend({ clockId: id }))
    .output(done),
  acknowledge: needs('complaints.read')
    .input(z.object({ escalationId: id }))
    .output(done),
  changeHandler: needs('complaints.supervise')
    .input(z.object({ escalationId: id, staffId: id }))
    .output(done),
  policies: needs('signed-in').output(
    z.array(
      z.object({
        version: z.int(),
        activeFrom: at,
        targets: z.array(z.object({ severity, clock: clockName, minutes: z.int(), unit: z.string() })),
      }),
    ),
  ),
};
