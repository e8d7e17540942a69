import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { z } from 'zod';
import type { LinkKind } from '#shared/contract/complaint-bonds.ts';
import type { assignmentReason, complainant, contactDirection, contactOutcome, entryView } from '#shared/contract/complaint-page.ts';
import type { Category, Channel, ClockName, ComplaintState, Severity } from '#shared/contract/fields.ts';
import type { ComplaintPolicy } from '#shared/rules/complaint-policy.ts';

export type AssignmentReason = z.infer<typeof assignmentReason>;
export type EntryKind = z.infer<typeof entryView>['kind'];
export type Values = Record<string, string | number>;
/** Whom an escalation told, and when that person acknowledged it. */
export type Told = { id: string; at: number | null };

export const complaintPoliciesTable = sqliteTable('complaint_policies', {
  id: text().primaryKey(),
  version: integer().notNull(),
  activeFrom: integer('active_from').notNull(),
  body: text({ mode: 'json' }).$type<ComplaintPolicy>().notNull(),
});

export const complaintsTable = sqliteTable('complaints', {
  id: text().primaryKey(),
  version: integer().notNull().default(1),
  number: text().notNull(),
  receivedAt: integer('received_at').notNull(),
  recordedAt: integer('recorded_at').notNull(),
  recordedBy: text('recorded_by').notNull(),
  channel: text().$type<Channel>().notNull(),
  words: text().notNull(),
  wish: text().notNull().default(''),
  category: text().$type<Category>().notNull(),
  subcategory: text().notNull().default(''),
  severity: text().$type<Severity>().notNull(),
  severitySinceAt: integer('severity_since_at').notNull(),
  state: text().$type<ComplaintState>().notNull(),
  cycle: integer().notNull().default(1),
  cycleStartedAt: integer('cycle_started_at').notNull(),
  ownerId: text('owner_id'),
  ownerSinceAt: integer('owner_since_at'),
  acceptedAt: integer('accepted_at'),
  firstOwnerId: text('first_owner_id'),
  firstContactId: text('first_contact_id').notNull(),
  handOverToId: text('hand_over_to_id'),
  policyId: text('policy_id').notNull(),
  complainantKind: text('complainant_kind').$type<z.infer<typeof complainant>['kind']>().notNull(),
  complainantRefId: text('complainant_ref_id'),
  complainantName: text('complainant_name').notNull().default(''),
  complainantPhone: text('complainant_phone').notNull().default(''),
  assignment: text({ mode: 'json' }).$type<AssignmentReason>().notNull(),
  waitingUntil: integer('waiting_until'),
  waitingReason: text('waiting_reason').notNull().default(''),
  decision: text().notNull().default(''),
  decidedAt: integer('decided_at'),
  needsRectification: integer('needs_rectification', { mode: 'boolean' }),
  rootCause: text('root_cause').notNull().default(''),
  prevention: text().notNull().default(''),
  replyRequired: integer('reply_required', { mode: 'boolean' }).notNull().default(false),
  repliedAt: integer('replied_at'),
  tags: text({ mode: 'json' }).$type<string[]>().notNull(),
  level: integer().notNull().default(0),
  nextClock: text('next_clock').$type<ClockName>(),
  nextDueAt: integer('next_due_at'),
  paused: integer({ mode: 'boolean' }).notNull().default(false),
  nextStepAt: integer('next_step_at'),
  acceptByAt: integer('accept_by_at'),
  resolvedAt: integer('resolved_at'),
  resolvedBy: text('resolved_by'),
  closedAt: integer('closed_at'),
  withdrawnAt: integer('withdrawn_at'),
  mergedIntoId: text('merged_into_id'),
  /** Resolved without telling: the primary complainant of the running cycle cannot be reached. */
  unreachableAt: integer('unreachable_at'),
});
export type Complaint = typeof complaintsTable.$inferSelect;

export const complaintStudentsTable = sqliteTable('complaint_students', {
  id: text().primaryKey(),
  complaintId: text('complaint_id').notNull(),
  studentId: text('student_id').notNull(),
});

/** Packs of the students that it is about; none of a student = all of them. */
export const complaintEnrolmentsTable = sqliteTable('complaint_enrolments', {
  id: text().primaryKey(),
  complaintId: text('complaint_id').notNull(),
  enrolmentId: text('enrolment_id').notNull(),
});

/** Staff complained about: never owner, handler or told by the ladder. */
export const complaintStaffTable = sqliteTable('complaint_staff', {
  id: text().primaryKey(),
  complaintId: text('complaint_id').notNull(),
  staffId: text('staff_id').notNull(),
});

