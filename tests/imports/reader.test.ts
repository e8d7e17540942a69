import { strToU8, zipSync } from 'fflate';
import { expect, test } from 'vitest';
import type { OpenSheet, ReadOptions } from '#main/imports/sheet.ts';
import { openSheet } from '#main/imports/sheet-reader.ts';
import { isDateFormat } from '#main/imports/xlsx-parts.ts';
import { isFailure } from '#shared/contract/failure.ts';
import type { SheetRow } from '#shared/rules/import-cells.ts';
import { craftRows, craftXlsx, encodeGb18030, styled } from './craft.ts';

async function all(sheet: Pick<OpenSheet, 'rows'>): Promise<SheetRow[]> {
  const rows: SheetRow[] = [];
  for await (const row of sheet.rows()) rows.push(row);
  return rows;
}
const read = async (bytes: Uint8Array, options?: ReadOptions) => all(await openSheet(bytes, options));
const bytesOf = (text: string) => new TextEncoder().encode(text);

/** The reason for which a file is refused, or what happened instead. */
async function refusal(bytes: Uint8Array, options?: ReadOptions): Promise<string> {
  try {
    await read(bytes, options);
    return 'taken';
  } catch (error) {
    return isFailure(error) ? String(error.data.reason ?? error.code) : `other: ${String(error)}`;
  }
}

test('every kind of cell is read: shared, rich, inline, formulas, numbers, booleans, errors, dates', async () => {
  const bytes = craftXlsx({
    formats: ['yyyy/m/d', 14, '0.00', 'h:mm', 57],
    sheets: [
      {
        name: 'x',
        rows: {
          2: [
            '普通',
            {
              xml: '<c r="@" t="inlineStr"><is><r><t>富</t></r><r><rPr><b/></rPr><t>文本</t></r><rPh sb="0" eb="1"><t>fu</t></rPh></is></c>',
            },
            { xml: '<c r="@" t="str"><f>A1&amp;"x"</f><v>算出</v></c>' },
            { xml: '<c r="@"><f>1+1</f><v>2</v></c>' },
            true,
            { xml: '<c r="@" t="e"><v>#REF!</v></c>' },
            styled(45_356, 1),
            styled(45_356.5, 2),
            styled(36, 3),
            { xml: '<c r="@"><f>SUM(A1)</f></c>' },
            1.38e10,
          ],
          5: [
            null,
            null,
            '稀疏',
            { xml: '<c r="@" s="1"/>' },
            styled(0.5, 4),
            styled(45_356, 5),
            { xml: '<c r="@" t="d"><v>2024-03-05T00:00:00</v></c>' },
          ],
        },
      },
    ],
  });
  const day = (serial: number, text: string | null) => ({ kind: 'date', serial, day: text });
  expect(await read(bytes)).toEqual([
    {
      row: 2,
      cells: [
        '普通',
        '富文本',
        '算出',
        2,
        true,
        { kind: 'error', code: '#REF!' },
        day(45_356, '2024-03-05'),
        day(45_356.5, '2024-03-05'),
        36,
        { kind: 'error', code: '#FORMULA' },
        13_800_000_000,
      ],
    },
    { row: 5, cells: [null, null, '稀疏', null, 0.5, day(45_356, '2024-03-05'), '2024-03-05T00:00:00'] },
  ]);
});

test('shared strings keep rich text together, leave readings out and undo escapes', async () => {
  const sst = strToU8(
    '<sst><si><r><t>迪丽</t></r><r><t xml:space="preserve"> 热巴</t></r><rPh sb="0" eb="2"><t>DI LI</t></rPh><phoneticPr fontId="1"/></si><si><t>a_x000D_&#10;b_x005F_x0041_</t></si></sst>',
  );
  const bytes = craftXlsx({
    sheets: [{ name: 'x', rows: '<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row>' }],
    extra: { 'xl/sharedStrings.xml': sst },
  });
  expect(await read(bytes)).toEqual([{ row: 1, cells: ['迪丽 热巴', 'a\r\nb_x0041_'] }]);
});

