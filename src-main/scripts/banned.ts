import type { Events } from '#main/base/events.ts';
import type { Ids } from '#main/base/ids.ts';
import type { Db, Tx } from '#main/db/open.ts';
import { insertRow, selectRows, updateRow } from '#main/db/rows.ts';
import { Failure } from '#shared/contract/failure.ts';
import { lang as langs } from '#shared/contract/fields.ts';
import type { BannedFields, BannedView } from '#shared/contract/scripts.ts';
import { bannedHits } from '#shared/rules/scripts.ts';
import { COUNTED_MS } from './library.ts';
import { langOfId, shipped } from './shipped.ts';
import { bannedHitsTable, bannedPhrasesTable } from './tables.ts';

type Banned = Omit<BannedView, 'hits'>;

function allBanned(db: Db): Banned[] {
  const rows = new Map(selectRows(db, bannedPhrasesTable, 'ORDER BY position, id', []).map((row) => [row.id, row]));
  const viewOf = (id: string, isShipped: boolean): Banned | undefined => {
    const row = rows.get(id);
    if (!row) return undefined;
    const { lang, phrase, better, active, version } = row;
    return { id, lang, phrase, better, active, version, shipped: isShipped, changed: true };
  };
  const own = langs.options.flatMap((lang) =>
    shipped(lang).banned.map(
      (each): Banned => viewOf(each.id, true) ?? { ...each, lang, active: true, version: 0, shipped: true, changed: false },
    ),
  );
  const known = new Set(own.map((each) => each.id));
  return [...own, ...[...rows.keys()].filter((id) => !known.has(id)).flatMap((id) => viewOf(id, false) ?? [])];
}

/** Words never to use, of both languages, with how often they were saved in the last 30 days. */
export function listBanned(db: Db, now: number): BannedView[] {
  const hits = new Map(
    db
      .all<{ id: string; n: number }>('SELECT phrase_id AS id, count(*) AS n FROM banned_hits WHERE found_at > ? GROUP BY phrase_id', [
        now - COUNTED_MS,
      ])
      .map((row) => [row.id, row.n]),
  );
  return allBanned(db).map((each) => ({ ...each, hits: hits.get(each.id) ?? 0 }));
}

function bannedById(db: Db, id: string, version: number): Banned {
  const found = allBanned(db).find((each) => each.id === id);
  if (!found) throw new Failure('NOT_FOUND', { what: 'phrase' });
  if (found.version !== version) throw new Failure('STALE', { seen: version, now: found.version, by: null, at: null });
  return found;
}

/** Changes a phrase or makes one (`id: null`). Errors: NOT_FOUND, STALE, TAKEN. */
export function saveBanned(tx: Tx, ids: Ids, input: BannedFields & { id: string | null; version: number }): { id: string } {
  const { id, version, lang, phrase, better, active } = input;
  const all = allBanned(tx);
  if (all.some((each) => each.id !== id && each.phrase === phrase)) throw new Failure('TAKEN', { field: 'phrase' });
  if (id === null) {
    const fresh = ids.next();
    insertRow(tx, bannedPhrasesTable, { id: fresh, lang, phrase, better, active, position: all.length + 1 });
    return { id: fresh };
  }
  const found = bannedById(tx, id, version);
  const position = all.findIndex((each) => each.id === id) + 1;
  if (found.version === 0) insertRow(tx, bannedPhrasesTable, { id, lang: langOfId(id) ?? lang, phrase, better, active, position });
  else updateRow(tx, bannedPhrasesTable, id, { phrase, better, active, version: found.version + 1 });
  return { id };
}

/** Back to what is shipped; an own one is taken away. Errors: NOT_FOUND, STALE. */
export function resetBanned(tx: Tx, id: string, version: number): void {
  bannedById(tx, id, version);
  tx.run('DELETE FROM banned_phrases WHERE id = ?', [id]);
}

/** Counts what was said with words that should not be used: a line for each, without anybody's name. */
export function subscribeScripts({ events, ids }: { events: Events; ids: Ids }): void {
  events.on('words.said', (tx, { text }) => {
    if (text.trim() === '') return;
    const standing = allBanned(tx).filter((each) => each.active);
    for (const hit of bannedHits(text, standing)) {
      insertRow(tx, bannedHitsTable, { id: ids.next(), phraseId: hit.id, foundAt: tx.command.at });
    }
  });
}
