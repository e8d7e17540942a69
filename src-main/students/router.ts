import { registerExport } from '#main/audit/service.ts';
import { os, personOf, scopeOf } from '#main/base/os.ts';
import { createWords } from '#main/base/words.ts';
import type { Db, Tx } from '#main/db/open.ts';
import { matchingIds } from '#main/search/service.ts';
import { maskPhone } from '#shared/rules/phones.ts';
import { dayOf } from '#shared/rules/zone.ts';
import {
  addGuardian,
  createStudent,
  type DuplicateWhy,
  duplicatesOf,
  guardianByPhone,
  listStudents,
  pageFor,
  possibleDuplicates,
  refuseForeignStudent,
  removeGuardian,
  revealPhone,
  setDoNotContact,
  studentRow,
  studentTimeline,
  updateGuardian,
  updateStudent,
} from './service.ts';

const topics = ['students', 'today'];
/** Follow-ups name whom they call, and whether one may. */
const guardianTopics = [...topics, 'follow-ups'];
const EXPORT_LIMIT = 200_000;
const mime = { xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', csv: 'text/csv;charset=utf-8' };

function duplicateView(db: Db, { id, why }: { id: string; why: DuplicateWhy }, day: string) {
  const row = studentRow(db, id, day);
  return { id, number: row.number, name: row.name, phoneMasked: maskPhone(row.phone), why };
}

export const studentsRouter = {
  list: os.students.list.handler(({ input, context }) =>
    listStudents(context.db, personOf(context.identity), input, dayOf(context.clock.now(), context.zone()), {
      count: (question) => context.heavy.read('students.counts', question),
      counted: () => context.changes.publish(['students']),
    }),
  ),
  get: os.students.get.handler(({ input, context }) =>
    pageFor(context.db, personOf(context.identity), input.id, dayOf(context.clock.now(), context.zone())),
  ),
  timeline: os.students.timeline.handler(({ input, context }) => {
    const me = personOf(context.identity);
    refuseForeignStudent(context.db, me, input.id);
    // Who sees names only has no business with what happened.
    if (scopeOf(me, 'students.read') === 'name') return { items: [], next: null };
    return studentTimeline(context.db, input.id, context.zone(), input.kinds, input.cursor, input.limit);
  }),
  duplicates: os.students.duplicates.handler(({ input, context }) => {
    const day = dayOf(context.clock.now(), context.zone());
    return possibleDuplicates(context.db, input).map((found) => duplicateView(context.db, found, day));
  }),
  duplicatesOf: os.students.duplicatesOf.handler(({ input, context }) => {
    refuseForeignStudent(context.db, personOf(context.identity), input.id);
    const day = dayOf(context.clock.now(), context.zone());
    return duplicatesOf(context.db, input.id).map((found) => duplicateView(context.db, found, day));
  }),
  create: os.students.create.handler(async ({ input, context }) => {
    const today = dayOf(context.clock.now(), context.zone());
    const { result, commandId } = await context.commands.run(
      { name: 'students.create', actor: context.actor, undo: 'rows', topics, idempotencyKey: input.key },
      (tx) => createStudent(tx, context.ids, input.student, input.guardians, today),
    );
    return { ...result, commandId, undoable: true };
  }),
  update: os.students.update.handler(async ({ input, context }) => {
    refuseForeignStudent(context.db, personOf(context.identity), input.id);
    const today = dayOf(context.clock.now(), context.zone());
    const { commandId } = await context.commands.run({ name: 'students.update', actor: context.actor, undo: 'rows', topics }, (tx) =>
      updateStudent(tx, input.id, input.version, input.student, today),
    );
    return { commandId, undoable: true };
  }),
  setDoNotContact: os.students.setDoNotContact.handler(async ({ input, context }) => {
    refuseForeignStudent(context.db, personOf(context.identity), input.id);
    const { commandId } = await context.commands.run(
      { name: 'students.do-not-contact', actor: context.actor, reason: input.reason, undo: 'rows', topics: guardianTopics },
      (tx) => setDoNotContact(tx, input.id, input.version, input.on),
    );
    return { commandId, undoable: true };
  }),
  guardianByPhone: os.students.guardianByPhone.handler(({ input, context }) => guardianByPhone(context.db, input.phone)),
  addGuardian: os.students.addGuardian.handler(async ({ input, context }) => {
    refuseForeignStudent(context.db, personOf(context.identity), input.studentId);
    const { result, commandId } = await context.commands.run(
      { name: 'students.add-guardian', actor: context.actor, undo: 'rows', topics: guardianTopics, idempotencyKey: input.key },
      (tx) => ({ guardianId: addGuardian(tx, context.ids, input.studentId, input.version, input.guardian) }),
    );
    return { ...result, commandId, undoable: true };
  }),
  updateGuardian: os.students.updateGuardian.handler(async ({ input, context }) => {
    refuseForeignStudent(context.db, personOf(context.identity), input.studentId);
    const { commandId } = await context.commands.run(
      { name: 'students.update-guardian', actor: context.actor, undo: 'rows', topics: guardianTopics },
      (tx) => updateGuardian(tx, input.studentId, input.guardianId, input, input.guardian),
    );
    return { commandId, undoable: true };
  }),
  removeGuardian: os.students.removeGuardian.handler(async ({ input, context }) => {
    refuseForeignStudent(context.db, personOf(context.identity), input.studentId);
    const { commandId } = await context.commands.run(
      { name: 'students.remove-guardian', actor: context.actor, undo: 'rows', topics: guardianTopics },
      (tx) => removeGuardian(tx, input.studentId, input.guardianId, input.version),
    );
    return { commandId, undoable: true };
  }),
  reveal: os.students.reveal.handler(async ({ input, context }) => {
    const me = personOf(context.identity);
    // The number itself must not stand in the kept result of the command, so it is read beside it.
    let phone = '';
    await context.commands.run({ name: 'students.reveal', actor: context.actor, undo: 'none', topics: ['audit'] }, (tx: Tx) => {
      phone = revealPhone(tx, context.ids, me, input.of, input.id, input.reason);
    });
    return { phone };
  }),
  export: os.students.export.handler(async ({ input, context }) => {
    const now = context.clock.now();
    const day = dayOf(now, context.zone());
    const ids = input.text.trim() === '' ? null : matchingIds(context.db, 'student', input.text, EXPORT_LIMIT);
    const { bytes, rows } = await context.heavy.run<{ bytes: Uint8Array<ArrayBuffer>; rows: number }>('students.export', {
      ids,
      stage: input.stage,
      day,
      phonesMasked: input.phonesMasked,
      namesMasked: input.namesMasked,
      format: input.format,
      lang: input.lang,
    });
    const { purpose, phonesMasked, namesMasked } = input;
    await registerExport(context, context.actor, { kind: 'students', purpose, rows, phonesMasked, namesMasked });
    const name = createWords(input.lang)('students:fileName');
    return { file: new File([bytes], `${name}-${day}.${input.format}`, { type: mime[input.format] }), rows };
  }),
};