test('the 1904 calendar, prefixed elements and rows without numbers are read alike', async () => {
  const bytes = craftXlsx({
    date1904: true,
    prefix: 'x',
    formats: [14],
    sheets: [{ name: 's', rows: '<row><c s="1"><v>43894</v></c><c><v>7</v></c></row><row r="4"><c r="C4"><v>1</v></c></row>' }],
  });
  const sheet = await openSheet(bytes);
  expect(sheet.date1904).toBe(true);
  expect(await all(sheet)).toEqual([
    { row: 1, cells: [{ kind: 'date', serial: 43_894, day: '2024-03-05' }, 7] },
    { row: 4, cells: [null, null, 1] },
  ]);
});

test('the first visible sheet that pleases is taken, by name any', async () => {
  const bytes = craftXlsx({
    inline: true,
    sheets: [
      { name: 'hidden', state: 'veryHidden', rows: { 1: ['h'] } },
      { name: 'empty', rows: {} },
      { name: 'first', rows: { 1: ['a'] } },
      { name: 'second', rows: { 1: ['b'] } },
    ],
  });
  expect((await openSheet(bytes)).sheetName).toBe('first');
  const wanted = await openSheet(bytes, { isWanted: (rows) => rows[0]?.cells[0] === 'b' });
  expect(wanted.sheetName).toBe('second');
  expect((await openSheet(bytes, { isWanted: () => false })).sheetName).toBe('first');
  expect(await read(bytes, { sheet: 'hidden' })).toEqual([{ row: 1, cells: ['h'] }]);
  expect(await refusal(bytes, { sheet: 'nowhere' })).toBe('no_sheet');
  expect((await openSheet(bytes)).sheets[0]).toEqual({ name: 'hidden', hidden: true });
});

test.each([
  ['yyyy/m/d', true],
  ['[$-804]yyyy"年"m"月"d"日";@', true],
  ['m"月"d"日"', true],
  ['yyyy-mm-dd hh:mm', true],
  ['aaaa', true],
  ['mm/dd/yy', true],
  ['mmm', true],
  ['General', false],
  ['#,##0.00 "元/day"', false],
  ['0.00E+00', false],
  ['[Red]0.0;[Blue]-0.0', false],
  ['\\d0', false],
  ['h:mm:ss', false],
  ['[h]:mm', false],
  ['¥#,##0.00', false],
  ['@', false],
])('number format %s is a date: %s', (code, date) => {
  expect(isDateFormat(code)).toBe(date);
});

test('.csv: delimiters, quoted line breaks, ragged rows, kept texts; the record is the row', async () => {
  const text = 'sep=;\r\n姓名;电话;备注\r\n张三;="013812341234";"一行\r\n二行; ""好"""\r\n\r\n李四;1\r\n;;\r\n王五;2;x;;;\r\n';
  expect(await read(bytesOf(text))).toEqual([
    { row: 1, cells: ['姓名', '电话', '备注'] },
    { row: 2, cells: ['张三', '013812341234', '一行\r\n二行; "好"'] },
    { row: 4, cells: ['李四', '1'] },
    { row: 6, cells: ['王五', '2', 'x'] },
  ]);
  expect(await read(bytesOf('a\tb,c\n1\t2,3\n'))).toEqual([
    { row: 1, cells: ['a', 'b,c'] },
    { row: 2, cells: ['1', '2,3'] },
  ]);
  expect(await read(bytesOf('高 12" 屏,x\n'))).toEqual([{ row: 1, cells: ['高 12" 屏', 'x'] }]);
});

test('encodings: mark, strict UTF-8, then GB18030 with characters outside the basic plane', async () => {
  const line = '王䶮,李𠮷,㐂,ḿ';
  for (const [encoding, bytes] of [
    ['gb18030', encodeGb18030(line)],
    ['utf-8', bytesOf(line)],
    ['utf-8', bytesOf(`\ufeff${line}`)],
    ['utf-16le', new Uint8Array(Buffer.from(`\ufeff${line}`, 'utf16le'))],
    ['utf-16be', new Uint8Array(Buffer.from(`\ufeff${line}`, 'utf16le').swap16())],
  ] as const) {
    const sheet = await openSheet(bytes);
    expect(sheet.encoding).toBe(encoding);
    expect(await all(sheet)).toEqual([{ row: 1, cells: line.split(',') }]);
  }
});

