import { createHash } from 'node:crypto';
import type { Events } from '#main/base/events.ts';
import type { Ids } from '#main/base/ids.ts';
import type { Identity } from '#main/base/os.ts';
import { nextNumber } from '#main/base/sequence.ts';
import { canHandle, complaintById, complaintPage, type Desk, mustHandle, mustSee, tell } from '#main/complaints/service.ts';
import type { Db, Tx } from '#main/db/open.ts';
import { insertRow, selectRow, selectRows, updateRow } from '#main/db/rows.ts';
import { readSettings, zoneOf } from '#main/settings/service.ts';
import { Failure } from '#shared/contract/failure.ts';
import type { Channel, Lang } from '#shared/contract/fields.ts';
import type { Delivery, LetterView } from '#shared/contract/letters.ts';
import { blanksIn, fillText, letterNumber } from '#shared/rules/letters.ts';
import { dayOf } from '#shared/rules/zone.ts';
import { shipped } from './shipped.ts';
import { type Letter, letterDeliveriesTable, letterPrintsTable, lettersTable } from './tables.ts';
import { listTemplates, templateById } from './templates.ts';
import { letterDay, valuesOf } from './values.ts';

function letterById(db: Db, id: string): Letter {
  const row = selectRow(db, lettersTable, 'WHERE id = ? AND dropped_at IS NULL', [id]);
  if (!row) throw new Failure('NOT_FOUND', { what: 'letter' });
  return row;
}

const nameOf = (db: Db, id: string | null): string =>
  id === null ? '' : (db.get<{ name: string }>('SELECT name FROM staff WHERE id = ?', [id])?.name ?? '');

/** Short replies with the values of the complaint. Errors: NOT_FOUND, FORBIDDEN. */
export function phrasesFor(
  db: Db,
  who: Identity,
  complaintId: string,
  lang: Lang,
  now: number,
): { id: string; name: string; text: string }[] {
  const values = valuesOf(db, who, complaintId, { lang, kind: 'phrase', now });
  return listTemplates(db, lang, 'phrase').map(({ id, name, body }) => ({ id, name, text: fillText(body, values).text }));
}

/** A draft about a merged complaint is finished for the one that lives on; what was issued stays as it was sent. */
export function subscribeLetters({ events }: { events: Events }): void {
  events.on('complaints.merged', (tx, { goneId, intoId }) => {
    tx.run(
      `UPDATE letters SET complaint_id = $intoId, cycle = (SELECT cycle FROM complaints WHERE id = $intoId)
       WHERE complaint_id = $goneId AND number IS NULL AND dropped_at IS NULL`,
      { goneId, intoId },
    );
  });
}

/** A complaint with all that went into it, also by way of another one. */
const WITH_MERGED = `WITH RECURSIVE whole (id) AS (SELECT ? UNION SELECT c.id FROM complaints c JOIN whole w ON c.merged_into_id = w.id)
  SELECT id FROM whole`;

/** Letters and forms of a complaint and of those merged into it, newest first. Errors: NOT_FOUND, FORBIDDEN. */
export function listLetters(db: Db, who: Identity, complaintId: string) {
  mustSee(db, who, complaintById(db, complaintId));
  return selectRows(db, lettersTable, `WHERE complaint_id IN (${WITH_MERGED}) AND dropped_at IS NULL ORDER BY created_at DESC, id DESC`, [
    complaintId,
  ]).map((row) => ({
    id: row.id,
    kind: row.kind,
    number: row.number,
    title: row.title,
    issuedAt: row.issuedAt,
    createdBy: nameOf(db, row.createdBy),
    issuedBy: nameOf(db, row.issuedBy),
    deliveredAt:
      db.get<{ at: number | null }>('SELECT min(happened_at) AS at FROM letter_deliveries WHERE letter_id = ?', [row.id])?.at ?? null,
  }));
}

/** A delivery of this letter is the written reply that closing asks for: a reply, and of the cycle that runs. */
const countsAsReply = (letter: Letter, complaint: { cycle: number; state: string }): boolean =>
  letter.kind === 'reply' && letter.cycle === complaint.cycle && !['closed', 'withdrawn'].includes(complaint.state);

