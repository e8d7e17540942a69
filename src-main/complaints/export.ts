import writeXlsxFile, { type SheetData } from 'write-excel-file/node';
import { neutralised } from '#main/base/cells.ts';
import type { Identity, JobContext } from '#main/base/os.ts';
import { createWords, type Translate } from '#main/base/words.ts';
import { zoneOf } from '#main/settings/service.ts';
import type { ComplaintListRow, ListColumn } from '#shared/contract/complaint-list.ts';
import { Failure } from '#shared/contract/failure.ts';
import type { Lang } from '#shared/contract/fields.ts';
import { maskNames } from '#shared/rules/names.ts';
import { momentText } from '#shared/rules/zone.ts';
import { complaintListRows, type ListInput, listedIds } from './list.ts';

/** `ids`: only these of the list. */
export type ExportInput = {
  who: Identity;
  list: ListInput;
  ids: string[] | null;
  now: number;
  columns: ListColumn[];
  namesMasked: boolean;
  format: 'xlsx' | 'csv';
  lang: Lang;
};

/** Rows read between two looks at whether it was given up. */
const PORTION = 500;

/** `names`: of families, one or several. */
type Say = { word: Translate; moment: (at: number | null) => string; names: (text: string) => string };

const cells: Record<ListColumn, (row: ComplaintListRow, say: Say) => string> = {
  number: (row) => row.number,
  student: (row, { names }) => names(row.student),
  words: (row) => row.words,
  category: (row, { word }) => [word(`complaints:category.${row.category}`), row.subcategory].filter((part) => part !== '').join(' / '),
  severity: (row, { word }) => word(`complaints:severity.${row.severity}`),
  owner: (row) => row.owner?.name ?? '',
  next: (row, { word, moment }) =>
    row.nextClock === null
      ? ''
      : `${word(`complaints:clock.${row.nextClock}`)} ${row.paused ? word('complaints:paused') : moment(row.nextDueAt)}`,
  state: (row, { word }) => word(`complaints:state.${row.state}`),
  received: (row, { moment }) => moment(row.receivedAt),
  channel: (row, { word }) => word(`complaints:channel.${row.more.channel}`),
  complainant: (row, { names }) => names(row.more.complainant),
  about: (row) => row.more.about,
  firstContact: (row) => row.more.firstContact,
  tags: (row) => row.more.tags.join('、'),
  cause: (row) => row.more.rootCause,
  closed: (row, { moment }) => moment(row.more.closedAt),
};

/** The list as a sheet, in the order of the ids. Runs as a heavy job; answers the bytes. Errors: EXPORT_CANCELLED. */
export async function exportComplaints(
  { db, progress, signal }: JobContext,
  input: ExportInput,
): Promise<{ bytes: Uint8Array; rows: number }> {
  const { columns, format } = input;
  const chosen = input.ids && new Set(input.ids);
  const ids = listedIds(db, input.who, input.list, input.now).filter((id) => chosen?.has(id) ?? true);
  const word = createWords(input.lang);
  const zone = zoneOf(db);
  const say: Say = {
    word,
    moment: (at) => (at === null ? '' : momentText(at, zone)),
    names: input.namesMasked ? maskNames : (text) => text,
  };
  const lines: string[][] = [columns.map((column) => word(`complaints:column.${column}`))];
  for (let at = 0; at < ids.length; at += PORTION) {
    if (signal.aborted) throw new Failure('EXPORT_CANCELLED', {});
    for (const row of complaintListRows(db, ids.slice(at, at + PORTION))) {
      lines.push(columns.map((column) => neutralised(cells[column](row, say))));
    }
    progress(Math.min(at + PORTION, ids.length), ids.length);
    // An order to stop is heard between two portions.
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { bytes: format === 'csv' ? csv(lines) : await xlsx(lines), rows: ids.length };
}

function csv(lines: readonly string[][]): Uint8Array {
  const text = lines.map((line) => line.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\r\n');
  return new TextEncoder().encode(`\ufeff${text}\r\n`);
}

async function xlsx([head = [], ...rows]: readonly string[][]): Promise<Uint8Array> {
  const data: SheetData = [
    head.map((value) => ({ value, fontWeight: 'bold' as const })),
    ...rows.map((row) => row.map((value) => ({ value, type: String }))),
  ];
  const columns = head.map((_, index) => ({
    width: Math.min(60, Math.max(10, ...rows.slice(0, 200).map((row) => (row[index]?.length ?? 0) * 1.8))),
  }));
  return new Uint8Array(await writeXlsxFile(data, { stickyRowsCount: 1, columns }).toBuffer());
}
