import { type Cell, isBlank, type SheetRow, serialToDay } from '#shared/rules/import-cells.ts';
import { firstRows, type OpenSheet, type ReadOptions, refused, type SheetLimits } from './sheet.ts';
import { openPackage, type XlsxPackage } from './xlsx-package.ts';
import { readDateStyles, readSharedStrings, readWorkbook, textCollector, unescapeText, type Workbook } from './xlsx-parts.ts';
import { type Attributes, pumpXml } from './xml.ts';

/** Opens an .xlsx package and chooses the sheet; refuses with FILE_UNREADABLE { reason }. */
export async function openXlsx(bytes: Uint8Array, limits: SheetLimits, options: ReadOptions): Promise<OpenSheet> {
  const pack = await openPackage(bytes, limits);
  const workbook = await readWorkbook(pack);
  const styles = await readDateStyles(pack, workbook.stylesPath);
  const strings = await readSharedStrings(pack, workbook.stringsPath, limits, options.signal);
  const reader = (path: string) => () => sheetRows({ pack, path, styles, strings, limits, date1904: workbook.date1904, options });
  const { chosen, passedOver } = await choose(workbook, reader, options);
  return {
    format: 'xlsx',
    encoding: 'xlsx',
    sheetName: chosen.name,
    sheets: workbook.sheets.map(({ name, hidden }) => ({ name, hidden })),
    passedOver,
    date1904: workbook.date1904,
    rows: reader(chosen.path),
  };
}

type Sheet = Workbook['sheets'][number];

type Choice = { chosen: Sheet; passedOver: string[] };

async function choose(workbook: Workbook, reader: (path: string) => OpenSheet['rows'], options: ReadOptions): Promise<Choice> {
  if (options.sheet !== undefined) {
    const named = workbook.sheets.find((s) => s.name === options.sheet);
    if (named === undefined) throw refused('no_sheet');
    return { chosen: named, passedOver: [] };
  }
  let filled: Sheet | undefined;
  const pleasing: { sheet: Sheet; score: number }[] = [];
  for (const sheet of workbook.sheets.filter((s) => !s.hidden)) {
    const rows = await firstRows({ rows: reader(sheet.path) });
    if (rows.length === 0) continue;
    filled ??= sheet;
    if (options.isWanted === undefined) break;
    const score = Number(options.isWanted(rows));
    if (score > 0) pleasing.push({ sheet, score });
  }
  const most = Math.max(...pleasing.map(({ score }) => score));
  const chosen = pleasing.find(({ score }) => score === most)?.sheet;
  if (chosen !== undefined) {
    const others = pleasing.filter(({ sheet, score }) => sheet !== chosen && score * 2 >= most);
    return { chosen, passedOver: others.map(({ sheet }) => sheet.name) };
  }
  const visible = filled ?? workbook.sheets.find((s) => !s.hidden);
  if (visible === undefined) throw refused('no_sheet');
  return { chosen: visible, passedOver: [] };
}

type Source = {
  readonly pack: XlsxPackage;
  readonly path: string;
  readonly styles: readonly boolean[];
  readonly strings: readonly string[];
  readonly limits: SheetLimits;
  readonly date1904: boolean;
  readonly options: ReadOptions;
};

/** Excel's own last row; a file that counts further was not made by a spreadsheet. */
const LAST_ROW = 1_048_576;

async function* sheetRows(source: Source): AsyncGenerator<SheetRow, void, void> {
  const { pack, path, options, limits } = source;
  const total = pack.size(path);
  let bytes = 0;
  async function* counted(): AsyncGenerator<Uint8Array, void, void> {
    for await (const chunk of pack.read(path)) {
      bytes += chunk.length;
      yield chunk;
    }
  }
  const rows = rowCollector(source);
  let count = 0;
  for await (const _ of pumpXml(counted(), rows.handlers, options.signal)) {
    options.onProgress?.(bytes, total);
    const ready = rows.take();
    count += ready.length;
    if (count > limits.rows) throw refused('too_many_rows');
    yield* ready;
  }
}

