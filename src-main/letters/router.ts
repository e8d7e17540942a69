import type { UndoKind } from '#main/base/command.ts';
import { type Identity, os, personOf, type Services } from '#main/base/os.ts';
import { UNDO_ACT } from '#main/complaints/service.ts';
import type { Actor, Tx } from '#main/db/open.ts';
import { noticesOf, publishNotices } from '#main/messages/service.ts';
import type { Done } from '#shared/contract/fields.ts';
import type { LetterVariable } from '#shared/rules/letters.ts';
import * as letters from './service.ts';

type Caller = Services & { identity: Identity | null; actor: Actor };
type Options = { name: string; key?: string | undefined; undo?: UndoKind; topics?: string[] };

async function run<T extends object>(context: Caller, options: Options, fn: (tx: Tx, who: Identity) => T): Promise<T & Done> {
  const who = personOf(context.identity);
  const { name, key, undo = 'rows', topics = [] } = options;
  const { result, commandId, replayed } = await context.commands.run(
    {
      name: `letters.${name}`,
      actor: context.actor,
      undo,
      topics: ['letters', ...topics],
      ...(key === undefined ? {} : { idempotencyKey: key }),
    },
    (tx) => ({ value: fn(tx, who), notices: noticesOf(tx) }),
  );
  if (!replayed) publishNotices(context.changes, result.notices);
  return { ...(result.value as T), commandId, undoable: undo !== 'none' };
}

const nothing = {};

export const lettersRouter = {
  templates: os.letters.templates.handler(({ input, context }) => letters.listTemplates(context.db, input.lang, input.kind)),
  variables: os.letters.variables.handler(({ input }) =>
    Object.entries(letters.shipped(input.lang).variables).map(([key, each]) => ({ key: key as LetterVariable, ...each })),
  ),
  templateVersions: os.letters.templateVersions.handler(({ input, context }) => letters.templateVersions(context.db, input.id)),
  saveTemplate: os.letters.saveTemplate.handler(({ input: { key, ...input }, context }) =>
    run(context, { name: 'save-template', key, undo: 'none' }, (tx, who) => ({ id: letters.saveTemplate(tx, context.ids, who, input) })),
  ),
  resetTemplate: os.letters.resetTemplate.handler(({ input, context }) =>
    run(context, { name: 'reset-template', undo: 'none' }, (tx, who) => {
      letters.resetTemplate(tx, context.ids, who, input.id, input.version);
      return nothing;
    }),
  ),
  removeTemplate: os.letters.removeTemplate.handler(({ input, context }) =>
    run(context, { name: 'remove-template' }, (tx) => {
      letters.removeTemplate(tx, input.id, input.version);
      return nothing;
    }),
  ),
  phrases: os.letters.phrases.handler(({ input, context }) =>
    letters.phrasesFor(context.db, personOf(context.identity), input.complaintId, input.lang, context.clock.now()),
  ),
  list: os.letters.list.handler(({ input, context }) => letters.listLetters(context.db, personOf(context.identity), input.complaintId)),
  get: os.letters.get.handler(({ input, context }) =>
    letters.letterPage(context.db, personOf(context.identity), input.id, context.clock.now()),
  ),
  create: os.letters.create.handler(({ input: { key, ...input }, context }) =>
    run(context, { name: 'create', key }, (tx, who) => ({ id: letters.createLetter(tx, context.ids, who, input) })),
  ),
  save: os.letters.save.handler(({ input, context }) =>
    run(context, { name: 'save' }, (tx, who) => {
      letters.saveLetter(tx, who, input);
      return nothing;
    }),
  ),
  drop: os.letters.drop.handler(({ input, context }) =>
    run(context, { name: 'drop' }, (tx, who) => {
      letters.dropLetter(tx, who, input.id, input.version);
      return nothing;
    }),
  ),
  issue: os.letters.issue.handler(({ input: { key, ...input }, context }) =>
    run(context, { name: 'issue', key, undo: 'none' }, (tx, who) => ({ number: letters.issueLetter(tx, context.events, who, input) })),
  ),
  print: os.letters.print.handler(({ input, context }) =>
    run(context, { name: 'print', key: input.key, undo: 'none' }, (tx, who) => ({
      copy: letters.notePrint(tx, context.ids, who, input.id),
    })),
  ),
  deliver: os.letters.deliver.handler(({ input: { key, ...input }, context }) =>
    run(context, { name: 'deliver', key, undo: UNDO_ACT, topics: ['complaints', 'follow-ups', 'messages', 'today'] }, (tx, who) => {
      letters.deliverLetter(tx, { ids: context.ids, events: context.events }, who, input);
      return nothing;
    }),
  ),
};