test('what is no sheet is refused with its reason', async () => {
  const ole = Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ...new Uint8Array(600));
  const locked = Uint8Array.from([...ole, ...Buffer.from('EncryptedPackage', 'utf16le')]);
  expect(await refusal(new Uint8Array())).toBe('empty');
  expect(await refusal(ole)).toBe('xls_old');
  expect(await refusal(locked)).toBe('encrypted');
  expect(await refusal(Uint8Array.of(0x09, 0x08, 0x10, 0, 0, 6))).toBe('xls_old');
  expect(await refusal(bytesOf('<html><table><tr><td>姓名</td></tr></table></html>'))).toBe('web_page');
  expect(await refusal(bytesOf('\ufeff<?xml version="1.0"?><Workbook/>'))).toBe('web_page');
  expect(await refusal(bytesOf('%PDF-1.7'))).toBe('not_a_sheet');
  expect(await refusal(Uint8Array.of(0x41, 0, 0, 0x42))).toBe('not_a_sheet');
  expect(await refusal(zipSync({ 'word/document.xml': strToU8('<a/>') }))).toBe('not_a_sheet');
  expect(
    await refusal(
      zipSync({ mimetype: [strToU8('application/vnd.oasis.opendocument.spreadsheet'), { level: 0 }], 'content.xml': strToU8('<a/>') }),
    ),
  ).toBe('ods');
  expect(
    await refusal(
      zipSync({
        '_rels/.rels': strToU8('<R><Relationship Id="a" Type="x/officeDocument" Target="xl/workbook.bin"/></R>'),
        'xl/workbook.bin': strToU8('x'),
      }),
    ),
  ).toBe('xlsb');
  expect(await refusal(craftRows([['a']]).slice(0, -40))).toBe('broken');
  expect(await refusal(bytesOf(`a,"b\n${'x,y\n'.repeat(400_000)}`))).toBe('broken');
  expect(await refusal(craftXlsx({ sheets: [{ name: 'x', state: 'hidden', rows: { 1: ['a'] } }] }))).toBe('no_sheet');
});

test('a flipped bit inside an entry is noticed', async () => {
  const bytes = craftRows([['数字', 1234]], { inline: true });
  const outcomes = new Set<string>();
  for (let at = 40; at < bytes.length; at += 7) {
    const flipped = bytes.slice();
    flipped[at] = (flipped[at] ?? 0) ^ 0x10;
    const outcome = await refusal(flipped);
    expect(outcome).not.toMatch(/^other/);
    outcomes.add(outcome);
  }
  expect(outcomes).toContain('broken');
});

