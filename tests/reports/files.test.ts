import { describe, expect, it } from 'vitest';
import { neutralised } from '#main/base/cells.ts';
import { layoutOf } from '#main/reports/layout.ts';
import { monthlyReport, reportFile, reportFileName } from '#main/reports/service.ts';
import type { MonthlyReport } from '#shared/contract/reports.ts';
import { cellText } from '#shared/rules/reports.ts';
import { october, READ_AT } from '../figures/october.ts';
import { calculate, readXlsx } from './read-xlsx.ts';

async function value(): Promise<MonthlyReport> {
  const { db } = await october();
  return monthlyReport(db, '2026-10', READ_AT);
}

const letter = (column: number) => String.fromCharCode(65 + column);

/** Number as the format of its cell shows it. */
function shown(cell: number, format: string): string {
  if (format === '0.0%') return `${(Math.round(cell * 1000 + 1e-7) / 10).toFixed(1)}%`;
  return cell.toLocaleString('en-US', { maximumFractionDigits: 2 });
}

describe('the three faces of one report', () => {
  for (const lang of ['zh-CN', 'en'] as const) {
    it(`agree to the last digit (${lang})`, async () => {
      const report = await value();
      const layout = layoutOf(report, lang);
      const { book } = readXlsx(await reportFile(report, lang, 'xlsx'));
      const html = (await reportFile(report, lang, 'html')).toString('utf8');
      let compared = 0;
      for (const section of layout.sections) {
        const cells = book.get(section.sheet);
        if (!cells) throw new Error(`no sheet ${section.sheet}`);
        const headingAt = [...cells].find(([, cell]) => cell.value === section.heading)?.[0];
        if (headingAt === undefined) throw new Error(`no heading ${section.heading}`);
        let row = Number(headingAt.slice(1));
        for (const block of section.blocks) {
          if (block.kind !== 'table') {
            row += block.kind === 'note' ? 1 : block.items.length + 1;
            continue;
          }
          row += 1;
          const paper = [...(new RegExp(`data-id="${block.id}".*?</table>`, 's').exec(html)?.[0] ?? '').matchAll(/<tr[^>]*>(.*?)<\/tr>/gs)]
            .slice(1)
            .map((line) =>
              [...(line[1] ?? '').matchAll(/<td[^>]*>(.*?)<\/td>/gs)].map((cell) => (cell[1] ?? '').replace(/<sup>.*?<\/sup>/, '')),
            );
          block.rows.forEach((line, index) => {
            row += 1;
            let column = 0;
            line.cells.forEach((cell, place) => {
              const onPaper = paper[index]?.[place] ?? '';
              expect(onPaper).toBe(cellText(cell, layout.none));
              const own = cells.get(`${letter(column)}${row}`);
              if (cell.kind === 'fraction') {
                const other = cells.get(`${letter(column + 1)}${row}`);
                column += 1;
                if (cell.numerator !== null) expect(`${own?.value}/${other?.value}`).toBe(onPaper);
              } else if (typeof own?.value === 'number' && cell.kind !== 'target') {
                compared += 1;
                expect([block.id, index, place, shown(own.value, own.format)]).toEqual([
                  block.id,
                  index,
                  place,
                  onPaper.replace(/^[+−]/, ''),
                ]);
                if (own.formula !== null) expect(own.value).toBeCloseTo(calculate(own.formula, cells), 12);
              } else if (cell.kind === 'text') expect(own?.value).toBe(neutralised(cell.text));
              column += 1;
            });
          });
        }
      }
      expect(compared).toBeGreaterThan(100);
    });
  }

  it('shows the numbers of the value', async () => {
    const report = await value();
    const html = (await reportFile(report, 'zh-CN', 'html')).toString('utf8');
    for (const words of [
      '月度服务报告',
      '首次响应及时率',
      '4/7',
      '57.1%',
      '核对：6 + 2 + 1 − 4 = 5',
      '差 0',
      '2026 年 10 月 1 日至 2026 年 10 月 31 日',
      '北京时间',
    ]) {
      expect(html).toContain(words);
    }
    const { book } = readXlsx(await reportFile(report, 'zh-CN', 'xlsx'));
    const formulas = [...book.values()].flatMap((cells) => [...cells.values()]).filter((cell) => cell.formula !== null);
    expect(formulas.length).toBeGreaterThan(15);
  });

  it('freezes heads, sets widths and says no word that is missing', async () => {
    const report = await value();
    const { files, book } = readXlsx(await reportFile(report, 'en', 'xlsx'));
    expect(files['xl/worksheets/sheet1.xml']).toMatch(/<pane [^>]*ySplit="4"/);
    expect(files['xl/worksheets/sheet1.xml']).toMatch(/<col [^>]*width="/);
    const words = [...book.values()].flatMap((cells) => [...cells.values()].map((cell) => String(cell.value)));
    for (const lang of ['zh-CN', 'en'] as const) {
      const html = (await reportFile(report, lang, 'html')).toString('utf8');
      // A missing word shows as its key.
      expect(html).not.toMatch(/\b(figure|beside|section|col|clock|age|sign|category|severity|followUp|score|verdict)\.[a-z0-9_]/i);
      expect(html).not.toContain('{{');
    }
    expect(words.some((word) => /[\u4e00-\u9fff]/.test(word))).toBe(false);
    expect(reportFileName(report, 'zh-CN', 'xlsx')).toBe('月度服务报告-2026-10.xlsx');
  });

  it('takes no name for a formula and no name for markup', async () => {
    const report = await value();
    const evil: MonthlyReport = {
      ...report,
      centreName: '<script>alert(1)</script>"}',
      complaints: {
        ...report.complaints,
        byOwner: [
          { id: null, name: '', received: 1, closed: 1, missed: 0 },
          { id: '0190', name: '=HYPERLINK("http://x")', received: 1, closed: 0, missed: 0 },
        ],
      },
    };
    const html = (await reportFile(evil, 'zh-CN', 'html')).toString('utf8');
    expect(html).not.toContain('<script>');
    expect(html).toContain('没有负责人');
    const { book } = readXlsx(await reportFile(evil, 'zh-CN', 'xlsx'));
    const cells = [...(book.get('负责人') ?? new Map()).values()];
    expect(cells.map((cell) => cell.value)).toContain(`'=HYPERLINK("http://x")`);
    expect(neutralised('−3')).toBe('−3');
    expect(neutralised('@SUM(A1)')).toBe("'@SUM(A1)");
  });
});
