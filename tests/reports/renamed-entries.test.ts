import { expect, it } from 'vitest';
import type { Db } from '#main/db/open.ts';
import { rowsBehind } from '#main/figures/service.ts';
import { complaintsLayout } from '#main/reports/complaints-layout.ts';
import { complaintsReport } from '#main/reports/service.ts';
import type { Lang } from '#shared/contract/fields.ts';
import { at, openDesk, record } from '../complaints/desk.ts';

const SPAN = { from: '2026-11-20', to: '2026-11-20' };

/** What one table says per entry, and how many rows its number opens. */
function tableOf(db: Db, now: number, name: 'bySub' | 'byCause', lang: Lang = 'zh-CN') {
  const { sections } = complaintsLayout(complaintsReport(db, SPAN, now), lang, ['kinds']);
  const table = sections.flatMap((section) => section.blocks).find((block) => block.kind === 'table' && block.id === name);
  if (table?.kind !== 'table') throw new Error('no such table');
  return table.rows.map(({ cells: [label, received] }) => {
    const says = received?.kind === 'count' ? received.value : null;
    const opened = received?.rows ? rowsBehind(db, { span: SPAN, ...received.rows }, now).rows.length : says;
    expect(opened).toBe(says);
    return [label?.kind === 'text' ? label.text : '', says];
  });
}

it('renamed and merged sub-categories and causes count as one line that opens all their complaints', async () => {
  const desk = await openDesk(at('2026-11-20 15:30'));
  const triage = desk.as('manager').triage;
  const make = async (subcategory: string, rootCause: string) => {
    const { id } = (await record(desk, { category: 'finance', subcategory })).complaint;
    if (rootCause !== '') await desk.as('manager').complaints.setCause({ id, version: desk.version(id), rootCause, prevention: '' });
  };
  await make('退费', '服务 / 人手不够');
  await make('Refund', '教学 / 师资不够');
  await make('退费', '教学 / 师资不够');
  await make('自己的话, 50%: "|"', '停电');
  await make('', '');
  const now = desk.clock.now();
  expect(tableOf(desk.db, now, 'bySub')).toContainEqual(['财务 / 退费', 3]);

  await triage.saveNode({
    id: 'sub.finance.refund',
    tree: 'subcategory',
    parent: 'finance',
    nameZh: '退款',
    nameEn: 'Money back',
    version: 0,
  });
  await make('退款', '');
  await triage.mergeNodes({ id: 'cause.teaching.staffing', into: 'cause.service.staffing' });
  const bySub = tableOf(desk.db, now, 'bySub');
  expect(bySub.slice(0, 1)).toEqual([['财务 / 退款', 4]]);
  expect(bySub).toContainEqual(['财务 / 自己的话, 50%: "|"', 1]);
  expect(bySub).toHaveLength(4);
  const byCause = tableOf(desk.db, now, 'byCause');
  expect(byCause).toContainEqual(['服务 / 人手不够', 3]);
  expect(byCause).toContainEqual(['停电', 1]);
  expect(byCause).toHaveLength(4);
  // the total is what the lines above add up to, and everything received
  for (const lines of [bySub, byCause]) expect(lines.slice(0, -1).reduce((sum, [, n]) => sum + Number(n), 0)).toBe(6);
  expect(tableOf(desk.db, now, 'bySub', 'en')[0]?.[0]).toContain('Money back');
});
