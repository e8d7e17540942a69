import { and, eq, isNull } from 'drizzle-orm';
import type { Changes, Notice } from '#main/base/changes.ts';
import type { Ids } from '#main/base/ids.ts';
import type { Db, Tx } from '#main/db/open.ts';
import { insertRow } from '#main/db/rows.ts';
import { zoneOf } from '#main/settings/service.ts';
import type { Severity } from '#shared/contract/fields.ts';
import type { Message } from '#shared/contract/messages.ts';
import { type ComplaintPolicy, raisesNotice, withPolicyDefaults } from '#shared/rules/complaint-policy.ts';
import { dayOf, dayStart, MINUTE } from '#shared/rules/zone.ts';
import { messagesTable } from './tables.ts';

export type NewMessage = {
  kind: Message['kind'];
  /** When it should have been told; null = now. */
  dueAt?: number | null;
  ref: Message['ref'];
  values?: Message['values'];
};

// Notices of a command wait here until it is committed; a rolled-back one takes its own with it.
const pending = new WeakMap<Tx, Notice[]>();

/**
 * Whether the policy of the complaint keeps this from the operating system: a kind that it does not send, or quiet hours. The line
 * in the bell is written all the same.
 */
function isSilent(db: Tx, kind: string, ref: Message['ref']): boolean {
  if (ref.kind !== 'complaint') return false;
  const row = db.get<{ severity: Severity; body: string }>(
    'SELECT c.severity, p.body FROM complaints c JOIN complaint_policies p ON p.id = c.policy_id WHERE c.id = ?',
    [ref.id],
  );
  if (!row) return false;
  const policy = policyOf(row.body);
  const minute = Math.floor((db.command.at - dayStart(dayOf(db.command.at, zoneOf(db)), zoneOf(db))) / MINUTE);
  return !raisesNotice(policy.severities[row.severity], row.severity, kind, minute);
}

let known: { text: string; policy: ComplaintPolicy } | undefined;

/** Nearly always the same version: read once. */
function policyOf(text: string): ComplaintPolicy {
  if (known?.text !== text) known = { text, policy: withPolicyDefaults(JSON.parse(text) as ComplaintPolicy) };
  return known.policy;
}

/** Tells people something: one line in the bell of each, and a notice for the operating system once the command is saved. */
export function tellStaff(tx: Tx, ids: Ids, staffIds: Iterable<string>, message: NewMessage): void {
  const to = [...new Set(staffIds)];
  if (to.length === 0) return;
  const { kind, dueAt = null, ref, values = {} } = message;
  for (const staffId of to) {
    insertRow(tx, messagesTable, {
      id: ids.next(),
      staffId,
      kind,
      at: tx.command.at,
      dueAt,
      refKind: ref.kind,
      refId: ref.id,
      refNumber: ref.number,
      vals: values,
    });
  }
  const notices = pending.get(tx) ?? [];
  const silent = isSilent(tx, kind, ref);
  notices.push({ code: kind, data: { staffIds: to, ref, ...(silent ? { silent } : {}) } });
  pending.set(tx, notices);
}

/** The notices that a command gathered. Take them inside the command, publish them after it. */
export function noticesOf(tx: Tx): Notice[] {
  return pending.get(tx) ?? [];
}

/** Takes back the notices after the first `count`: a part of the command was rolled back. */
export function forgetNotices(tx: Tx, count: number): void {
  pending.get(tx)?.splice(count);
}

/** Publishes the notices of a saved command. */
export function publishNotices(changes: Pick<Changes, 'publish'>, notices: readonly Notice[]): void {
  for (const notice of notices) changes.publish(['messages'], notice);
}

/** The figure at the bell of one person. */
export function unreadCount(db: Db, staffId: string): number {
  return db.get<{ n: number }>('SELECT count(*) AS n FROM messages WHERE staff_id = ? AND read_at IS NULL', [staffId])?.n ?? 0;
}

type Page = { messages: Message[]; next: string | null; unread: number };

/** The bell of one person, newest first. `cursor` is the `next` of the page before. */
export function listMessages(db: Db, staffId: string, cursor: string | undefined, limit: number): Page {
  const [at, id] = cursor ? cursor.split('.') : [];
  const rows = db.all<{
    id: string;
    kind: Message['kind'];
    at: number;
    dueAt: number | null;
    refKind: Message['ref']['kind'];
    refId: string;
    refNumber: string;
    vals: string;
    readAt: number | null;
  }>(
    `SELECT id, kind, at, due_at AS dueAt, ref_kind AS refKind, ref_id AS refId, ref_number AS refNumber, vals, read_at AS readAt
     FROM messages WHERE staff_id = $me AND (at, id) < ($at, $id) ORDER BY at DESC, id DESC LIMIT $limit`,
    { me: staffId, at: at ? Number(at) : Number.MAX_SAFE_INTEGER, id: id ?? '', limit: limit + 1 },
  );
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    messages: page.map(({ refKind, refId, refNumber, vals, ...rest }) => ({
      ...rest,
      ref: { kind: refKind, id: refId, number: refNumber },
      values: JSON.parse(vals) as Message['values'],
    })),
    next: rows.length > limit && last ? `${last.at}.${last.id}` : null,
    unread: unreadCount(db, staffId),
  };
}

/** Marks messages as read; ids of other people's messages are passed over. */
export function markRead(tx: Tx, staffId: string, ids: readonly string[]): void {
  for (const id of ids) {
    tx.update(messagesTable)
      .set({ readAt: tx.command.at })
      .where(and(eq(messagesTable.id, id), eq(messagesTable.staffId, staffId), isNull(messagesTable.readAt)))
      .run();
  }
}
