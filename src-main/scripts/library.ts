import type { Ids } from '#main/base/ids.ts';
import type { Identity } from '#main/base/os.ts';
import { complaintPage } from '#main/complaints/service.ts';
import type { Db, Tx } from '#main/db/open.ts';
import { nameSounds } from '#main/db/pinyin.ts';
import { insertRow, selectRow, selectRows, updateRow } from '#main/db/rows.ts';
import { allLabels, valuesOf } from '#main/letters/service.ts';
import { Failure } from '#shared/contract/failure.ts';
import type { Lang } from '#shared/contract/fields.ts';
import type { ScriptFields, ScriptView } from '#shared/contract/scripts.ts';
import { fillText, unknownVariables } from '#shared/rules/letters.ts';
import { fittingScripts } from '#shared/rules/scripts.ts';
import { foldText } from '#shared/rules/search-text.ts';
import { langOfId, shipped } from './shipped.ts';
import { scriptsTable, scriptUsesTable } from './tables.ts';

/** How far back uses and hits are counted. */
export const COUNTED_MS = 30 * 86_400_000;

type Script = Omit<ScriptView, 'uses'>;

/** Shipped ones with the centre's changes, then its own, in their order. */
function allScripts(db: Db, lang: Lang): Script[] {
  const rows = new Map(selectRows(db, scriptsTable, 'WHERE lang = ? ORDER BY position, id', [lang]).map((row) => [row.id, row]));
  const viewOf = (id: string, isShipped: boolean): Script | undefined => {
    const row = rows.get(id);
    if (!row) return undefined;
    const { scenario, title, body, state, version } = row;
    return { id, lang, scenario, title, ...body, state, version, shipped: isShipped, changed: true };
  };
  const own = shipped(lang).scripts.map(
    (each): Script => viewOf(each.id, true) ?? { ...each, lang, state: 'published', version: 0, shipped: true, changed: false },
  );
  const known = new Set(own.map((each) => each.id));
  return [...own, ...[...rows.keys()].filter((id) => !known.has(id)).flatMap((id) => viewOf(id, false) ?? [])];
}

function finds(script: Script, text: string): boolean {
  const needle = foldText(text).replace(/\s+/g, '');
  if (needle === '') return true;
  const fields = [script.title, script.question, script.answer, ...script.words].map((each) => foldText(each).replace(/\s+/g, ''));
  const sounds = nameSounds(script.title);
  return fields.some((each) => each.includes(needle)) || [...sounds.full, ...sounds.initials].some((each) => each.includes(needle));
}

/** The library in one language. `drafts`: also what is not published. `text` finds words, and the sound of a title. */
export function listScripts(db: Db, input: { lang: Lang; text: string; drafts: boolean; now: number }): ScriptView[] {
  const uses = new Map(
    db
      .all<{ id: string; n: number }>('SELECT script_id AS id, count(*) AS n FROM script_uses WHERE used_at > ? GROUP BY script_id', [
        input.now - COUNTED_MS,
      ])
      .map((row) => [row.id, row.n]),
  );
  return allScripts(db, input.lang)
    .filter((script) => (input.drafts || script.state === 'published') && finds(script, input.text))
    .map((script) => ({ ...script, uses: uses.get(script.id) ?? 0 }));
}

function scriptById(db: Db, id: string): Script {
  const lang = langOfId(id) ?? selectRow(db, scriptsTable, 'WHERE id = ?', [id])?.lang;
  const found = lang && allScripts(db, lang).find((each) => each.id === id);
  if (!found) throw new Failure('NOT_FOUND', { what: 'script' });
  return found;
}

function mustBe(found: Script, version: number): void {
  if (found.version !== version) throw new Failure('STALE', { seen: version, now: found.version, by: null, at: null });
}

/** Changes a script or makes one (`id: null`). Errors: NOT_FOUND, STALE, INVALID (unknown_variable). */
export function saveScript(tx: Tx, ids: Ids, who: Identity, input: ScriptFields & { id: string | null; version: number }): { id: string } {
  const { id, version, lang, scenario, title, state, ...body } = input;
  if (unknownVariables(body.answer, new Set(allLabels().keys())).length > 0)
    throw new Failure('INVALID', { field: 'answer', reason: 'unknown_variable' });
  const { question, answer, mention, avoid, categories, words } = body;
  const row = {
    scenario,
    title,
    state,
    body: { question, answer, mention, avoid, categories, words },
    savedAt: tx.command.at,
    savedBy: who.staffId,
  };
  if (id === null) {
    const fresh = ids.next();
    insertRow(tx, scriptsTable, { id: fresh, lang, position: allScripts(tx, lang).length + 1, ...row });
    return { id: fresh };
  }
  const found = scriptById(tx, id);
  mustBe(found, version);
  if (found.version === 0) {
    const position = allScripts(tx, found.lang).findIndex((each) => each.id === id) + 1;
    insertRow(tx, scriptsTable, { id, lang: found.lang, position, ...row });
  } else updateRow(tx, scriptsTable, id, { ...row, version: found.version + 1 });
  return { id };
}

/** Back to what is shipped; an own one is taken away. Errors: NOT_FOUND, STALE. */
export function resetScript(tx: Tx, id: string, version: number): void {
  mustBe(scriptById(tx, id), version);
  tx.run('DELETE FROM scripts WHERE id = ?', [id]);
}

/** What suits a complaint, its values put in, with the reason why it is offered. Errors: NOT_FOUND, FORBIDDEN. */
export function fittingFor(db: Db, who: Identity, complaintId: string, lang: Lang, now: number) {
  const { complaint } = complaintPage(db, who, complaintId, now);
  const values = valuesOf(db, who, complaintId, { lang, kind: 'phrase', now });
  const standing = allScripts(db, lang).filter((each) => each.state === 'published' && each.scenario !== 'follow_up');
  const said = { category: complaint.category, words: `${complaint.words}\n${complaint.wish}` };
  return fittingScripts(standing, said).map(({ script: { id, scenario, title, question, answer, mention, avoid }, fit }) => ({
    id,
    scenario,
    title,
    question,
    answer: fillText(answer, values).text,
    mention,
    avoid,
    why: { category: fit.category, words: [...fit.words] },
  }));
}

/** Notes that a script was used. Errors: NOT_FOUND. */
export function noteUse(tx: Tx, ids: Ids, who: Identity, input: { id: string; complaintId: string | null }): { at: number } {
  const { id: scriptId } = scriptById(tx, input.id);
  insertRow(tx, scriptUsesTable, {
    id: ids.next(),
    scriptId,
    staffId: who.staffId,
    complaintId: input.complaintId,
    usedAt: tx.command.at,
  });
  return { at: tx.command.at };
}
