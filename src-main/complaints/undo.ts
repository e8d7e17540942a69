import { eq } from 'drizzle-orm';
import { type CommandRow, commandRow } from '#main/base/chain.ts';
import type { Commands } from '#main/base/command.ts';
import { type CounterEntry, revertRows } from '#main/base/undo.ts';
import type { Calendars } from '#main/calendar/service.ts';
import { counterEvent, type Moved, recompute } from '#main/clocks/service.ts';
import { houseRegistry } from '#main/db/house-registry.ts';
import type { Tx } from '#main/db/open.ts';
import type { Desk } from './desk.ts';
import { complaintById, pausesOfComplaint, subjectOf } from './load.ts';
import { counterEntry, writeEntry } from './log.ts';
import { withdrawNow } from './resolve.ts';
import { splitOff } from './split.ts';
import { refresh } from './standing.ts';
import { complaintsTable } from './tables.ts';

/** Undo of an act: rows as they were, counter-entries in the logs, then everything that follows from them is brought in line. */
export const UNDO_ACT = { handler: 'complaints.act' } as const;
/** Undo of a split: the complaint that it made stays, withdrawn; everything else as it was. */
export const UNDO_SPLIT = { handler: 'complaints.split' } as const;
/** Undo of a recording: the complaint stays, withdrawn; its number is not used again. */
export const UNDO_RECORDING = { handler: 'complaints.record' } as const;

function complaintsOf(tx: Tx, row: CommandRow): string[] {
  return tx
    .all<{ id: string }>(`SELECT DISTINCT row_id AS id FROM history WHERE id BETWEEN ? AND ? AND table_name = 'complaints'`, [
      row.history_from,
      row.history_to,
    ])
    .map((each) => each.id);
}

/** Registers how commands on complaints are taken back. Called once for each connection that writes. */
export function registerUndo(commands: Commands, desk: Desk): void {
  const counterEntries = new Map<string, CounterEntry>([
    ['complaint_entries', (tx, row) => counterEntry(tx, desk.ids, row)],
    ['clock_events', (tx, row) => counterEvent(tx, desk.ids, row)],
  ]);
  for (const [table, write] of counterEntries) commands.registerCounterEntry(table, write);
  const takeBack = (tx: Tx, row: CommandRow, split: string | null) => {
    const touched = complaintsOf(tx, row).filter((id) => id !== split);
    const versions = new Map(touched.map((id) => [id, complaintById(tx, id).version]));
    const keeps = (table: string, rowId: string, image: Readonly<Record<string, unknown>>) =>
      split !== null && ((table === 'complaints' && rowId === split) || image.complaint_id === split || image.subject_id === split);
    revertRows(tx, row, { counterEntries, appendOnly: new Set(houseRegistry.appendOnly), keeps });
    for (const id of touched) {
      // A screen that has seen the undone act must be told that it is stale.
      tx.update(complaintsTable)
        .set({ version: (versions.get(id) ?? 0) + 1 })
        .where(eq(complaintsTable.id, id))
        .run();
      oneOpenState(tx, id);
      refresh(tx, id);
    }
  };
  commands.registerUndo(UNDO_ACT.handler, (tx, undone) => takeBack(tx, commandRow(tx, undone), null), { redo: true });
  commands.registerUndo(UNDO_SPLIT.handler, (tx, undone) => {
    const row = commandRow(tx, undone);
    const made = splitOff(tx, row);
    takeBack(tx, row, made);
    const complaint = made === null ? null : complaintById(tx, made);
    if (complaint && complaint.state !== 'withdrawn') withdrawNow(tx, desk, complaint, 'undone', 'recording_undone');
  });
  commands.registerUndo(UNDO_RECORDING.handler, (tx, undone) => {
    for (const id of complaintsOf(tx, commandRow(tx, undone))) {
      const complaint = complaintById(tx, id);
      if (complaint.state !== 'withdrawn') withdrawNow(tx, desk, complaint, 'undone', 'recording_undone');
    }
  });
}

/** What the program ended by itself in between (a wait) has begun a state of its own, which the old one now stands for again. */
function oneOpenState(tx: Tx, id: string): void {
  const open = tx.all<{ id: string; state: string }>(
    'SELECT id, state FROM complaint_states WHERE complaint_id = ? AND to_at IS NULL ORDER BY from_at, id',
    [id],
  );
  const kept = open.find((each) => each.state === complaintById(tx, id).state) ?? open[0];
  for (const each of open) if (each.id !== kept?.id) tx.run('DELETE FROM complaint_states WHERE id = ?', [each.id]);
}

/**
 * Opening hours or statutory days changed: the due times of open clocks that were not missed follow, each with a line in its
 * complaint's log; what only the wait moved has none. `was`: the calendars before the change, null = not known (a newer program brought
 * them). Answers how many clocks moved.
 */
export function recomputeAll(tx: Tx, desk: Desk, was: Calendars | null): number {
  const open = tx.all<{ id: string }>(
    `SELECT DISTINCT subject_id AS id FROM clocks WHERE stopped_at IS NULL AND subject_kind = 'complaint'`,
  );
  let count = 0;
  for (const { id } of open) {
    const complaint = complaintById(tx, id);
    const moved = recompute(tx, subjectOf(complaint), pausesOfComplaint(tx, id), was);
    for (const each of moved) noteMoved(tx, desk, complaint, each);
    refresh(tx, id);
    count += moved.length;
  }
  return count;
}

function noteMoved(tx: Tx, desk: Desk, complaint: { id: string; cycle: number }, { clock, before, after }: Moved): void {
  writeEntry(tx, desk.ids, complaint, { kind: 'system', text: 'deadline_moved', vals: { clock: clock.clock, before, after } });
}
