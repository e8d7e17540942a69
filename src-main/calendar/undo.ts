import type { Commands } from '#main/base/command.ts';
import { historyOfCommand } from '#main/db/history.ts';
import { readGroup, writeGroup } from '#main/settings/service.ts';
import type { OpeningHours } from '#shared/contract/calendar.ts';
import { DEFAULT_OPENING } from '#shared/rules/calendar.ts';
import type { CalendarDeps } from './service.ts';

/** Undo of opening hours: the hours before them come back, and the clocks follow once more. */
export const UNDO_OPENING = { handler: 'calendar.opening' } as const;

/** Registers how the calendar's commands are taken back. Called once for each connection that writes. */
export function registerCalendar({ commands, ...deps }: CalendarDeps & { commands: Commands }): void {
  commands.registerUndo(UNDO_OPENING.handler, (tx, undone) => {
    const change = historyOfCommand(tx, undone.id).find((each) => each.table === 'settings' && each.rowId === 'opening');
    const { zone: _zone, ...defaults } = DEFAULT_OPENING;
    const before = typeof change?.before?.value === 'string' ? (JSON.parse(change.before.value) as OpeningHours) : defaults;
    writeGroup(tx, 'opening', before, readGroup(tx, 'opening')?.version ?? 0);
    deps.events.emit(tx, 'calendar.changed', {});
  });
}
