import { asc, eq } from 'drizzle-orm';
import type { Ids } from '#main/base/ids.ts';
import type { Db, Tx } from '#main/db/open.ts';
import { type Complaint, complaintEntriesTable, type Entry } from './tables.ts';

export type NewEntry = Pick<Entry, 'kind'> & Partial<Omit<Entry, 'id' | 'complaintId' | 'recordedAt' | 'recordedBy' | 'voids'>>;

const actorOf = (tx: Tx): string | null => (tx.command.actor.kind === 'person' ? tx.command.actor.staffId : null);

/** Writes one line of the log; what the program notes itself is a sentence key in `text` with `vals`. */
export function writeEntry(tx: Tx, ids: Ids, complaint: Pick<Complaint, 'id' | 'cycle'>, entry: NewEntry): Entry {
  const written: Entry = {
    id: ids.next(),
    complaintId: complaint.id,
    cycle: complaint.cycle,
    happenedAt: tx.command.at,
    channel: null,
    direction: null,
    outcome: null,
    withWhom: '',
    words: '',
    toldProgress: false,
    toldResult: false,
    promisedUntil: null,
    text: '',
    vals: {},
    voids: null,
    ...entry,
    recordedAt: tx.command.at,
    recordedBy: actorOf(tx),
  };
  tx.insert(complaintEntriesTable).values(written).run();
  return written;
}

/** The log in the order in which things happened; entries that were taken back are marked, the taking back itself is left out. */
export function entriesOf(db: Db, complaintId: string): (Entry & { voided: boolean })[] {
  const rows = db
    .select()
    .from(complaintEntriesTable)
    .where(eq(complaintEntriesTable.complaintId, complaintId))
    .orderBy(asc(complaintEntriesTable.happenedAt), asc(complaintEntriesTable.id))
    .all();
  const voided = new Set(rows.flatMap((row) => (row.voids === null ? [] : [row.voids])));
  return rows.filter((row) => row.voids === null).map((row) => ({ ...row, voided: voided.has(row.id) }));
}

/**
 * What undo writes instead of deleting an entry: one that voids it; taking that back writes the entry anew. `image` is the row as
 * the history keeps it.
 */
export function counterEntry(tx: Tx, ids: Ids, image: Readonly<Record<string, unknown>>): void {
  const find = (id: string) => tx.select().from(complaintEntriesTable).where(eq(complaintEntriesTable.id, id)).get();
  const entry = find(String(image.id));
  if (!entry) return;
  const original = entry.voids === null ? null : find(entry.voids);
  if (original) {
    tx.insert(complaintEntriesTable)
      .values({ ...original, id: ids.next() })
      .run();
    return;
  }
  tx.insert(complaintEntriesTable)
    .values({
      ...entry,
      id: ids.next(),
      words: '',
      withWhom: '',
      toldProgress: false,
      toldResult: false,
      promisedUntil: null,
      text: 'voided',
      vals: {},
      recordedAt: tx.command.at,
      recordedBy: actorOf(tx),
      voids: entry.id,
    })
    .run();
}
