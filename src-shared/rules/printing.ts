/**
 * Papers and what is printed on them. Lengths in millimetres. Pure: the screen draws its sheets by it, the desktop tells the printer
 * the same size.
 */

/** What leaves on paper: reports, letters, record forms, lists, the recovery code. */
export const printKinds = ['report', 'letter', 'record', 'list', 'recovery'] as const;
export type PrintKind = (typeof printKinds)[number];

/** A4; half of it lying on its side; the 80 mm roll of a receipt printer. */
export const papers = ['a4', 'half', 'roll'] as const;
export type Paper = (typeof papers)[number];

/** The papers that each kind can stand on, the usual one first. Wide tables need the whole sheet. */
export const papersOf: Record<PrintKind, readonly [Paper, ...Paper[]]> = {
  report: ['a4'],
  letter: ['a4', 'half'],
  record: ['a4', 'half'],
  list: ['a4'],
  recovery: ['a4', 'half', 'roll'],
};

/** The paper that was chosen, or the usual one where the kind does not go onto it. */
export function paperFor(kind: PrintKind, chosen: Paper | undefined): Paper {
  const [usual] = papersOf[kind];
  return chosen !== undefined && papersOf[kind].includes(chosen) ? chosen : usual;
}

/** Width and height of the sheet; a roll is as long as what stands on it. */
const sizes = {
  a4: { width: 210, height: 297 },
  half: { width: 210, height: 148 },
  roll: { width: 80, height: null },
} as const satisfies Record<Paper, { width: number; height: number | null }>;

/** White edges of a sheet. A roll has none of its own: its printer feeds paper before and after. */
const margins: Record<Paper, string> = { a4: '22mm 16mm 20mm', half: '18mm 14mm 14mm', roll: '0' };

/** Shorter pieces jam in the cutter; longer ones are a mistake and not a receipt. */
export const LEAST_ROLL = 50;
export const MOST_ROLL = 3000;

export type Sheet = {
  paper: Paper;
  /** A4 on its side. */
  wide?: boolean | undefined;
  /** How long the content of a roll is; other papers have a height of their own. */
  length?: number | undefined;
};

/** Width and height of the sheet as it lies before the reader, in whole millimetres. */
export function sheetSize({ paper, wide = false, length = 0 }: Sheet): { width: number; height: number } {
  const { width, height } = sizes[paper];
  if (height === null) return { width, height: Math.min(Math.max(Math.ceil(length), LEAST_ROLL), MOST_ROLL) };
  return wide && paper === 'a4' ? { width: height, height: width } : { width, height };
}

/** The declarations of an `@page` rule for the sheet. */
export function pageRule(sheet: Sheet): string {
  const { width, height } = sheetSize(sheet);
  return `size: ${width}mm ${height}mm; margin: ${margins[sheet.paper]};`;
}

/** Room for a running head and page numbers; a roll is one piece and shows them in its text. */
export const hasMarginBoxes = (paper: Paper): boolean => paper !== 'roll';

/**
 * A numbered document is noted before it is printed, so that none leaves without a trace, and every later copy says that it is one.
 * `copy` counts from 1.
 */
export const isReprint = (copy: number): boolean => copy > 1;
