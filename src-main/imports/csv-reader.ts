import { CsvError, parse } from 'csv-parse';
import { type Cell, isBlank, type SheetRow } from '#shared/rules/import-cells.ts';
import { type OpenSheet, type ReadOptions, refused, type SheetLimits, stopIfCancelled } from './sheet.ts';
import { decodeText } from './text-encoding.ts';

/** Opens a .csv or tab-separated text; refuses what is no text with FILE_UNREADABLE { reason }. */
export function openCsv(bytes: Uint8Array, limits: SheetLimits, options: ReadOptions): OpenSheet {
  const { text: whole, encoding } = decodeText(bytes);
  if (whole.includes('\0')) throw refused('not_a_sheet');
  // Excel's own first line for the delimiter; it does not count as a row there either.
  const hint = /^\ufeff?"?sep=(.)"?\r?\n/i.exec(whole);
  const text = hint === null ? whole : whole.slice(hint[0].length);
  const delimiter = hint?.[1] ?? guessDelimiter(text);
  return {
    format: 'csv',
    encoding,
    sheetName: '',
    sheets: [],
    passedOver: [],
    date1904: false,
    rows: () => csvRows(text, delimiter, limits, options),
  };
}

/** Characters that are looked at before the rest is read. */
const START = 20_000;
/** Blanks or a tab between a quoted cell and its delimiter, which the format does not know and some exports write. */
const SPACED_QUOTES = /[,;|\uff0c][ \t]+"|"[ \t]+(?:[,;|\uff0c\r\n]|$)/;
const DELIMITERS = ['\t', ',', ';', '|', '\uff0c'];

/**
 * The one that parts the most of the first lines, and of those that part as many the one that parts them into more; quoted cells left
 * out. One wide line (a remark with a|b|c|d) never outweighs two others.
 */
function guessDelimiter(text: string): string {
  const start = text.slice(0, START).replace(/"(?:[^"]|"")*"/g, '');
  // Some exports end every cell in a tab, so that a spreadsheet takes it for text.
  const lines = start
    .split(/\r\n|\r|\n/)
    .slice(0, 30)
    .map((line) => (/\t[,;|]/.test(line) ? line.replace(/\t+(?=[,;|]|$)/g, '') : line));
  let best = ',';
  let most = 0;
  for (const delimiter of DELIMITERS) {
    const counts = lines.map((line) => line.split(delimiter).length - 1);
    const score = Math.max(...counts.filter((n) => n > 0).map((n) => counts.filter((m) => m >= n).length * (2 - 1 / n)));
    if (score > most) {
      most = score;
      best = delimiter;
    }
  }
  return best;
}

/** Characters handed to the parser at a time: small enough that cancelling is felt at once. */
const PIECE = 65_536;
/** Longest record in characters; a quote that is never closed ends here instead of swallowing the file. */
const LONGEST_RECORD = 1_000_000;

async function* csvRows(text: string, delimiter: string, limits: SheetLimits, options: ReadOptions): AsyncGenerator<SheetRow, void, void> {
  const parser = parse({
    delimiter,
    bom: true,
    trim: delimiter !== '\t' && SPACED_QUOTES.test(text.slice(0, START)),
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: false,
    max_record_size: LONGEST_RECORD,
    record_delimiter: ['\r\n', '\n', '\r'],
  });
  let at = 0;
  const feed = (): void => {
    while (at < text.length) {
      const piece = text.slice(at, at + PIECE);
      at += PIECE;
      if (!parser.write(piece)) {
        parser.once('drain', feed);
        return;
      }
    }
    parser.end();
  };
  feed();
  let row = 0;
  let count = 0;
  try {
    for await (const record of parser) {
      row += 1;
      if (row % 500 === 0) {
        stopIfCancelled(options.signal);
        options.onProgress?.(Math.min(at, text.length), text.length);
      }
      const cells = (record as string[]).map((cell) => csvCell(cell, limits));
      while (cells.length > 0 && isBlank(cells.at(-1))) cells.pop();
      if (cells.length === 0) continue;
      if (cells.length > limits.columns) throw refused('too_many_columns');
      count += 1;
      if (count > limits.rows) throw refused('too_many_rows');
      yield { row, cells };
    }
  } catch (error) {
    throw error instanceof CsvError ? refused('broken', error) : error;
  } finally {
    parser.destroy();
  }
}

/** `="0012"` is how a .csv keeps a spreadsheet from taking a text for a number. */
function csvCell(text: string, limits: SheetLimits): Cell {
  if (text.length > limits.cellText) throw refused('cell_too_long');
  const kept = /^="([^"]*)"$/.exec(text.trim());
  return kept?.[1] ?? text;
}
