import { refused, type SheetLimits } from './sheet.ts';
import type { XlsxPackage } from './xlsx-package.ts';
import { type Attributes, pumpXml, type XmlHandlers } from './xml.ts';

/** The small parts of a workbook: which sheets there are, which number formats are dates, the shared strings. */

export type Workbook = {
  readonly sheets: readonly { readonly name: string; readonly hidden: boolean; readonly path: string }[];
  readonly date1904: boolean;
  readonly stylesPath: string | null;
  readonly stringsPath: string | null;
};

async function readXml(pack: XlsxPackage, path: string, handlers: XmlHandlers, signal?: AbortSignal): Promise<void> {
  for await (const _ of pumpXml(pack.read(path), handlers, signal)) {
    // The handlers take everything.
  }
}

type Relation = { readonly type: string; readonly path: string };

async function relations(pack: XlsxPackage, of: string): Promise<Map<string, Relation>> {
  const slash = of.lastIndexOf('/') + 1;
  const folder = of.slice(0, slash);
  const path = `${folder}_rels/${of.slice(slash)}.rels`;
  const found = new Map<string, Relation>();
  if (!pack.has(path)) return found;
  await readXml(pack, path, {
    open: (name, a) => {
      if (name !== 'Relationship' || a.TargetMode === 'External') return;
      const target = a.Target ?? '';
      const type = a.Type ?? '';
      found.set(a.Id ?? '', { type: type.slice(type.lastIndexOf('/') + 1), path: resolve(folder, target) });
    },
  });
  return found;
}

function resolve(folder: string, target: string): string {
  const parts: string[] = [];
  for (const part of (target.startsWith('/') ? target : folder + target).split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}

const truth = (text: string | undefined) => text === '1' || text === 'true' || text === 'on';
const MOST_SHEETS = 1_000;

/** What stands in the workbook part; refuses packages that hold none. */
export async function readWorkbook(pack: XlsxPackage): Promise<Workbook> {
  const root = [...(await relations(pack, '')).values()].find((r) => r.type === 'officeDocument');
  const path = root?.path ?? 'xl/workbook.xml';
  if (path.endsWith('.bin')) throw refused('xlsb');
  if (!pack.has(path) || !/(?:^|\/)workbook[^/]*\.xml$/i.test(path)) throw refused('not_a_sheet');
  const parts = await relations(pack, path);
  const sheets: { name: string; hidden: boolean; path: string }[] = [];
  let date1904 = false;
  await readXml(pack, path, {
    open: (name, a) => {
      if (name === 'workbookPr') date1904 = truth(a.date1904);
      if (name !== 'sheet') return;
      const part = parts.get(relationId(a));
      if (part?.type !== 'worksheet' || !pack.has(part.path)) return;
      if (sheets.length >= MOST_SHEETS) throw refused('too_many_entries');
      sheets.push({ name: a.name ?? '', hidden: a.state === 'hidden' || a.state === 'veryHidden', path: part.path });
    },
  });
  const pathOf = (type: string) => [...parts.values()].find((r) => r.type === type && pack.has(r.path))?.path ?? null;
  return { sheets, date1904, stylesPath: pathOf('styles'), stringsPath: pathOf('sharedStrings') };
}

/** `r:id`, whatever the prefix. */
function relationId(attributes: Attributes): string {
  for (const [name, value] of Object.entries(attributes)) if (name.endsWith(':id')) return value;
  return '';
}

/** For each cell style: does it show its number as a date? */
export async function readDateStyles(pack: XlsxPackage, path: string | null): Promise<readonly boolean[]> {
  const formats = new Map<number, string>();
  const styles: boolean[] = [];
  if (path === null) return styles;
  let inCells = false;
  await readXml(pack, path, {
    open: (name, a) => {
      if (name === 'numFmt') formats.set(Number(a.numFmtId), a.formatCode ?? '');
      if (name === 'cellXfs') inCells = true;
      if (name === 'xf' && inCells) {
        const id = Number(a.numFmtId ?? 0);
        const code = formats.get(id);
        styles.push(code === undefined ? isBuiltInDate(id) : isDateFormat(code));
      }
    },
    close: (name) => {
      if (name === 'cellXfs') inCells = false;
    },
  });
  return styles;
}

/** The dates among the built-in formats, with those of East Asian Excel. */
function isBuiltInDate(id: number): boolean {
  return (id >= 14 && id <= 17) || id === 22 || (id >= 27 && id <= 31) || id === 36 || (id >= 50 && id <= 54) || id === 57 || id === 58;
}

/** True for a format code with a day, a month or a year in it; times alone and durations are no dates. */
export function isDateFormat(code: string): boolean {
  const bare = (code.split(';')[0] ?? '')
    .replace(/"[^"]*"?/g, '')
    .replace(/\\./g, '')
    .replace(/[_*]./g, '')
    .replace(/\[(?:h+|m+|s+)\]/gi, 'h')
    .replace(/\[[^\]]*\]/g, '')
    .toLowerCase();
  if (/general/.test(bare)) return false;
  if (/[yd\u5e74\u65e5]|aaa/.test(bare)) return true;
  return /m/.test(bare) && !/[hs]/.test(bare) && !/[0#?]/.test(bare);
}

/** The shared strings: runs of rich text joined, readings (phonetic) left out. */
export async function readSharedStrings(
  pack: XlsxPackage,
  path: string | null,
  limits: SheetLimits,
  signal?: AbortSignal,
): Promise<readonly string[]> {
  const strings: string[] = [];
  if (path === null) return strings;
  const text = textCollector(limits);
  let characters = 0;
  await readXml(
    pack,
    path,
    {
      open: (name) => {
        if (name === 'si') text.begin();
        else text.open(name);
      },
      close: (name) => {
        if (name !== 'si') return text.close(name);
        const value = text.end();
        characters += value.length;
        if (strings.length >= limits.sharedStrings || characters > limits.sharedCharacters) throw refused('too_many_strings');
        strings.push(value);
      },
      text: text.text,
    },
    signal,
  );
  return strings;
}

/** Collects the `t` elements of a string item, those of `rPh` left out. */
export function textCollector(limits: Pick<SheetLimits, 'cellText'>) {
  let parts = '';
  let inText = false;
  let inReading = false;
  return {
    begin: () => {
      parts = '';
      inText = false;
      inReading = false;
    },
    open: (name: string) => {
      if (name === 'rPh') inReading = true;
      else if (name === 't') inText = !inReading;
    },
    close: (name: string) => {
      if (name === 'rPh') inReading = false;
      else if (name === 't') inText = false;
    },
    text: (piece: string) => {
      if (!inText) return;
      parts += piece;
      // Escapes (_x000D_) take seven characters for one.
      if (parts.length > limits.cellText * 7) throw refused('cell_too_long');
    },
    end: () => {
      const value = unescapeText(parts);
      if (value.length > limits.cellText) throw refused('cell_too_long');
      return value;
    },
  };
}

/** `_x000D_` stands for a character that XML cannot hold. */
export function unescapeText(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(/_x([0-9a-fA-F]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
