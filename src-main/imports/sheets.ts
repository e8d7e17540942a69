import writeXlsxFile, { type SheetData } from 'write-excel-file/node';
import { neutralised } from '#main/base/cells.ts';
import { createWords } from '#main/base/words.ts';
import type { Lang } from '#shared/contract/fields.ts';
import type { ImportView } from '#shared/contract/imports.ts';
import { importTemplate } from '#shared/rules/import-fields.ts';

const MIME = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

async function asFile(data: SheetData, widths: number[], name: string): Promise<File> {
  const bytes = await writeXlsxFile(data, { stickyRowsCount: 1, columns: widths.map((width) => ({ width })) }).toBuffer();
  return new File([new Uint8Array(bytes)], `${name}.xlsx`, { type: MIME });
}

const bold = (value: string) => ({ value, fontWeight: 'bold' as const });
const plain = (value: string) => ({ value: neutralised(value), type: String });

/** The rows with errors under their own headings, with the row number and what is wrong in words: to be mended and imported again. */
export function errorSheet(
  content: { headings: string[]; rows: { row: number; cells: string[] }[]; errors: ImportView['errors'] },
  lang: Lang,
): Promise<File> {
  const word = createWords(lang);
  const reasonsOf = (row: number) =>
    content.errors.filter((error) => error.row === row).map((error) => `${error.column}: ${word(`imports:reasons.${error.reason}`)}`);
  const data: SheetData = [
    [...content.headings.map(bold), bold(word('imports:row')), bold(word('imports:reason'))],
    ...content.rows.map((row) => [...row.cells.map(plain), { value: row.row, type: Number }, plain(reasonsOf(row.row).join('; '))]),
  ];
  return asFile(data, [...content.headings.map(() => 16), 8, 40], word('imports:errorSheet'));
}

/** An empty sheet with the headings that the import knows and one example row. */
export function templateSheet(lang: Lang): Promise<File> {
  const columns = importTemplate('students');
  const data: SheetData = [
    columns.map((column) => bold(column.required ? `${column.heading[lang]}*` : column.heading[lang])),
    columns.map((column) => {
      const example = column.example[lang];
      return typeof example === 'number' ? { value: example, type: Number } : plain(example);
    }),
  ];
  return asFile(
    data,
    columns.map((column) => column.width),
    createWords(lang)('imports:template'),
  );
}