test('bombs and odd packages are refused before they are unpacked', async () => {
  const zeros = new Uint8Array(40_000_000);
  const row = '<row><c><v>1</v></c></row>';
  expect(await refusal(craftRows([['a']], { extra: { 'xl/media/big.bin': zeros } }))).toBe('unpacked_too_big');
  expect(
    await refusal(craftRows([['a']], { extra: { 'xl/media/big.bin': new Uint8Array(200_000) } }), { limits: { entryBytes: 100_000 } }),
  ).toBe('unpacked_too_big');
  expect(
    await refusal(
      craftRows([['a']], { extra: Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`x${i}`, new Uint8Array(9_000)])) }),
      { limits: { totalBytes: 100_000 } },
    ),
  ).toBe('unpacked_too_big');
  expect(
    await refusal(craftRows([['a']], { extra: Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`x${i}`, strToU8('')])) }), {
      limits: { entries: 50 },
    }),
  ).toBe('too_many_entries');
  expect(await refusal(craftRows([['a']], { extra: { 'xl/inner.zip': zipSync({ a: strToU8('b') }) } }))).toBe('nested_archive');
  expect(await refusal(craftRows([['a']], { extra: { 'xl/embeddings/sheet.xlsx': zipSync({ a: strToU8('b') }) } }))).toBe('taken');
  for (const path of ['../evil.xml', '/etc/evil.xml', 'xl\\evil.xml', 'C:/evil.xml', 'xl/./evil.xml', 'XL/workbook.xml'])
    expect([path, await refusal(craftRows([['a']], { extra: { [path]: strToU8('<a/>') } }))]).toEqual([path, 'odd_path']);
  expect(
    await refusal(
      craftRows([['a']], {
        extra: { 'xl/sharedStrings.xml': strToU8('<!DOCTYPE sst [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><sst><si><t>&b;</t></si></sst>') },
      }),
    ),
  ).toBe('broken');
  expect(await refusal(craftXlsx({ sheets: [{ name: 'x', rows: '<a>'.repeat(5_000) + '</a>'.repeat(5_000) }] }))).toBe('broken');
  expect(await refusal(craftXlsx({ sheets: [{ name: 'x', rows: row.repeat(1_001) }] }), { limits: { rows: 1_000 } })).toBe('too_many_rows');
  expect(await refusal(bytesOf('a\n'.repeat(1_001)), { limits: { rows: 1_000 } })).toBe('too_many_rows');
  expect(await refusal(craftRows([Array.from({ length: 201 }, () => 1)]))).toBe('too_many_columns');
  expect(await refusal(bytesOf(Array.from({ length: 201 }, () => '1').join(',')))).toBe('too_many_columns');
  expect(await refusal(craftRows([['x'.repeat(32_768)]]))).toBe('cell_too_long');
  expect(await refusal(craftRows([['x'.repeat(32_768)]], { inline: true }))).toBe('cell_too_long');
  expect(await refusal(craftRows([['x'.repeat(32_767)]]))).toBe('taken');
  expect(await refusal(bytesOf(`"${'x'.repeat(32_768)}"`))).toBe('cell_too_long');
  expect(await refusal(craftRows(Array.from({ length: 20 }, (_, i) => [`t${i}`])), { limits: { sharedStrings: 10 } })).toBe(
    'too_many_strings',
  );
  expect(await refusal(craftRows([['abc'], ['def']]), { limits: { sharedCharacters: 5 } })).toBe('too_many_strings');
  expect(await refusal(bytesOf('a,b'), { limits: { fileBytes: 2 } })).toBe('too_big');
  expect(
    await refusal(craftXlsx({ sheets: [{ name: 'x', rows: '<row r="2"><c><v>1</v></c></row><row r="1"><c><v>1</v></c></row>' }] })),
  ).toBe('broken');
  expect(await refusal(craftXlsx({ sheets: [{ name: 'x', rows: '<row r="1"><c t="s"><v>99</v></c></row>' }] }))).toBe('broken');
});

test('endless text between two tags does not fill the memory', async () => {
  const noise = Array.from({ length: 6_000_000 }, (_, i) => String.fromCharCode(97 + ((i * 7_919) % 23))).join('');
  const bytes = craftXlsx({ sheets: [{ name: 'x', rows: `<row><c t="str"><v>${noise}</v></c></row>` }] });
  expect(await refusal(bytes, { limits: { ratio: 1e9 } })).toBe('cell_too_long');
});

test('reading tells how far it is and stops when it is told to', async () => {
  const bytes = craftRows(
    Array.from({ length: 30_000 }, (_, i) => [i, `文本${i}`, i * 2]),
    { inline: true },
  );
  const stop = new AbortController();
  let calls = 0;
  let last = 0;
  const sheet = await openSheet(bytes, {
    signal: stop.signal,
    onProgress: (done, total) => {
      calls += 1;
      expect(done).toBeLessThanOrEqual(total);
      last = done / total;
    },
  });
  await all(sheet);
  expect(last).toBe(1);
  expect(calls).toBeGreaterThan(5);
  const half = sheet.rows();
  await half.next();
  stop.abort();
  await expect(all({ rows: () => half })).rejects.toMatchObject({ code: 'IMPORT_CANCELLED' });
  await expect(openSheet(bytes, { signal: stop.signal })).rejects.toMatchObject({ code: 'IMPORT_CANCELLED' });
});