/** Turns the elements of a worksheet into rows; keeps only what was not yet taken. */
function rowCollector(source: Source) {
  const { limits } = source;
  let ready: SheetRow[] = [];
  let inData = false;
  let row = 0;
  let column = -1;
  let cells: Cell[] = [];
  let filled = false;
  let attributes: Attributes = {};
  let value = '';
  let inValue = false;
  let inInline = false;
  let hasFormula = false;
  const inline = textCollector(limits);

  function startRow(a: Attributes): void {
    const number = a.r === undefined ? row + 1 : Number(a.r);
    if (!Number.isInteger(number) || number <= row || number > LAST_ROW) throw refused('broken');
    row = number;
    column = -1;
    cells = [];
    filled = false;
  }

  function startCell(a: Attributes): void {
    attributes = a;
    column = a.r === undefined ? column + 1 : columnOf(a.r);
    value = '';
    hasFormula = false;
    inInline = false;
  }

  function endCell(): void {
    const cell = inInline ? inline.end() : cellValue(attributes, value, hasFormula, source);
    if (cell === null || cell === '') return;
    const blank = isBlank(cell);
    if (column >= limits.columns) {
      if (blank) return;
      throw refused('too_many_columns');
    }
    while (cells.length < column) cells.push(null);
    cells[column] = cell;
    filled ||= !blank;
  }

  return {
    take: () => {
      const taken = ready;
      ready = [];
      return taken;
    },
    handlers: {
      open: (name: string, a: Attributes) => {
        if (name === 'sheetData') inData = true;
        else if (!inData) return;
        else if (name === 'row') startRow(a);
        else if (name === 'c') startCell(a);
        else if (name === 'v') inValue = true;
        else if (name === 'f') hasFormula = true;
        else if (name === 'is') {
          inInline = true;
          inline.begin();
        } else if (inInline) inline.open(name);
      },
      close: (name: string) => {
        if (!inData) return;
        if (name === 'c') endCell();
        else if (name === 'v') inValue = false;
        else if (name === 'row') {
          if (filled) ready.push({ row, cells });
        } else if (name === 'sheetData') inData = false;
        else if (inInline) inline.close(name);
      },
      text: (text: string) => {
        if (inValue) {
          value += text;
          if (value.length > limits.cellText * 7) throw refused('cell_too_long');
        } else if (inInline) inline.text(text);
      },
    },
  };
}

function columnOf(reference: string): number {
  let column = 0;
  for (let i = 0; i < reference.length; i += 1) {
    const code = reference.charCodeAt(i) & 0xdf;
    if (code < 65 || code > 90) break;
    column = column * 26 + code - 64;
    if (column > 20_000) break;
  }
  if (column === 0) throw refused('broken');
  return column - 1;
}

function cellValue(attributes: Attributes, text: string, hasFormula: boolean, source: Source): Cell {
  // A formula that was never computed has no value; taking it for an empty cell would lose something silently.
  if (text === '') return hasFormula && attributes.t !== 'str' ? { kind: 'error', code: '#FORMULA' } : null;
  switch (attributes.t) {
    case 's': {
      const string = source.strings[Number(text)];
      if (string === undefined) throw refused('broken');
      return string;
    }
    case 'str': {
      const string = unescapeText(text);
      if (string.length > source.limits.cellText) throw refused('cell_too_long');
      return string;
    }
    case 'b':
      return text === '1' || text === 'true';
    case 'e':
      return { kind: 'error', code: text.slice(0, 20) };
    case 'd':
      return text;
    default:
      return numberValue(Number(text), attributes, source);
  }
}

function numberValue(number: number, attributes: Attributes, source: Source): Cell {
  if (!Number.isFinite(number)) throw refused('broken');
  if (source.styles[Number(attributes.s ?? 0)] !== true) return number;
  const serial = source.date1904 ? number + 1462 : number;
  return { kind: 'date', serial: number, day: serialToDay(serial) };
}
