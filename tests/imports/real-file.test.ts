import { expect, test } from 'vitest';
import { type Cell, cellText, type SheetRow } from '#shared/rules/import-cells.ts';
import { type CraftCell, craftXlsx, encodeGb18030, styled } from './craft.ts';
import { expected, readAndPlan, realBytes, realRows, sumOf, TODAY } from './real-sheet.ts';

type Result = Awaited<ReturnType<typeof readAndPlan>>;

/** Everything that the expectation says, on one result. */
function expectAsExpected(
  { read, plan, summary }: Result,
  row: (n: number) => number = (n) => n,
  column: (c: string) => string = (c) => c,
): void {
  const e = expected();
  expect({ students: summary.students, guardians: summary.guardians, packs: summary.packs, updated: summary.updated }).toEqual({
    students: e.students,
    guardians: e.guardians,
    packs: e.packs,
    updated: 0,
  });
  expect(read.errors.map((x) => ({ row: x.row, column: x.column, value: x.value }))).toEqual(
    e.errors.map((x) => ({ ...x, row: row(x.row), column: column(x.column) })),
  );
  expect(plan.duplicates.map((d) => ({ row: d.row, name: d.name }))).toEqual(e.duplicates.map((d) => ({ ...d, row: row(d.row) })));
  expect(summary.duplicates.every((d) => d.ofRow !== null && d.ofRow < d.row)).toBe(true);
  expect(summary.ignoredRows).toEqual({ blank: e.blankRows, heading: e.repeatedHeadings, total: e.totalsRows });
  expect(read.mapping.headingRow).toBe(row(e.headingRow));
  expect(sumOf(plan.packs, (p) => p.paidFen)).toBe(e.paidFen);
  expect(sumOf(plan.packs, (p) => p.remainingHalves)).toBe(e.remainingHalves);
  expect(sumOf(plan.packs, (p) => p.paidHalves + p.giftHalves + p.openingHalves)).toBe(e.remainingHalves);
  const names = plan.students.map((s) => s.name);
  for (const [, name] of e.normalisedNames) expect(names).toContain(name);
  expect(plan.hints.filter((h) => h.reason === 'sibling')).toHaveLength(e.siblingsSharingAGuardian);
}

/** The cell as a spreadsheet would write it into a .csv. */
function shown(cell: Cell | undefined): string {
  if (typeof cell === 'object' && cell?.kind === 'date') return (cell.day ?? '').replace(/-0?/g, '/');
  return typeof cell === 'string' ? cell : cellText(cell);
}