/** Everything about one letter. Errors: NOT_FOUND, FORBIDDEN. */
export function letterPage(db: Db, who: Identity, id: string, now: number): LetterView {
  const row = letterById(db, id);
  const { complaint, complainants } = complaintPage(db, who, row.complaintId, now);
  const raw = complaintById(db, row.complaintId);
  return {
    id: row.id,
    kind: row.kind,
    lang: row.lang,
    number: row.number,
    title: row.title,
    body: row.body,
    centre: row.centre || readSettings(db).centreName,
    seal: row.seal,
    createdBy: nameOf(db, row.createdBy),
    issuedAt: row.issuedAt,
    issuedBy: nameOf(db, row.issuedBy),
    version: row.version,
    copies: copiesOf(db, id),
    deliveries: selectRows(db, letterDeliveriesTable, 'WHERE letter_id = ? ORDER BY happened_at, id', [id]).map(
      ({ letterId: _letterId, byId, ...each }) => ({ ...each, by: nameOf(db, byId) }),
    ),
    complaint: {
      id: complaint.id,
      number: complaint.number,
      state: complaint.state,
      complainant: complaint.complainant.name,
      further: complainants.map((each) => ({ id: each.id, name: each.name })),
    },
    counts: countsAsReply(row, raw),
    may: { write: canHandle(db, who, raw) },
  };
}

const copiesOf = (db: Db, id: string): number =>
  db.get<{ n: number }>('SELECT count(*) AS n FROM letter_prints WHERE letter_id = ?', [id])?.n ?? 0;

/** A draft from a template. Errors: NOT_FOUND, FORBIDDEN, INVALID (a short reply is no letter). */
export function createLetter(tx: Tx, ids: Ids, who: Identity, input: { complaintId: string; templateId: string; lang: Lang }): string {
  const complaint = complaintById(tx, input.complaintId);
  mustHandle(tx, who, complaint);
  const template = templateById(tx, input.templateId);
  if (template.kind === 'phrase') throw new Failure('INVALID', { field: 'template', reason: 'unknown' });
  const values = valuesOf(tx, who, complaint.id, { lang: input.lang, kind: template.kind, now: tx.command.at });
  const id = ids.next();
  insertRow(tx, lettersTable, {
    id,
    complaintId: complaint.id,
    kind: template.kind,
    lang: input.lang,
    cycle: complaint.cycle,
    title: template.name,
    body: fillText(template.body, values).text,
    createdAt: tx.command.at,
    createdBy: who.staffId,
  });
  return id;
}

export type DraftInput = { id: string; version: number; title: string; body: string };

/** The draft that may be written on. Errors: NOT_FOUND, FORBIDDEN, STATE_FORBIDS (issued), STALE. */
function draftForWriting(tx: Tx, who: Identity, id: string, version: number): Letter {
  const row = letterById(tx, id);
  mustHandle(tx, who, complaintById(tx, row.complaintId));
  if (row.number !== null) throw new Failure('STATE_FORBIDS', { state: 'issued', action: 'change_letter' });
  if (row.version !== version) throw new Failure('STALE', { seen: version, now: row.version, by: null, at: null });
  return row;
}

/** Errors: as draftForWriting. */
export function saveLetter(tx: Tx, who: Identity, { id, version, title, body }: DraftInput): void {
  draftForWriting(tx, who, id, version);
  updateRow(tx, lettersTable, id, { title, body, version: version + 1 });
}

/** Throws a draft away; undo brings it back. Errors: as draftForWriting. */
export function dropLetter(tx: Tx, who: Identity, id: string, version: number): void {
  draftForWriting(tx, who, id, version);
  updateRow(tx, lettersTable, id, { droppedAt: tx.command.at, version: version + 1 });
}

/**
 * Gives the letter its number, which is never used again, and keeps its words as they are from now on; the seal is the beginning of a
 * digest over number, centre, title and words. Errors: as draftForWriting, INVALID (unknown_variable; unfilled: a blank in a reply).
 */
