import { type Cell, serialToDay } from '#shared/rules/import-cells.ts';

/** The day on which cells are read. */
const TODAY = '2026-11-21';
export const options = { today: TODAY };
export const dateCell = (serial: number): Cell => ({ kind: 'date', serial, day: serialToDay(serial) });
/** What a cell was read as, or the reason why it was not. */
export const of = <T>(parsed: { value?: T | null; reason?: string }): T | null | string | undefined => parsed.reason ?? parsed.value;
