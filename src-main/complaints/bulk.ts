import type { z } from 'zod';
import type { Identity } from '#main/base/os.ts';
import type { Db, Tx } from '#main/db/open.ts';
import { forgetNotices, noticesOf } from '#main/messages/service.ts';
import type { bulkAct, bulkRefusal } from '#shared/contract/complaint-list.ts';
import { Failure, isFailure } from '#shared/contract/failure.ts';
import type { Person } from '#shared/contract/fields.ts';
import { mustHandle } from './access.ts';
import type { Act, Desk } from './desk.ts';
import { assign } from './dispatch.ts';
import { complaintForAct } from './load.ts';
import { writeEntry } from './log.ts';
import { close } from './resolve.ts';
import { saveComplaint } from './standing.ts';

export type BulkAct = z.infer<typeof bulkAct>;
export type Refusal = z.infer<typeof bulkRefusal>;

const TAGS_MOST = 20;
/** Choices are read from the newest complaints: what nobody used in a thousand of them is not looked for. */
const LOOKED_AT = 1000;

/** Puts tags on a complaint and takes others off; what changes nothing writes nothing. Errors: NOT_FOUND, STALE, FORBIDDEN, INVALID. */
function tag(tx: Tx, desk: Desk, who: Identity, input: Act & { add: readonly string[]; remove: readonly string[] }): void {
  const complaint = complaintForAct(tx, input);
  mustHandle(tx, who, complaint);
  const kept = complaint.tags.filter((each) => !input.remove.includes(each));
  const tags = [...new Set([...kept, ...input.add])];
  if (tags.length > TAGS_MOST) throw new Failure('INVALID', { field: 'tags', reason: 'too_many_tags' });
  if (JSON.stringify(tags) === JSON.stringify(complaint.tags)) return;
  writeEntry(tx, desk.ids, complaint, { kind: 'system', text: 'tagged', vals: { tags: tags.join('、') } });
  saveComplaint(tx, complaint, { tags });
}

function one(tx: Tx, desk: Desk, who: Identity, item: Act, act: BulkAct): void {
  if (act.do === 'assign') assign(tx, desk, who, { ...item, staffId: act.staffId, reason: act.reason });
  else if (act.do === 'tag') tag(tx, desk, who, { ...item, add: act.add, remove: act.remove });
  else close(tx, desk, who, item);
}

/**
 * One act on many complaints in one command, so that one undo takes all of it back. Each stands for itself: what refuses is rolled back alone
 * and told with its reason, the others go on. Errors: none of its own.
 */
export function bulk(
  tx: Tx,
  desk: Desk,
  who: Identity,
  { items, act }: { items: readonly Act[]; act: BulkAct },
): { done: number; refused: Refusal[] } {
  const refused: Refusal[] = [];
  for (const item of items) {
    const told = noticesOf(tx).length;
    tx.run('SAVEPOINT bulk_one');
    try {
      one(tx, desk, who, item, act);
    } catch (error) {
      if (!isFailure(error)) throw error;
      tx.run('ROLLBACK TO bulk_one');
      forgetNotices(tx, told);
      const number = tx.get<{ number: string }>('SELECT number FROM complaints WHERE id = ?', [item.id])?.number ?? '';
      refused.push({ id: item.id, number, code: error.code, data: error.data as Record<string, unknown> });
    }
    tx.run('RELEASE bulk_one');
  }
  return { done: items.length - refused.length, refused };
}

/** What the filters of the list can offer, the most used first. */
export function listChoices(db: Db): { tags: string[]; causes: string[]; about: Person[] } {
  const newest = `SELECT id, tags, root_cause FROM complaints ORDER BY received_at DESC, id DESC LIMIT ${LOOKED_AT}`;
  const values = (sql: string) => db.all<{ value: string }>(sql).map((row) => row.value);
  return {
    tags: values(
      `SELECT t.value FROM (${newest}) c CROSS JOIN json_each(c.tags) t WHERE c.tags <> '[]' GROUP BY t.value ORDER BY count(*) DESC, t.value LIMIT 100`,
    ),
    causes: values(
      `SELECT c.root_cause AS value FROM (${newest}) c WHERE c.root_cause <> '' GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 100`,
    ),
    about: db.all<Person>(
      `SELECT s.id, s.name FROM (${newest}) c CROSS JOIN complaint_staff m ON m.complaint_id = c.id JOIN staff s ON s.id = m.staff_id GROUP BY s.id ORDER BY count(*) DESC, s.name LIMIT 200`,
    ),
  };
}
