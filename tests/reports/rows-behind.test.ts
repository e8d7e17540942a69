import { expect, it } from 'vitest';
import type { Db } from '#main/db/open.ts';
import { rowsBehind } from '#main/figures/service.ts';
import type { Cell, Layout } from '#main/reports/blocks.ts';
import { complaintsLayout } from '#main/reports/complaints-layout.ts';
import { layoutOf } from '#main/reports/layout.ts';
import { complaintsFile, complaintsReport, monthlyReport, withMaskedNames } from '#main/reports/service.ts';
import { isFailure } from '#shared/contract/failure.ts';
import type { Span } from '#shared/contract/figures.ts';
import { complaintsPart, type RowsBehind } from '#shared/contract/reports.ts';
import { october, READ_AT } from '../figures/october.ts';
import { readXlsx } from './read-xlsx.ts';

/** How many rows a cell promises to open. */
function promised(cell: Cell): number | null {
  if (cell.kind === 'count') return cell.value;
  if (cell.kind === 'share') return cell.numerator;
  return cell.kind === 'fraction' ? cell.denominator : null;
}

function opened(db: Db, from: Layout, span: Span): { clickable: number; wrong: string[] } {
  const open = (behind: RowsBehind): number | string => {
    try {
      return rowsBehind(db, { span, ...behind }, READ_AT).rows.length;
    } catch (error) {
      return isFailure(error) ? error.code : 'error';
    }
  };
  const cells = from.sections.flatMap((section) =>
    section.blocks.flatMap((block) => (block.kind === 'table' ? block.rows.flatMap((row) => row.cells) : [])),
  );
  const clickable = cells.flatMap((cell) => (cell.rows && promised(cell) !== null ? [{ behind: cell.rows, says: promised(cell) }] : []));
  const wrong = clickable.flatMap(({ behind, says }) => {
    const found = open(behind);
    return found === says ? [] : [`${behind.key} ${behind.part} ${behind.split}: ${says}, opened ${found}`];
  });
  return { clickable: clickable.length, wrong };
}

it('every number that can be clicked opens exactly as many rows as it says', async () => {
  const { db } = await october();
  const { clickable, wrong } = opened(db, layoutOf(monthlyReport(db, '2026-10', READ_AT), 'en'), { month: '2026-10' });
  expect(clickable).toBeGreaterThan(90);
  expect(wrong).toEqual([]);
});

const OCTOBER = { from: '2026-10-01', to: '2026-10-31' };

it('so does every number of the reports of complaints, and a number of the register opens that complaint', async () => {
  const { db } = await october();
  const facts = complaintsReport(db, OCTOBER, READ_AT);
  const layout = complaintsLayout(facts, 'zh-CN', complaintsPart.options);
  const { clickable, wrong } = opened(db, layout, OCTOBER);
  expect(clickable).toBeGreaterThan(60);
  expect(wrong).toEqual([]);
  expect(facts.register.length).toBeGreaterThan(0);
  for (const { number } of facts.register) {
    const { rows } = rowsBehind(db, { span: OCTOBER, key: 'complaints_received', part: 'numerator', split: `number:${number}` }, READ_AT);
    expect(rows.map((row) => row.number)).toEqual([number]);
  }
});

it('counts the same complaints as the monthly report, whichever way they are grouped', async () => {
  const { db } = await october();
  const { complaints } = monthlyReport(db, '2026-10', READ_AT);
  const facts = complaintsReport(db, OCTOBER, READ_AT);
  const sum = (groups: readonly { received: number }[]) => groups.reduce((total, group) => total + group.received, 0);
  expect(facts.register).toHaveLength(complaints.received);
  for (const groups of [facts.kinds, facts.causes, facts.owners]) expect(sum(groups)).toBe(complaints.received);
  for (const group of [...facts.kinds, ...facts.about, ...facts.courses])
    expect(group.open + group.closed + group.withdrawn).toBe(group.received);
  expect(facts.ageing.reduce((total, row) => total + row.n, 0)).toBe(complaints.openEnd);
  expect(facts.clocks.reduce((total, row) => total + row.n, 0)).toBe(complaints.clocks.reduce((total, row) => total + row.due, 0));
  for (const { category, received } of complaints.byCategory)
    expect(sum(facts.kinds.filter((group) => group.key === category))).toBe(received);
});

it('leaves out what was merged away, takes quotes in a cause as they are, and refuses days the wrong way round', async () => {
  const { db, commands } = await october();
  const before = complaintsReport(db, OCTOBER, READ_AT);
  const [first, second] = before.register;
  await commands.run({ name: 'test.merge', actor: { kind: 'cli' }, undo: 'none', topics: [] }, (tx) => {
    tx.run('UPDATE complaints SET merged_into_id = (SELECT id FROM complaints WHERE number = ?) WHERE number = ?', [
      second?.number,
      first?.number,
    ]);
    tx.run('UPDATE complaints SET root_cause = ? WHERE number = ?', ["老师's 排课, 50%: 换", second?.number]);
  });
  const after = complaintsReport(db, OCTOBER, READ_AT);
  expect(after.register.map((row) => row.number)).not.toContain(first?.number);
  expect(after.register).toHaveLength(before.register.length - 1);
  const split = `cause:${encodeURIComponent("老师's 排课, 50%: 换")}`;
  expect(
    rowsBehind(db, { span: OCTOBER, key: 'complaints_received', part: 'numerator', split }, READ_AT).rows.map((row) => row.number),
  ).toEqual([second?.number]);
  expect(() => complaintsReport(db, { from: '2026-10-31', to: '2026-10-01' }, READ_AT)).toThrow('INVALID');
});

it('leaves the names of families out of the file when that is asked for, on every sheet', async () => {
  const { db } = await october();
  const names = db.all<{ name: string }>('SELECT name FROM students UNION SELECT complainant_name FROM complaints').map((row) => row.name);
  const facts = complaintsReport(db, OCTOBER, READ_AT);
  const held = async (of: typeof facts) => {
    const { book } = readXlsx((await complaintsFile(of, 'zh-CN', 'xlsx')).bytes);
    const texts = [...book.values()].flatMap((cells) => [...cells.values()].map((cell) => String(cell.value)));
    return names.filter((name) => name.length > 1 && texts.some((text) => text.split(/[、 /]+/).includes(name)));
  };
  expect((await held(facts)).length).toBeGreaterThan(1);
  expect(await held(withMaskedNames(facts))).toEqual([]);
});

it('is written as one workbook with all rows, and cut on the page with a line that says so', async () => {
  const { db } = await october();
  const facts = complaintsReport(db, OCTOBER, READ_AT);
  const { name, bytes } = await complaintsFile(facts, 'zh-CN', 'xlsx');
  expect(name).toBe('投诉报表-2026-10-01-2026-10-31.xlsx');
  const { book } = readXlsx(bytes);
  expect([...book.keys()]).toEqual(['台账', '类别与归因', '人员与课程', '在办时长', '时限']);
  const words = [...(book.get('台账')?.values() ?? [])].map((cell) => String(cell.value));
  for (const { number } of facts.register) expect(words).toContain(number);
  const cut = complaintsLayout(complaintsReport(db, OCTOBER, READ_AT, { parts: ['register'], most: 1 }), 'zh-CN', ['register']).sections[0]
    ?.blocks;
  expect(cut?.[0]).toMatchObject({ kind: 'table', rows: { length: 1 } });
  expect(JSON.stringify(cut?.[1])).toContain('前 1 件');
});
