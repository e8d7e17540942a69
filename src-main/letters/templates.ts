import type { Ids } from '#main/base/ids.ts';
import type { Identity } from '#main/base/os.ts';
import type { Db, Tx } from '#main/db/open.ts';
import { insertRow, selectRow, selectRows, updateRow } from '#main/db/rows.ts';
import { Failure } from '#shared/contract/failure.ts';
import { type Lang, lang as langs } from '#shared/contract/fields.ts';
import type { LetterTemplate } from '#shared/contract/letters.ts';
import { type LetterKind, unknownVariables } from '#shared/rules/letters.ts';
import { allLabels, shipped } from './shipped.ts';
import { letterTemplatesTable, letterTemplateVersionsTable, type Template } from './tables.ts';

const shippedId = (key: string, lang: Lang): string => `builtin:${lang}:${key}`;

type ShippedText = ReturnType<typeof shipped>['templates'][number];

const shippedText = (key: string, lang: Lang): ShippedText | undefined => shipped(lang).templates.find((each) => each.key === key);

function viewOf(row: Template): LetterTemplate {
  const own = row.builtin === '' ? undefined : shippedText(row.builtin, row.lang);
  const { id, kind, name, body, lang, builtin, version } = row;
  return { id, kind, name, body, lang, builtin, version, changed: own !== undefined && (own.body !== body || own.name !== name) };
}

const untouched = ({ key, kind, name, body }: ShippedText, lang: Lang): LetterTemplate => ({
  id: shippedId(key, lang),
  kind,
  name,
  body,
  lang,
  builtin: key,
  changed: false,
  version: 0,
});

/** The texts of one language: first the program's own (as the centre changed them), then the centre's in the order in which they were made. */
export function listTemplates(db: Db, lang: Lang, kind: LetterKind | null): LetterTemplate[] {
  const rows = selectRows(db, letterTemplatesTable, 'WHERE lang = ? AND removed_at IS NULL ORDER BY created_at, id', [lang]);
  const own = shipped(lang).templates.map((text) => {
    const row = rows.find((each) => each.builtin === text.key);
    return row ? viewOf(row) : untouched(text, lang);
  });
  return [...own, ...rows.filter((row) => row.builtin === '').map(viewOf)].filter((each) => kind === null || each.kind === kind);
}

/** One text by its id, also one that nobody changed. Errors: NOT_FOUND. */
export function templateById(db: Db, id: string): LetterTemplate {
  const found = /^builtin:([^:]+):(.+)$/.exec(id);
  if (found) {
    const lang = langs.safeParse(found[1]).data;
    const text = lang && shippedText(found[2] ?? '', lang);
    if (!lang || !text) throw new Failure('NOT_FOUND', { what: 'template' });
    const row = selectRow(db, letterTemplatesTable, 'WHERE builtin = ? AND lang = ?', [text.key, lang]);
    return row ? viewOf(row) : untouched(text, lang);
  }
  const row = selectRow(db, letterTemplatesTable, 'WHERE id = ? AND removed_at IS NULL', [id]);
  if (!row) throw new Failure('NOT_FOUND', { what: 'template' });
  return viewOf(row);
}

/** What a text was before, the newest fifty with day (UTC ms) and who saved it. Errors: NOT_FOUND. */
export function templateVersions(db: Db, id: string): { id: string; name: string; body: string; at: number; by: string }[] {
  return db.all(
    `SELECT v.id, v.name, v.body, v.saved_at AS at, s.name AS by FROM letter_template_versions v JOIN staff s ON s.id = v.saved_by
     WHERE v.template_id = ? ORDER BY v.saved_at DESC, v.id DESC LIMIT 50`,
    [templateById(db, id).id],
  );
}

export type TemplateInput = { id: string | null; kind: LetterKind; lang: Lang; name: string; body: string; version: number };

function keepVersion(tx: Tx, ids: Ids, who: Identity, templateId: string, { name, body }: { name: string; body: string }): void {
  insertRow(tx, letterTemplateVersionsTable, {
    id: ids.next(),
    templateId,
    name,
    body,
    savedAt: tx.command.at,
    savedBy: who.staffId,
  });
}

function mustBe(found: LetterTemplate, version: number): void {
  if (found.version !== version) throw new Failure('STALE', { seen: version, now: found.version, by: null, at: null });
}

/**
 * Saves a text; each save is kept as a version. Errors: NOT_FOUND, STALE, INVALID (unknown_variable).
 */
export function saveTemplate(tx: Tx, ids: Ids, who: Identity, input: TemplateInput): string {
  const { name, body, kind, lang } = input;
  if (unknownVariables(body, new Set(allLabels().keys())).length > 0)
    throw new Failure('INVALID', { field: 'body', reason: 'unknown_variable' });
  const found = input.id === null ? null : templateById(tx, input.id);
  if (found) mustBe(found, input.version);
  const id = found && found.version > 0 ? found.id : ids.next();
  if (found && found.version > 0) updateRow(tx, letterTemplatesTable, id, { name, body, version: found.version + 1 });
  else {
    insertRow(tx, letterTemplatesTable, {
      id,
      kind: found?.kind ?? kind,
      builtin: found?.builtin ?? '',
      lang: found?.lang ?? lang,
      name,
      body,
      createdAt: tx.command.at,
    });
  }
  keepVersion(tx, ids, who, id, { name, body });
  return id;
}

/** The program's own text again; that too is a version. Errors: NOT_FOUND, STALE, INVALID (one that the centre made has none). */
export function resetTemplate(tx: Tx, ids: Ids, who: Identity, id: string, version: number): void {
  const found = templateById(tx, id);
  mustBe(found, version);
  const own = found.builtin === '' ? undefined : shippedText(found.builtin, found.lang);
  if (!own) throw new Failure('INVALID', { field: 'template', reason: 'unknown' });
  updateRow(tx, letterTemplatesTable, found.id, { name: own.name, body: own.body, version: version + 1 });
  keepVersion(tx, ids, who, found.id, own);
}

/** Takes a text that the centre made off the list; letters made from it stay. Errors: NOT_FOUND, STALE, INVALID (one of the program's own). */
export function removeTemplate(tx: Tx, id: string, version: number): void {
  const found = templateById(tx, id);
  mustBe(found, version);
  if (found.builtin !== '') throw new Failure('INVALID', { field: 'template', reason: 'unknown' });
  updateRow(tx, letterTemplatesTable, found.id, { removedAt: tx.command.at, version: version + 1 });
}
