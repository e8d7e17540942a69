import type { RowsBehind } from '#shared/contract/reports.ts';
import type { Align, Cell, Column, Row } from './blocks.ts';
import type { Words } from './words.ts';

/** What the blocks of every report are put together from. */

export const text = (value: string): Cell => ({ kind: 'text', text: value });
/** A number of things, whole. */
export const count = (value: number): Cell => ({ kind: 'count', value });
/** A number whose rows open with a click. */
export const opening = (cell: Cell, key: RowsBehind['key'], split = '', part: RowsBehind['part'] = 'numerator'): Cell => ({
  ...cell,
  rows: { key, part, split },
});
/** A part of a whole, kept as its two integers; without a denominator there is no share. */
export const share = (numerator: number, denominator: number | null): Cell => ({ kind: 'share', numerator, denominator });

/** Heads of a table from words `col.<name>`: the first column stands left, the others right, unless one says otherwise. */
export function columns(t: Words, ...names: (string | [name: string, align: Align])[]): Column[] {
  return names.map((each, index) => {
    const [name, align] = typeof each === 'string' ? [each, index === 0 ? ('left' as const) : ('right' as const)] : each;
    return { text: t(`col.${name}`), align };
  });
}

/** A share that stands beside its own integers, so that a spreadsheet can show how it came about. */
export function fromColumns(cell: Cell, from: readonly [number, number]): Cell {
  return cell.kind === 'share' ? { ...cell, from } : cell;
}

/** A last row that adds up the columns above it. */
export function totalRow(label: string, rows: readonly Row[], width: number): Row {
  const cells = Array.from({ length: width - 1 }, (_, index): Cell => {
    const value = rows.reduce((total, row) => {
      const cell = row.cells[index + 1];
      return total + (cell?.kind === 'count' ? cell.value : 0);
    }, 0);
    return { kind: 'total', value };
  });
  return { strong: true, cells: [text(label), ...cells] };
}

/** `YYYY-MM-DD` as the language writes a day; both padded and bare parts are offered to the words. */
export function dayText(day: string, t: Words): string {
  const [y = '', mm = '', dd = ''] = day.split('-');
  return t('day', { y, mm, dd, m: Number(mm), d: Number(dd) });
}
