import { strFromU8, unzipSync } from 'fflate';

export type ReadCell = { value: string | number; formula: string | null; format: string };
/** Sheet name → address (`B4`) → cell, as a spreadsheet program reads the file without calculating anything. */
export type ReadBook = Map<string, Map<string, ReadCell>>;

const unescapeXml = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');

/** Reads what our own writer wrote; a second opinion, not a reader for files from outside. */
export function readXlsx(bytes: Uint8Array): { book: ReadBook; files: Record<string, string> } {
  const files = Object.fromEntries(Object.entries(unzipSync(bytes)).map(([name, data]) => [name, strFromU8(data)]));
  const strings = [...(files['xl/sharedStrings.xml'] ?? '').matchAll(/<si>(.*?)<\/si>/gs)].map((match) =>
    unescapeXml([...(match[1] ?? '').matchAll(/<t[^>]*>(.*?)<\/t>/gs)].map((part) => part[1]).join('')),
  );
  const styles = files['xl/styles.xml'] ?? '';
  const formats = new Map(
    [...styles.matchAll(/<numFmt [^>]*?numFmtId="(\d+)"[^>]*?formatCode="([^"]*)"/g)].map((m) => [m[1] ?? '', unescapeXml(m[2] ?? '')]),
  );
  const cellXfs = /<cellXfs[^>]*>(.*?)<\/cellXfs>/s.exec(styles)?.[1] ?? '';
  const styleFormats = [...cellXfs.matchAll(/<xf ([^>]*?)\/?>/g)].map(
    (match) => formats.get(/numFmtId="(\d+)"/.exec(match[1] ?? '')?.[1] ?? '') ?? '',
  );
  const names = [...(files['xl/workbook.xml'] ?? '').matchAll(/<sheet [^>]*?name="([^"]*)"/g)].map((match) => unescapeXml(match[1] ?? ''));
  const book: ReadBook = new Map();
  names.forEach((name, index) => {
    const cells = new Map<string, ReadCell>();
    for (const match of (files[`xl/worksheets/sheet${index + 1}.xml`] ?? '').matchAll(/<c ([^>]*?)(?:\/>|>(.*?)<\/c>)/gs)) {
      const attributes = match[1] ?? '';
      const body = match[2] ?? '';
      const address = /r="([A-Z]+\d+)"/.exec(attributes)?.[1] ?? '';
      const raw = /<v>(.*?)<\/v>/s.exec(body)?.[1];
      const formula = /<f>(.*?)<\/f>/s.exec(body)?.[1];
      if (raw === undefined) continue;
      const style = Number(/s="(\d+)"/.exec(attributes)?.[1] ?? '-1');
      cells.set(address, {
        value: /t="s"/.test(attributes) ? (strings[Number(raw)] ?? '') : Number(raw),
        formula: formula === undefined ? null : unescapeXml(formula),
        format: styleFormats[style] ?? '',
      });
    }
    book.set(name, cells);
  });
  return { book, files };
}

/** Adds up what a formula of ours says (`A1+B1-C1`, `SUM(B2:B5)`, `C5/D5`) from the cells themselves. */
export function calculate(formula: string, cells: ReadonlyMap<string, ReadCell>): number {
  const value = (address: string): number => Number(cells.get(address)?.value ?? 0);
  const sum = /^SUM\(([A-Z]+)(\d+):\1(\d+)\)$/.exec(formula);
  if (sum) {
    let total = 0;
    for (let row = Number(sum[2]); row <= Number(sum[3]); row++) total += value(`${sum[1]}${row}`);
    return total;
  }
  const ratio = /^([A-Z]+\d+)\/([A-Z]+\d+)$/.exec(formula);
  if (ratio) return value(ratio[1] ?? '') / value(ratio[2] ?? '');
  return [...formula.matchAll(/([+-]?)([A-Z]+\d+)/g)].reduce(
    (total, [, sign, address]) => total + (sign === '-' ? -1 : 1) * value(address ?? ''),
    0,
  );
}
