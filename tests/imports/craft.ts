import { strToU8, type Zippable, zipSync } from 'fflate';

/** Hand-made .xlsx packages: every oddity that a spreadsheet or a generator is known to write. */

export type CraftCell = string | number | boolean | null | { xml: string };
export type CraftSheet = {
  name: string;
  state?: 'hidden' | 'veryHidden';
  rows: Record<number, readonly CraftCell[]> | string;
  merge?: string;
};
export type CraftOptions = {
  sheets: readonly CraftSheet[];
  date1904?: boolean;
  /** Format codes of the styles 1, 2, … ; a number is a built-in id. */
  formats?: readonly (string | number)[];
  /** Put texts into the shared strings (default) or into the cells. */
  inline?: boolean;
  extra?: Zippable;
  /** Prefix of every element of the main namespace. */
  prefix?: string;
};

export const xmlText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll('\r', '_x000D_');

export function columnName(index: number): string {
  return index < 26 ? String.fromCharCode(65 + index) : columnName(Math.floor(index / 26) - 1) + String.fromCharCode(65 + (index % 26));
}

/** A number with a style: `{ xml }` of a date cell. */
export const styled = (value: number, style: number): CraftCell => ({ xml: `<c r="@" s="${style}"><v>${value}</v></c>` });

const NS = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const REL = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

export function craftXlsx(options: CraftOptions): Uint8Array {
  const p = options.prefix === undefined ? '' : `${options.prefix}:`;
  const xmlns = options.prefix === undefined ? `xmlns="${NS}"` : `xmlns:${options.prefix}="${NS}"`;
  const strings: string[] = [];
  const prefixed = (xml: string) => (p === '' ? xml : xml.replace(/<(\/?)(\w)/g, `<$1${p}$2`));
  const cellXml = (cell: CraftCell, reference: string): string => {
    if (cell === null) return '';
    if (typeof cell === 'object') return cell.xml.replace('@', reference);
    if (typeof cell === 'number') return `<c r="${reference}"><v>${cell}</v></c>`;
    if (typeof cell === 'boolean') return `<c r="${reference}" t="b"><v>${cell ? 1 : 0}</v></c>`;
    if (options.inline === true) return `<c r="${reference}" t="inlineStr"><is><t xml:space="preserve">${xmlText(cell)}</t></is></c>`;
    strings.push(`<si><t xml:space="preserve">${xmlText(cell)}</t></si>`);
    return `<c r="${reference}" t="s"><v>${strings.length - 1}</v></c>`;
  };
  const sheetXml = (sheet: CraftSheet): string => {
    const rows =
      typeof sheet.rows === 'string'
        ? sheet.rows
        : Object.entries(sheet.rows)
            .map(([row, cells]) => `<row r="${row}">${cells.map((cell, i) => cellXml(cell, `${columnName(i)}${row}`)).join('')}</row>`)
            .join('');
    return `<worksheet><sheetData>${rows}</sheetData>${sheet.merge === undefined ? '' : `<mergeCells count="1"><mergeCell ref="${sheet.merge}"/></mergeCells>`}</worksheet>`;
  };
  const sheets = options.sheets.map(sheetXml);
  const part = (xml: string) => {
    const text = prefixed(xml);
    return strToU8(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>${text.replace(/^<([\w:]+)/, `<$1 ${xmlns} xmlns:r="${REL}"`)}`);
  };
  const formats = options.formats ?? [];
  const custom = formats.flatMap((code, i) =>
    typeof code === 'string' ? [`<numFmt numFmtId="${164 + i}" formatCode="${xmlText(code)}"/>`] : [],
  );
  const xfs = formats.map((code, i) => `<xf numFmtId="${typeof code === 'string' ? 164 + i : code}"/>`).join('');
  const files: Zippable = {
    '[Content_Types].xml': strToU8('<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'),
    '_rels/.rels': strToU8(
      `<Relationships><Relationship Id="rId1" Type="${REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ),
    'xl/_rels/workbook.xml.rels': strToU8(
      `<Relationships>${options.sheets.map((_, i) => `<Relationship Id="s${i}" Type="${REL}/worksheet" Target="${i % 2 === 0 ? '' : '/xl/'}worksheets/sheet${i + 1}.xml"/>`).join('')}<Relationship Id="st" Type="${REL}/styles" Target="styles.xml"/><Relationship Id="ss" Type="${REL}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
    ),
    'xl/workbook.xml': part(
      `<workbook><workbookPr${options.date1904 === true ? ' date1904="1"' : ''}/><sheets>${options.sheets.map((s, i) => `<sheet name="${xmlText(s.name)}" sheetId="${i + 1}"${s.state === undefined ? '' : ` state="${s.state}"`} r:id="s${i}"/>`).join('')}</sheets></workbook>`,
    ),
    'xl/styles.xml': part(
      `<styleSheet><numFmts>${custom.join('')}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>${xfs}</cellXfs></styleSheet>`,
    ),
    'xl/sharedStrings.xml': part(`<sst>${strings.join('')}</sst>`),
    ...Object.fromEntries(sheets.map((xml, i) => [`xl/worksheets/sheet${i + 1}.xml`, part(xml)])),
    ...options.extra,
  };
  return zipSync(files, { level: 6 });
}

/** A package of one sheet from plain rows, the first in row 1. */
export function craftRows(rows: readonly (readonly CraftCell[])[], options: Omit<CraftOptions, 'sheets'> = {}): Uint8Array {
  return craftXlsx({ ...options, sheets: [{ name: 'Sheet1', rows: Object.fromEntries(rows.map((cells, i) => [i + 1, cells])) }] });
}

/** The code of a GB18030 character is found by decoding them all once. */
let codes: Map<string, readonly number[]> | undefined;

/** Node can read GB18030 but not write it. */
export function encodeGb18030(text: string): Uint8Array {
  codes ??= twoByteCodes();
  const out: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x80) out.push(code);
    else out.push(...(codes.get(character) ?? fourByteCode(character, code)));
  }
  return Uint8Array.from(out);
}

function twoByteCodes(): Map<string, readonly number[]> {
  const decoder = new TextDecoder('gb18030', { fatal: true });
  const found = new Map<string, readonly number[]>();
  for (let a = 0x81; a <= 0xfe; a += 1) {
    for (let b = 0x40; b <= 0xfe; b += 1) {
      if (b === 0x7f) continue;
      const character = decoder.decode(Uint8Array.of(a, b));
      if ([...character].length === 1) found.set(character, [a, b]);
    }
  }
  return found;
}

function fourByteCode(character: string, code: number): readonly number[] {
  const bytes = (n: number) => [
    0x81 + Math.floor(n / 12_600),
    0x30 + (Math.floor(n / 1_260) % 10),
    0x81 + (Math.floor(n / 10) % 126),
    0x30 + (n % 10),
  ];
  if (code >= 0x10000) return bytes(code - 0x10000 + 189_000);
  const decoder = new TextDecoder('gb18030');
  for (let n = 0; n < 39_420; n += 1) if (decoder.decode(Uint8Array.from(bytes(n))) === character) return bytes(n);
  throw new Error(`no code for U+${code.toString(16)}`);
}
