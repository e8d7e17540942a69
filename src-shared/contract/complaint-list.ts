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
  lang,
  person,
  requiredText,
  severity,
  shortText,
  version,
} from './fields.ts';

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

/** The list of complaints: views, filters, columns, what is done to many at once, export. */
export const complaintList = {
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
        /** Of families; what people wrote stays as it is. */
        namesMasked: z.boolean().default(false),
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
};