export const complaintEntriesTable = sqliteTable('complaint_entries', {
  id: text().primaryKey(),
  complaintId: text('complaint_id').notNull(),
  cycle: integer().notNull(),
  kind: text().$type<EntryKind>().notNull(),
  happenedAt: integer('happened_at').notNull(),
  recordedAt: integer('recorded_at').notNull(),
  recordedBy: text('recorded_by'),
  channel: text().$type<Channel>(),
  direction: text().$type<z.infer<typeof contactDirection>>(),
  outcome: text().$type<z.infer<typeof contactOutcome>>(),
  withWhom: text('with_whom').notNull().default(''),
  words: text().notNull().default(''),
  toldProgress: integer('told_progress', { mode: 'boolean' }).notNull().default(false),
  toldResult: integer('told_result', { mode: 'boolean' }).notNull().default(false),
  promisedUntil: integer('promised_until'),
  text: text().notNull().default(''),
  vals: text({ mode: 'json' }).$type<Values>().notNull(),
  voids: text(),
  complainantId: text('complainant_id'),
  /** With nobody who complains: no clock hears of it. */
  someoneElse: integer('someone_else', { mode: 'boolean' }).notNull().default(false),
});
export type Entry = typeof complaintEntriesTable.$inferSelect;
/** What a line of the log holds unless it says otherwise. */
export const BLANK_ENTRY = {
  channel: null,
  direction: null,
  outcome: null,
  withWhom: '',
  words: '',
  toldProgress: false,
  toldResult: false,
  promisedUntil: null,
  text: '',
  vals: {},
  voids: null,
  complainantId: null,
  someoneElse: false,
} as const satisfies Partial<Entry>;

export const complaintStatesTable = sqliteTable('complaint_states', {
  id: text().primaryKey(),
  complaintId: text('complaint_id').notNull(),
  cycle: integer().notNull(),
  state: text().$type<ComplaintState>().notNull(),
  fromAt: integer('from_at').notNull(),
  toAt: integer('to_at'),
  reason: text().notNull().default(''),
});

export const rectificationsTable = sqliteTable('rectifications', {
  id: text().primaryKey(),
  complaintId: text('complaint_id').notNull(),
  cycle: integer().notNull(),
  round: integer().notNull(),
  what: text().notNull(),
  ownerId: text('owner_id').notNull(),
  decidedAt: integer('decided_at').notNull(),
  doneAt: integer('done_at'),
  doneBy: text('done_by'),
  verifiedAt: integer('verified_at'),
  verifiedBy: text('verified_by'),
  droppedAt: integer('dropped_at'),
  droppedReason: text('dropped_reason').notNull().default(''),
});
export type Rectification = typeof rectificationsTable.$inferSelect;

export const escalationsTable = sqliteTable('escalations', {
  id: text().primaryKey(),
  complaintId: text('complaint_id').notNull(),
  cycle: integer().notNull(),
  step: text().notNull(),
  level: integer().notNull(),
  dueAt: integer('due_at').notNull(),
  detectedAt: integer('detected_at').notNull(),
  handlerId: text('handler_id'),
  told: text({ mode: 'json' }).$type<Told[]>().notNull(),
  reason: text({ mode: 'json' }).$type<Values>().notNull(),
  acknowledgedAt: integer('acknowledged_at'),
  acknowledgedBy: text('acknowledged_by'),
});
export type Escalation = typeof escalationsTable.$inferSelect;

/** What somebody promised until when: made in a contact here or in a follow-up. */
export const promisesTable = sqliteTable('promises', {
  id: text().primaryKey(),
  complaintId: text('complaint_id'),
  followUpId: text('follow_up_id'),
  studentId: text('student_id'),
  ownerId: text('owner_id').notNull(),
  words: text().notNull(),
  dueAt: integer('due_at').notNull(),
  madeAt: integer('made_at').notNull(),
  doneAt: integer('done_at'),
  /** `task`: to be done for a complaint, promised to nobody. */
  kind: text().$type<'promise' | 'task'>().notNull().default('promise'),
});

/** Who else complained of the same event, beside `complaints.complainant_*`. */
export const complaintComplainantsTable = sqliteTable('complaint_complainants', {
  id: text().primaryKey(),
  complaintId: text('complaint_id').notNull(),
  kind: text().$type<'guardian' | 'student' | 'other'>().notNull(),
  refId: text('ref_id'),
  name: text().notNull(),
  phone: text().notNull().default(''),
  addedAt: integer('added_at').notNull(),
  toldAt: integer('told_at'),
  removedAt: integer('removed_at'),
});
export type FurtherComplainant = typeof complaintComplainantsTable.$inferSelect;

export const complaintLinksTable = sqliteTable('complaint_links', {
  id: text().primaryKey(),
  fromId: text('from_id').notNull(),
  toId: text('to_id').notNull(),
  kind: text().$type<LinkKind>().notNull(),
  createdAt: integer('created_at').notNull(),
});
export type Link = typeof complaintLinksTable.$inferSelect;

/** More time that was asked for; `answer` null = not answered. */
export const extensionRequestsTable = sqliteTable('extension_requests', {
  id: text().primaryKey(),
  complaintId: text('complaint_id').notNull(),
  clockId: text('clock_id').notNull(),
  minutes: integer().notNull(),
  reason: text().notNull(),
  askedAt: integer('asked_at').notNull(),
  askedBy: text('asked_by').notNull(),
  answer: text().$type<'granted' | 'declined'>(),
  answeredAt: integer('answered_at'),
  answeredBy: text('answered_by'),
});
export type ExtensionRequest = typeof extensionRequestsTable.$inferSelect;
