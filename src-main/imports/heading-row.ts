import { type Cell, cellText, isBlank, type SheetRow } from '#shared/rules/import-cells.ts';
import { guessHeading, type HeadingMeaning } from '#shared/rules/import-fields.ts';
import { plainText } from '#shared/rules/import-row-kinds.ts';
import words from '#shared/rules/import-words.json' with { type: 'json' };

/** Where the headings of a sheet stand: below titles and notes, in one row or two, with a row of units or hints below them or not. */

export type Heading = { readonly index: number; readonly text: string };
type Candidate = { readonly headings: readonly Heading[]; readonly last: number; readonly found: ReadonlySet<HeadingMeaning> };

/** Least columns with a meaning, the name among them, that make a row the heading. */
const LEAST_COLUMNS = 2;

/** How much a sheet looks like a list of students: a column of names first, then the columns with a meaning; 0 = no heading row. */
export function headingScore(rows: readonly SheetRow[]): number {
  const found = bestHeading(rows)?.found;
  return found === undefined ? 0 : found.size + (found.has('name') ? 100 : 0);
}

/** The heading row among the first rows, `last` with the hints below it; null when there is none. */
export function findHeading(rows: readonly SheetRow[]): Candidate | null {
  const best = bestHeading(rows);
  if (best === null || !isHintRow(rows[best.last], rows[best.last + 1])) return best;
  return { ...best, last: best.last + 1 };
}

function bestHeading(rows: readonly SheetRow[]): Candidate | null {
  let best: Candidate | null = null;
  rows.forEach((row, at) => {
    const single = candidate(
      row.cells.map((cell) => headingText(cell)),
      at,
    );
    if (single.found.size > (best?.found.size ?? 0)) best = single;
    const next = rows[at + 1];
    if (next === undefined || next.row !== row.row + 1) return;
    const double = candidate(joined(row, next), at + 1);
    const alone = candidate(
      next.cells.map((cell) => headingText(cell)),
      at + 1,
    );
    if (double.found.size > Math.max(best?.found.size ?? 0, alone.found.size)) best = double;
  });
  const found = best as Candidate | null;
  if (found === null || found.found.size < LEAST_COLUMNS) return null;
  return found.found.has('name') || found.found.size >= 4 ? found : null;
}

const hint = new RegExp(`^(?:${words.headingHints.join('|')})$`);

/** A row of units or of what is to be filled in (（节）, 必填, 如 2024-03-05), directly below the headings: it belongs to them. */
function isHintRow(heading: SheetRow | undefined, row: SheetRow | undefined): boolean {
  if (heading === undefined || row?.row !== heading.row + 1) return false;
  const filled = row.cells.filter((cell) => !isBlank(cell));
  return filled.length > 0 && filled.every((cell) => typeof cell === 'string' && hint.test(plainText(cell)));
}

const headingText = (cell: Cell | undefined): string => (typeof cell === 'string' ? cell : '');

/** Headings in two rows: `家长` over `姓名`, `电话` reads `家长姓名`, `家长电话`; a group reaches as far as the cells beside it are empty. */
function joined(upper: SheetRow, lower: SheetRow): string[] {
  let group = '';
  return Array.from({ length: Math.max(upper.cells.length, lower.cells.length) }, (_, i) => {
    const above = headingText(upper.cells[i]);
    const below = headingText(lower.cells[i]);
    if (!isBlank(above)) group = above;
    else if (isBlank(below)) group = '';
    if (isBlank(below)) return above;
    return joinedHeading(cellText(group), cellText(below));
  });
}

/** Both words as they stand, then with the group shortened to its first word (`家长信息`), in either order. */
function joinedHeading(group: string, below: string): string {
  const short = group.slice(0, 2);
  const exact = [group + below, short + below, below + short].find((text) => group !== '' && guessHeading(text)?.sure === 3);
  if (exact !== undefined) return exact;
  const meaning = guessHeading(below)?.meaning;
  const isPhoneOf = group !== '' && meaning === 'phone' && guessHeading(group + below)?.meaning.endsWith('Phone') === true;
  return meaning === undefined || isPhoneOf ? group + below : below;
}

function candidate(texts: readonly string[], last: number): Candidate {
  const headings = texts.flatMap((text, index) => (isBlank(text) ? [] : [{ index, text: oneLine(text) }]));
  const found = new Set<HeadingMeaning>();
  for (const { text } of headings) {
    const guess = guessHeading(text);
    if (guess !== null) found.add(guess.meaning);
  }
  return { headings, last, found };
}

/** Blanks and line breaks between Han characters go, others become one space. */
function oneLine(text: string): string {
  return cellText(text).replace(/(?<=\p{Script=Han})\s+(?=\p{Script=Han})/gu, '');
}
