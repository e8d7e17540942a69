/** What a cell of a sheet holds, whatever the file's format. */

/** A number that the sheet shows as a date: `serial` is the number as it stands in the file, `day` null where it lies outside the calendar. */
export type DateCell = { readonly kind: 'date'; readonly serial: number; readonly day: string | null };
/** `#REF!` and the like, or a formula whose value was never computed. */
export type ErrorCell = { readonly kind: 'error'; readonly code: string };
export type Cell = string | number | boolean | DateCell | ErrorCell | null;
/** `row` is the number that a spreadsheet shows at the left. Rows without any value are left out by the readers. */
export type SheetRow = { readonly row: number; readonly cells: readonly Cell[] };

const DAY_MS = 86_400_000;
const HALF_SECOND = 0.5 / 86_400;

/** The day of an Excel serial of the 1900 system (with its 29 February 1900 that never was), or null outside 1900–2199. */
export function serialToDay(serial: number): string | null {
  if (!Number.isFinite(serial) || serial < 1 || serial >= 109_575) return null;
  const whole = Math.floor(serial + HALF_SECOND);
  if (whole === 60) return null;
  return new Date(Date.UTC(1899, 11, whole < 60 ? 31 : 30) + whole * DAY_MS).toISOString().slice(0, 10);
}

/** The cell as a person reads it, on one line: line breaks, tabs and runs of blanks are one space; numbers without float noise. */
export function cellText(cell: Cell | undefined): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'string') return tidy(cell);
  if (typeof cell === 'number') return numberText(cell);
  if (typeof cell === 'boolean') return cell ? 'TRUE' : 'FALSE';
  return cell.kind === 'date' ? (cell.day ?? numberText(cell.serial)) : cell.code;
}

/** As cellText, but a text keeps its line breaks (remarks). */
export function cellLongText(cell: Cell | undefined): string {
  return typeof cell === 'string' ? cell.replace(/\r\n?/g, '\n').trim() : cellText(cell);
}

/** The cell with nothing changed, for the list of errors: what stands there is what is shown. */
export function cellAsWritten(cell: Cell | undefined): string {
  return typeof cell === 'string' ? cell : cellText(cell);
}

/** True for nothing at all and for blanks only. */
export function isBlank(cell: Cell | undefined): boolean {
  return cell === null || cell === undefined || (typeof cell === 'string' && tidy(cell) === '');
}

function tidy(text: string): string {
  if (PLAIN.test(text)) return text;
  return text
    .toWellFormed()
    .replace(/[\s\u00a0\u3000\u200b-\u200f\u2060\ufeff\p{Cc}]+/gu, ' ')
    .trim();
}
/** Nothing to tidy: the usual case, and worth a short cut in a sheet of a million cells. */
const PLAIN = /^[!-~\u4e00-\u9fff\uff01-\uff5e]*$/;

function numberText(value: number): string {
  if (Number.isInteger(value)) return Math.abs(value) < 1e21 ? BigInt(value).toString() : String(value);
  return String(Number(value.toPrecision(15)));
}