export function issueLetter(tx: Tx, events: Events, who: Identity, { id, version, title, body }: DraftInput): string {
  const row = draftForWriting(tx, who, id, version);
  const zone = zoneOf(tx);
  const at = tx.command.at;
  const year = Number(dayOf(at, zone).slice(0, 4));
  const number = letterNumber(row.kind, year, nextNumber(tx, `letter:${row.kind}:${year}`));
  const values = new Map<string, string>();
  for (const lang of ['en', 'zh-CN'] as const) {
    const { letterNumber: n, issuedOn } = shipped(lang).variables;
    values.set(n.label, number).set(issuedOn.label, letterDay(at, zone, row.lang));
  }
  const filled = { title: fillText(title, values), body: fillText(body, values) };
  if (filled.title.unknown.length + filled.body.unknown.length > 0)
    throw new Failure('INVALID', { field: 'body', reason: 'unknown_variable' });
  if (body.trim() === '') throw new Failure('INVALID', { field: 'body', reason: 'required' });
  if (row.kind === 'reply' && blanksIn(filled.body.text) > 0) throw new Failure('INVALID', { field: 'body', reason: 'unfilled' });
  const centre = readSettings(tx).centreName;
  const kept = { title: filled.title.text, body: filled.body.text, centre };
  const seal = createHash('sha256')
    .update(JSON.stringify([number, kept.centre, kept.title, kept.body]))
    .digest('hex')
    .slice(0, 12)
    .toUpperCase();
  updateRow(tx, lettersTable, id, { ...kept, number, seal, issuedAt: at, issuedBy: who.staffId, version: version + 1 });
  events.emit(tx, 'words.said', { text: kept.body });
  return number;
}

/** Notes a print; the first is the letter itself, each later one a reprint. Errors: NOT_FOUND, FORBIDDEN, STATE_FORBIDS (not issued). */
export function notePrint(tx: Tx, ids: Ids, who: Identity, id: string): number {
  const row = letterById(tx, id);
  mustSee(tx, who, complaintById(tx, row.complaintId));
  if (row.number === null) throw new Failure('STATE_FORBIDS', { state: 'draft', action: 'print_letter' });
  const copy = copiesOf(tx, id) + 1;
  insertRow(tx, letterPrintsTable, { id: ids.next(), letterId: id, copy, at: tx.command.at, byId: who.staffId });
  return copy;
}

/** True when this copy of an issued letter was noted: only then may it leave. */
export const isCopyNoted = (db: Db, id: string, copy: number): boolean =>
  db.get('SELECT 1 FROM letter_prints WHERE letter_id = ? AND copy = ?', [id, copy]) !== undefined;

const channelOf: Record<Delivery['way'], Channel> = { handed: 'counter', post: 'paper', wechat: 'wechat', email: 'other' };

export type DeliverInput = {
  id: string;
  way: Delivery['way'];
  toWhom: string;
  /** Which of the further complainants got it; null = the primary one. */
  complainantId: string | null;
  someoneElse: boolean;
  happenedAt: number | null;
  receipt: string;
};

/**
 * The letter reached somebody. A reply of the running cycle is thereby the result told in writing to that complainant: to the primary one the
 * complaint is resolved if it was not, and closing no longer asks for the reply (complaints `tell`). Given to somebody else it is only noted. Errors: NOT_FOUND, FORBIDDEN, STATE_FORBIDS (not issued, or the complaint
 * cannot be told yet), FUTURE_TIME, INVALID (before it was issued).
 */
export function deliverLetter(tx: Tx, desk: Desk, who: Identity, input: DeliverInput): void {
  const row = letterById(tx, input.id);
  const complaint = complaintById(tx, row.complaintId);
  mustHandle(tx, who, complaint);
  if (row.issuedAt === null) throw new Failure('STATE_FORBIDS', { state: 'draft', action: 'deliver_letter' });
  const happenedAt = input.happenedAt ?? tx.command.at;
  if (happenedAt > tx.command.at) throw new Failure('FUTURE_TIME', { field: 'happenedAt' });
  // Screens choose whole minutes.
  if (happenedAt < row.issuedAt - (row.issuedAt % 60_000)) throw new Failure('INVALID', { field: 'happenedAt', reason: 'before_issue' });
  insertRow(tx, letterDeliveriesTable, {
    id: desk.ids.next(),
    letterId: row.id,
    way: input.way,
    toWhom: input.toWhom,
    happenedAt,
    receipt: input.receipt,
    recordedAt: tx.command.at,
    byId: who.staffId,
  });
  if (input.someoneElse || !countsAsReply(row, complaint)) return;
  tell(tx, desk, who, {
    id: complaint.id,
    version: complaint.version,
    channel: channelOf[input.way],
    withWhom: input.toWhom,
    complainantId: input.complainantId,
    words: `${row.title} ${row.number}`,
    written: true,
    happenedAt,
  });
}
