import type { Blob } from 'node:buffer';
import type Stream from 'node:stream';
import writeXlsxFile, { type CellObject, type Feature, type Sheet, type Row as SheetRow } from 'write-excel-file/node';
import { neutralised } from '#main/base/cells.ts';
import { permille } from '#shared/rules/reports.ts';
import type { Cell, Layout, Section, Table } from './blocks.ts';

/**
 * The spreadsheet of a report: real numbers, percentages with a format, formulas where a manager would check a sum. Each
 * formula carries its result, so that a preview that calculates nothing shows the same.
 */

const HEAD_FILL = '#F0F1FB';
const LINE = '#CDD1DA';
/** Bold rules above a total. */
const RULE = { topBorderStyle: 'thin', topBorderColor: '#4F5665' } as const;
const WIDEST = 60;
const DEFINITION_WIDTH = 96;

/** What the writer may put into a workbook. */
type FileContent = Stream | Buffer | Blob;
type Written = { cell: CellObject; result?: number };
const string = (text: string): Written => ({ cell: { type: String, value: neutralised(text) } });
const number = (value: number, format = '#,##0'): Written => ({ cell: { type: Number, value, format, align: 'right' } });
const formula = (text: string, result: number, format = '#,##0'): Written => ({
  cell: { type: 'Formula', value: text, format, align: 'right' },
  result,
});

const letter = (column: number) => String.fromCharCode(65 + column);

/** Where each column of the layout begins on the sheet: a fraction takes two. */
function placesOf(table: Table): number[] {
  const sample = table.rows[0]?.cells ?? [];
  let next = 0;
  return table.columns.map((_, index) => {
    const at = next;
    next += sample[index]?.kind === 'fraction' ? 2 : 1;
    return at;
  });
}

type Place = { row: number; places: readonly number[]; column: number; firstRow: number; none: string };

function percent(cell: Extract<Cell, { kind: 'share' }>, { row, places, none }: Place): Written {
  const { numerator, denominator, from } = cell;
  if (denominator === null || permille(numerator, denominator) === null) return { cell: { ...string(none).cell, align: 'right' } };
  const ratio = numerator / denominator;
  if (!from) return number(ratio, '0.0%');
  const [top, bottom] = from;
  const under = (places[bottom] ?? 0) + (top === bottom ? 1 : 0);
  return formula(`${letter(places[top] ?? 0)}${row}/${letter(under)}${row}`, ratio, '0.0%');
}

function written(cell: Cell, place: Place): Written[] {
  const none: Written = { cell: { ...string(place.none).cell, align: 'right' } };
  switch (cell.kind) {
    case 'text':
      return [string(cell.text)];
    case 'count':
      return [number(cell.value)];
    case 'share':
      return [percent(cell, place)];
    case 'fraction':
      return [cell.numerator, cell.denominator].map((value) => (value === null ? none : number(value)));
    case 'minutes':
      return [cell.value === null ? none : number(cell.value, '#,##0.##')];
    case 'target':
      return [number(cell.value, '0.0%')];
    case 'sum': {
      const terms = cell.terms.map(
        (factor, index) => `${factor < 0 ? '-' : index === 0 ? '' : '+'}${letter(place.places[index] ?? 0)}${place.row}`,
      );
      return [formula(terms.join(''), cell.value)];
    }
    case 'total': {
      const column = letter(place.places[place.column] ?? 0);
      return [formula(`SUM(${column}${place.firstRow}:${column}${place.row - 1})`, cell.value)];
    }
    case 'none':
      return [none];
  }
}

type Draft = { rows: SheetRow[]; results: number[]; widths: number[] };

function widthOf(text: string): number {
  return [...text].reduce((sum, char) => sum + (char.codePointAt(0)! > 0x2e7f ? 2 : 1), 0);
}

function widen(draft: Draft, column: number, text: string): void {
  draft.widths[column] = Math.min(WIDEST, Math.max(draft.widths[column] ?? 8, widthOf(text) + 2));
}

function head(text: string, align: 'left' | 'right'): CellObject {
  return {
    type: String,
    value: neutralised(text),
    align,
    fontWeight: 'bold',
    backgroundColor: HEAD_FILL,
    bottomBorderStyle: 'thin',
    bottomBorderColor: LINE,
  };
}

