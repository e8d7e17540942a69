import { z } from 'zod';
import { needs } from './base.ts';
import { complaintBonds, furtherComplainant, linkView, mergedView, promiseView } from './complaint-bonds.ts';
import { complaintExceptions, extensionView } from './complaint-exceptions.ts';
import { complaintPolicies } from './complaint-policies.ts';
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
  lang,
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
  channels: z.array(channel).default([]),
  tags: z.array(shortText).max(20).default([]),
  causes: z.array(shortText).max(20).default([]),
  aboutId: id.nullable().default(null),
});
export const listSort = z.enum(['due', 'received', 'number']);
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

/** A row of the list with what its further columns show. */
export const complaintListRow = complaintRow.extend({
  more: z.object({
    channel,
    complainant: z.string(),
    about: z.string(),
    firstContact: z.string(),
    tags: z.array(z.string()),
    rootCause: z.string(),
    resolvedAt: at.nullable(),
    closedAt: at.nullable(),
  }),
});
export type ComplaintListRow = z.infer<typeof complaintListRow>;

/** The columns of the list, in the order of the design; number and words always stand. */
export const listColumn = z.enum([
  'number',
  'student',
  'words',
  'category',
  'severity',
  'owner',
  'next',
  'state',
  'received',
  'channel',
  'complainant',
  'about',
  'firstContact',
  'tags',
  'cause',
  'closed',
]);
export type ListColumn = z.infer<typeof listColumn>;
export const usualColumns: readonly ListColumn[] = ['number', 'student', 'words', 'category', 'severity', 'owner', 'next', 'state'];

/** What many complaints are given at once. */
export const bulkAct = z.discriminatedUnion('do', [
  z.object({ do: z.literal('assign'), staffId: id, reason: requiredText }),
  z.object({ do: z.literal('tag'), add: z.array(requiredText).max(20), remove: z.array(requiredText).max(20) }),
  z.object({ do: z.literal('close') }),
]);
export const BULK_MOST = 500;
/** Rows of one page of the list. */
export const LIST_MOST = 200;
/** One that was left as it is, and why: the code and data of a failure. */
export const bulkRefusal = z.object({ id, number: z.string(), code: z.string(), data: z.record(z.string(), z.unknown()) });

const act = z.object({ id, version });
/** When it really happened: not later than now; null = now. */
const happenedAt = at.nullable().default(null);
/** Which of the further complainants; null = the primary one, or somebody else. */
const complainantId = id.nullable().default(null);

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
  /** Files added while it was written (attachments, subject `recording`). */
  filesId: id.nullable().optional(),
});

export const complaints = {
  ...complaintBonds,
  ...complaintExceptions,
  propose: needs('complaints.record')
    .input(z.object({ words: z.string().max(20_000), lang: lang.optional() }))
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
        sort: listSort.default('due'),
        cursor,
        /** A `next` of before: only what lies up to it, so that one page is fetched again without moving the pages behind. */
        until: cursor,
        limit: z.int().min(1).max(LIST_MOST).default(50),
      }),
    )
    .output(z.object({ rows: z.array(complaintListRow), next: z.string().nullable(), total: z.int() })),
  /** Tags, causes and people complained about that stand in complaints, the most used first: what a filter offers. */
  choices: needs('complaints.read').output(z.object({ tags: z.array(z.string()), causes: z.array(z.string()), about: z.array(person) })),
  /** One command for all that agree; who refuses is told per complaint and left as it is. Nothing done = nothing to undo. */
  bulk: needs('complaints.read')
    .input(
      z.object({
        items: z.array(act).min(1).max(BULK_MOST),
        act: bulkAct,
        key: idempotencyKey,
      }),
    )
    .output(done.extend({ done: z.int(), refused: z.array(bulkRefusal) })),
  /** The list as filtered, or the chosen ones of it, as a sheet, in a worker; what for is kept. `export` names the run for its progress. */
  export: needs('exports.personal')
    .input(
      complaintFilter.extend({
        sort: listSort.default('due'),
        ids: z.array(id).max(BULK_MOST).nullable().default(null),
        columns: z.array(listColumn).min(1),
        purpose: requiredText,
        format: z.enum(['xlsx', 'csv']),
        lang,
        export: id,
      }),
    )
    .output(z.object({ file: z.file(), rows: z.int() })),
  exportProgress: needs('exports.personal')
    .input(z.object({ export: id }))
    .output(z.object({ done: z.int(), total: z.int() }).nullable()),
  exportCancel: needs('exports.personal')
    .input(z.object({ export: id }))
    .output(z.object({})),
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
            workDaysLeft: z.int().nullable(),
            doneAt: at.nullable(),
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
        complainantId,
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
  /**
   * The result was told to the primary complainant: state resolved, the resolution clock stops, the visit plans itself. To a further
   * one (`complainantId`): it is noted as told, nothing else moves.
   */
  tell: needs('complaints.handle')
    .input(
      act.extend({
        channel,
        withWhom: shortText.default(''),
        complainantId,
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
  ...complaintPolicies,
};
