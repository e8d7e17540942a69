import { expect, it } from 'vitest';
import { monthRows } from '#main/figures/service.ts';
import type { Cell } from '#main/reports/blocks.ts';
import { layoutOf } from '#main/reports/layout.ts';
import { monthlyReport } from '#main/reports/service.ts';
import { isFailure } from '#shared/contract/failure.ts';
import type { RowsBehind } from '#shared/contract/reports.ts';
import { october, READ_AT } from '../figures/october.ts';

/** How many rows a cell promises to open. */
function promised(cell: Cell): number | null {
  if (cell.kind === 'count') return cell.value;
  if (cell.kind === 'share') return cell.numerator;
  return cell.kind === 'fraction' ? cell.denominator : null;
}

it('every number that can be clicked opens exactly as many rows as it says', async () => {
  const { db } = await october();
  const open = (behind: RowsBehind): number | string => {
    try {
      return monthRows(db, { month: '2026-10', ...behind }, READ_AT).rows.length;
    } catch (error) {
      return isFailure(error) ? error.code : 'error';
    }
  };
  const layout = layoutOf(monthlyReport(db, '2026-10', READ_AT), 'en');
  const cells = layout.sections.flatMap((section) =>
    section.blocks.flatMap((block) => (block.kind === 'table' ? block.rows.flatMap((row) => row.cells) : [])),
  );
  const clickable = cells.flatMap((cell) => (cell.rows && promised(cell) !== null ? [{ behind: cell.rows, says: promised(cell) }] : []));
  expect(clickable.length).toBeGreaterThan(90);
  const wrong = clickable.flatMap(({ behind, says }) => {
    const opened = open(behind);
    return opened === says ? [] : [`${behind.key} ${behind.part} ${behind.split}: ${says}, opened ${opened}`];
  });
  expect(wrong).toEqual([]);
});
