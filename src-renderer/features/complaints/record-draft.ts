import { z } from 'zod';
import { category, channel, severity } from '#shared/contract/fields.ts';

const student = z.object({ id: z.string(), name: z.string(), number: z.string(), note: z.string() });
const pickedPack = z.object({ id: z.string(), studentId: z.string() });
export type PickedPack = z.infer<typeof pickedPack>;
export type PickedStudent = z.infer<typeof student>;

/** What is kept of a complaint that is being recorded. */
export const recordDraft = z.object({
  students: z.array(student),
  packs: z.array(pickedPack).default([]),
  complainant: z.object({
    kind: z.enum(['guardian', 'student', 'other', 'anonymous']),
    refId: z.string().nullable(),
    name: z.string(),
    phone: z.string(),
  }),
  /** Chosen by the person; until then the first guardian of the first student is proposed. */
  complainantChosen: z.boolean(),
  channel,
  words: z.string(),
  wish: z.string(),
  /** null = as the words suggest. */
  byHand: z.object({ category, subcategory: z.string(), severity }).nullable(),
  receivedAt: z.number().nullable(),
  aboutStaffIds: z.array(z.string()),
  firstContactId: z.string().nullable(),
  onSpot: z.boolean(),
  answeredOnSpot: z.string(),
  replyRequired: z.boolean(),
  tags: z.array(z.string()).default([]),
  /** Under which the files wait; null until there is one. */
  filesId: z.string().nullable().default(null),
});
export type RecordDraft = z.infer<typeof recordDraft>;

export const NOBODY_YET: RecordDraft['complainant'] = { kind: 'other', refId: null, name: '', phone: '' };

export function emptyDraft(lastChannel: RecordDraft['channel']): RecordDraft {
  return {
    students: [],
    packs: [],
    complainant: NOBODY_YET,
    complainantChosen: false,
    channel: lastChannel,
    words: '',
    wish: '',
    byHand: null,
    receivedAt: null,
    aboutStaffIds: [],
    firstContactId: null,
    onSpot: false,
    answeredOnSpot: '',
    replyRequired: false,
    tags: [],
    filesId: null,
  };
}

/** Ids of the packs named; those of a student who was taken out again are not meant. */
export function packsOf(students: readonly { readonly id: string }[], packs: readonly PickedPack[]): string[] {
  return packs.filter((pack) => students.some((student) => student.id === pack.studentId)).map((pack) => pack.id);
}
