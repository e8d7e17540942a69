import type { Ids } from '#main/base/ids.ts';
import type { Db, Tx } from '#main/db/open.ts';
import { insertRow, selectRow, selectRows } from '#main/db/rows.ts';
import { BLANK_ENTRY, type Complaint, complaintEntriesTable, type Entry } from './tables.ts';

export type NewEntry = Pick<Entry, 'kind'> & Partial<Omit<Entry, 'id' | 'complaintId' | 'recordedAt' | 'recordedBy' | 'voids'>>;

const actorOf = (tx: Tx): string | null => (tx.command.actor.kind === 'person' ? tx.command.actor.staffId : null);

/** Writes one line of the log; what the program notes itself is a sentence key in `text` with `vals`. */
export function writeEntry(tx: Tx, ids: Ids, complaint: Pick<Complaint, 'id' | 'cycle'>, entry: NewEntry): Entry {
  const written: Entry = {
    id: ids.next(),
    complaintId: complaint.id,
    cycle: complaint.cycle,
    happenedAt: tx.command.at,
    ...BLANK_ENTRY,
    ...entry,
    recordedAt: tx.command.at,
    recordedBy: actorOf(tx),
  };
  insertRow(tx, complaintEntriesTable, written);
  return written;
}

/** The log in the order in which things happened; entries that were taken back are marked, the taking back itself is left out. */
export function entriesOf(db: Db, complaintId: string): (Entry & { voided: boolean })[] {
  const rows = selectRows(db, complaintEntriesTable, 'WHERE complaint_id = ? ORDER BY happened_at, id', [complaintId]);
  const voided = new Set(rows.flatMap((row) => (row.voids === null ? [] : [row.voids])));
  return rows.filter((row) => row.voids === null).map((row) => ({ ...row, voided: voided.has(row.id) }));
}

/**
 * What undo writes instead of deleting an entry: one that voids it; taking that back writes the entry anew. `image` is the row as
 * the history keeps it.
 */
export function counterEntry(tx: Tx, ids: Ids, image: Readonly<Record<string, unknown>>): void {
  const find = (id: string) => selectRow(tx, complaintEntriesTable, 'WHERE id = ?', [id]);
  const entry = find(String(image.id));
  if (!entry) return;
  const original = entry.voids === null ? null : find(entry.voids);
  if (original) {
    insertRow(tx, complaintEntriesTable, { ...original, id: ids.next() });
    return;
  }
  insertRow(tx, complaintEntriesTable, {
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
  });
}
