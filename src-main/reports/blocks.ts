import type { Lang } from '#shared/contract/fields.ts';

/** A report between value and drawing: what stands where, in words, with numbers still numbers. */

export type Align = 'left' | 'right';
export type Column = { text: string; align: Align };

type Content =
  | { kind: 'text'; text: string /** Number of its definition in the appendix. */; note?: number }
  | { kind: 'count'; value: number; sign?: '+' | '−' }
  /** `from`: the columns of the same row that hold both integers; a fraction holds both. */
  | { kind: 'share'; numerator: number; denominator: number | null; from?: readonly [numerator: number, denominator: number] }
  /** One column on paper ("39/41"), two with real numbers in a spreadsheet. */
  | { kind: 'fraction'; numerator: number | null; denominator: number | null }
  | { kind: 'minutes'; value: number | null }
  | { kind: 'target'; value: number; text: string }
  /** Adds the cells to its left, each times its factor; a formula where formulas can be. */
  | { kind: 'sum'; value: number; terms: readonly number[] }
  /** Adds the cells above it. */
  | { kind: 'total'; value: number }
  | { kind: 'none' };
export type Cell = Content & { strong?: boolean };
export type Row = { cells: readonly Cell[]; strong?: boolean };

export type Table = { kind: 'table'; id: string; columns: readonly Column[]; rows: readonly Row[] };
export type Definitions = { kind: 'definitions'; columns: readonly Column[]; items: readonly { n: number; name: string; text: string }[] };
export type Block = Table | Definitions | { kind: 'note'; text: string };

/** Sections with the same `sheet` stand on one sheet of a spreadsheet. */
export type Section = { name: string; sheet: string; blocks: readonly Block[] };

export type Layout = {
  lang: Lang;
  fileName: string;
  title: string;
  centre: string;
  number: string;
  subtitle: string;
  zone: string;
  generated: string;
  /** What stands where there is no value. */
  none: string;
  /** With the places `{{page}}` and `{{pages}}`. */
  page: string;
  split: { numerator: string; denominator: string };
  sections: readonly (Section & { heading: string })[];
  signatures: readonly string[];
};