function csv(rows: readonly SheetRow[], delimiter: string, end: string): string {
  const lines: string[] = [];
  for (const { row, cells } of rows) {
    while (lines.length < row - 1) lines.push('');
    lines.push(
      Array.from({ length: 22 }, (_, i) => shown(cells[i]))
        .map((text) => (/["\n\r]/.test(text) || text.includes(delimiter) ? `"${text.replaceAll('"', '""')}"` : text))
        .join(delimiter),
    );
  }
  return lines.join(end) + end;
}

test('the sheet of the centre gives exactly what is expected of it', async () => {
  const result = await readAndPlan(realBytes());
  expectAsExpected(result);
  expect(result.read.sheet).toMatchObject({ format: 'xlsx', encoding: 'xlsx', sheetName: '学员信息' });
  expect(result.read.mapping).toMatchObject({ ambiguous: [], unknown: [], missing: [] });
});

test.each([
  ['gb18030', encodeGb18030, ',', '\r\n'],
  ['utf-8', (text: string) => new TextEncoder().encode(`\ufeff${text}`), ';', '\n'],
  ['utf-8', (text: string) => new TextEncoder().encode(text), '\t', '\r'],
  ['utf-16le', (text: string) => new Uint8Array(Buffer.from(`\ufeff${text}`, 'utf16le')), '\t', '\r\n'],
])('a .csv of the same data gives the same (%s)', async (encoding, encode, delimiter, end) => {
  const result = await readAndPlan(encode(csv(await realRows(), delimiter, end)));
  expect(result.read.sheet).toMatchObject({ format: 'csv', encoding });
  expectAsExpected(result);
});

const OTHER_HEADINGS: Record<string, string> = {
  学号: '学员编号',
  姓名: '学员\n姓 名*',
  性别: '性 别',
  出生日期: '出生年月日（必填）',
  联系电话: '本人手机号',
  家长姓名: '监护人',
  关系: '与学员关系',
  家长电话: '监护人　联系电话',
  就读学校: '学校',
  年级: '就读年级',
  报名课程: '所报课程',
  班级: '班级名称',
  购买课时: '总课时（节）',
  赠送课时: '赠课',
  剩余课时: '课时余额',
  实缴金额: '实收学费(元)',
  报名日期: '缴费时间',
  招生来源: '渠道',
  介绍人: '推荐人',
  学管师: '课程顾问',
  状态: '学员状态',
  备注: '备注说明',
};

test('other headings in another order, with other dates, under more rows of title give the same', async () => {
  const source = await realRows();
  const order = [20, 12, 13, 14, 3, 2, 1, 0, 21, 19, 18, 17, 16, 15, 7, 6, 5, 4, 8, 9, 10, 11];
  const heading = source.find((r) => r.row === 3)?.cells ?? [];
  const forms: ((day: string) => CraftCell)[] = [
    (day) => `${day.replaceAll('-', '/')} 0:00:00`,
    (day) => day.replaceAll('-', ''),
    (day) => styled((Date.parse(day) - Date.UTC(1899, 11, 30)) / 86_400_000, 1),
    (day) => String((Date.parse(day) - Date.UTC(1899, 11, 30)) / 86_400_000),
    (day) => `${day}T00:00:00`,
    (day) => day.replace(/[0-9-]/g, (c) => (c === '-' ? '．' : String.fromCharCode(c.charCodeAt(0) + 0xfee0))),
  ];
  const rows = Object.fromEntries(
    source.map(({ row, cells }) => {
      const moved = order.map((from): CraftCell => {
        const cell = cells[from] ?? null;
        if (cells[1] === heading[1]) return OTHER_HEADINGS[String(cell)] ?? null;
        if (typeof cell === 'object' && cell?.kind === 'date' && cell.day !== null) return forms[row % forms.length]?.(cell.day) ?? null;
        return cell as string | number | null;
      });
      return [row < 3 ? row : row + 4, row < 3 ? [cells[0] as string] : moved];
    }),
  );
  const bytes = craftXlsx({
    formats: ['[$-804]yyyy"年"m"月"d"日"'],
    sheets: [
      { name: '说明', rows: { 1: ['请按模板填写'], 2: ['谢谢'] } },
      { name: '旧', state: 'hidden', rows: { 1: ['姓名', '家长电话'], 2: ['某某', '13800000000'] } },
      { name: '学员', rows, merge: 'A1:V1' },
    ],
  });
  const result = await readAndPlan(bytes);
  expect(result.read.sheet.sheetName).toBe('学员');
  const written = (c: string) => (OTHER_HEADINGS[c] ?? '').replace(/\s/g, '');
  expectAsExpected(
    result,
    (n) => n + 4,
    (c) => written(c),
  );
});

test('the same file again creates nothing with `skip`, whatever else the records hold', async () => {
  const first = await readAndPlan(realBytes());
  const { plan } = first;
  const guardianOf = (ref: (typeof plan.links)[number]['guardian']) => ('fresh' in ref ? plan.guardians[ref.fresh] : undefined);
  const records = plan.students.map((s, i) => ({
    marker: '' as const,
    ...s,
    id: `s${i}`,
    guardians: plan.links
      .filter((l) => 'fresh' in l.student && l.student.fresh === i)
      .map((l) => ({
        id: `g${'fresh' in l.guardian ? l.guardian.fresh : ''}`,
        name: guardianOf(l.guardian)?.name ?? '',
        phone: guardianOf(l.guardian)?.phone ?? null,
      })),
    packs: plan.packs.flatMap((p, n) =>
      'fresh' in p.student && p.student.fresh === i
        ? [{ id: `p${n}`, course: p.course, enrolledOn: p.enrolledOn ?? TODAY, endedOn: null }]
        : [],
    ),
  }));
  const guardians = plan.guardians.flatMap((g, i) =>
    g.phone === null ? [] : [{ id: `g${i}`, name: g.name, phone: g.phone, aliases: [] }],
  );
  let asked = 0;
  const existing = {
    findByKeys: (q: { nameKeys: readonly string[]; phones: readonly string[] }) => {
      asked += 1;
      return {
        students: records.filter((r) => q.nameKeys.includes(r.nameKey)),
        guardians: guardians.filter((g) => q.phones.includes(g.phone)),
        pinyinTails: [],
      };
    },
  };
  const again = await readAndPlan(realBytes(), {}, existing);
  expect(again.plan.counts).toEqual({ students: 0, guardians: 0, packs: 0, updated: 0 });
  expect(again.plan).toMatchObject({ links: [], markers: [], updates: [], aliases: [] });
  expect(again.plan.duplicates).toHaveLength(549);
  expect(again.plan.duplicates.every((d) => d.ofStudent !== null)).toBe(true);
  expect(asked).toBeLessThan(5);
  const updated = await readAndPlan(realBytes(), { duplicates: 'update' }, existing);
  expect(updated.plan.counts).toMatchObject({ students: 0, guardians: 0, packs: 0 });
});