function drawTable(draft: Draft, table: Table, layout: Layout): void {
  const places = placesOf(table);
  const heads = table.columns.flatMap((column, index) => {
    const isFraction = table.rows[0]?.cells[index]?.kind === 'fraction';
    return (isFraction ? [layout.split.numerator, layout.split.denominator] : [column.text]).map((text) => head(text, column.align));
  });
  heads.forEach((cell, column) => {
    widen(draft, column, String(cell.value));
  });
  draft.rows.push(heads);
  const firstRow = draft.rows.length + 1;
  for (const line of table.rows) {
    const row = draft.rows.length + 1;
    const cells = line.cells.flatMap((cell, column) =>
      written(cell, { row, places, column, firstRow, none: layout.none }).map((each) => {
        if (each.result !== undefined) draft.results.push(each.result);
        const strong = line.strong || cell.strong ? ({ fontWeight: 'bold' } as const) : {};
        return { ...each.cell, ...strong, ...(line.strong ? RULE : {}) };
      }),
    );
    cells.forEach((cell, column) => {
      if (cell.type === String) widen(draft, column, String(cell.value));
    });
    draft.rows.push(cells);
  }
}

function drawSection(draft: Draft, section: Section & { heading: string }, layout: Layout): void {
  draft.rows.push([{ type: String, value: section.heading, fontWeight: 'bold', fontSize: 12 }]);
  for (const block of section.blocks) {
    if (block.kind === 'note') draft.rows.push([{ type: String, value: neutralised(block.text), textColor: '#4F5665' }]);
    else if (block.kind === 'table') drawTable(draft, block, layout);
    else {
      draft.rows.push(block.columns.map((column) => head(column.text, column.align)));
      for (const item of block.items) {
        draft.rows.push([
          { type: String, value: `${item.n} ${item.name}`, alignVertical: 'top' },
          { type: String, value: item.text, wrap: true, alignVertical: 'top' },
        ]);
        widen(draft, 0, `${item.n} ${item.name}`);
      }
      draft.widths[1] = DEFINITION_WIDTH;
    }
  }
  draft.rows.push([]);
}

/** Writes each formula's result beside it, in the order in which formulas stand on a sheet. */
function resultsFeature(results: ReadonlyMap<number, readonly number[]>): Feature<FileContent> {
  return {
    files: {
      transform: {
        'xl/worksheets/sheet{id}.xml': {
          transform: (xml: string, _options: unknown, { sheetIndex }: { sheetIndex: number }) => {
            const known = results.get(sheetIndex) ?? [];
            let next = 0;
            return xml.replace(/<\/f>/g, () => `</f><v>${known[next++] ?? 0}</v>`);
          },
        },
      },
    },
  };
}

/** The whole workbook: sections with the same sheet name stand under each other. */
export async function reportXlsx(layout: Layout): Promise<Buffer> {
  const bySheet = Map.groupBy(layout.sections, (section) => section.sheet);
  const results = new Map<number, readonly number[]>();
  const sheets = [...bySheet].map(([name, sections], index) => {
    const line = [layout.subtitle, layout.zone, layout.generated].join('  ');
    const draft: Draft = {
      rows: [
        [{ type: String, value: neutralised(`${layout.centre} ${layout.title}`), fontWeight: 'bold', fontSize: 14 }],
        [{ type: String, value: line, textColor: '#4F5665' }],
      ],
      results: [],
      widths: [],
    };
    for (const section of sections) drawSection(draft, section, layout);
    if (index === 0) draft.rows.push(layout.signatures.map((who) => ({ type: String, value: `${who}：` })));
    results.set(index, draft.results);
    return {
      sheet: name,
      data: draft.rows,
      columns: Array.from({ length: Math.max(...draft.rows.map((row) => row.length)) }, (_, column) => ({
        width: draft.widths[column] ?? 12,
      })),
      // Title, period, heading and the head of the first table stay while the rest scrolls.
      stickyRowsCount: 4,
      orientation: 'landscape' as const,
    } satisfies Sheet<FileContent>;
  });
  const fontFamily = layout.lang === 'zh-CN' ? 'Microsoft YaHei' : 'Calibri';
  return await writeXlsxFile(sheets, { fontFamily, fontSize: 11, features: [resultsFeature(results)] }).toBuffer();
}
