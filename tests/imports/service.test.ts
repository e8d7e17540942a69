import { expect, test } from 'vitest';
import type { ImportView } from '#shared/contract/imports.ts';
import { openDesk } from '../support/desk.ts';
import { until } from '../support/until.ts';
import { craftRows } from './craft.ts';

/** Previews and imports through the contract, in the program's own threads. */

const HEADINGS = ['姓名', '家长电话', '课程', '报名日期', '课时'];
const sheet = (...rows: (string | number)[][]): File => new File([new Uint8Array(craftRows([HEADINGS, ...rows]))], 'list.xlsx');
const first = ['张思凡', '13800000001', '美术', '2026-03-01', 10];
const second = ['李沐阳', '13800000002', '钢琴', '2026-03-01', 20];

type Imports = Awaited<ReturnType<Awaited<ReturnType<typeof openDesk>>['as']>>['imports'];

async function reached(imports: Imports, id: string, state: ImportView['state']): Promise<ImportView> {
  return until(async () => {
    const view = await imports.get({ id });
    expect(view.failure).toBeNull();
    expect(view.state).toBe(state);
    return view;
  }, 30_000);
}

test('the older of two previews is written as it was shown, though its thread went to the newer one', async () => {
  const desk = await openDesk();
  const { imports, students } = desk.as('manager');
  const { id: older } = await imports.preview({ file: sheet(first, second) });
  await reached(imports, older, 'ready');
  const { id: newer } = await imports.preview({ file: sheet(first) });
  expect((await reached(imports, newer, 'ready')).counts).toMatchObject({ students: 1, packs: 1 });

  await imports.run({ id: older, lang: 'zh-CN' });
  expect((await reached(imports, older, 'done')).counts).toMatchObject({ students: 2, packs: 2 });
  await imports.run({ id: newer, lang: 'zh-CN' });
  // the preview promised one; since then the other list brought it
  expect((await reached(imports, newer, 'done')).counts).toMatchObject({ students: 0, packs: 0 });
  expect((await students.list({ limit: 10 })).rows.map(({ name }) => name).sort()).toEqual(['张思凡', '李沐阳'].sort());
});

test('a preview is planned again in its own thread for another answer to duplicates', async () => {
  const desk = await openDesk();
  const { imports } = desk.as('manager');
  const { id: once } = await imports.preview({ file: sheet(first) });
  await reached(imports, once, 'ready');
  await imports.run({ id: once, lang: 'zh-CN' });
  await reached(imports, once, 'done');

  const { id } = await imports.preview({ file: sheet(first) });
  expect((await reached(imports, id, 'ready')).duplicates).toHaveLength(1);
  await imports.replan({ id, duplicates: 'new', mapping: null });
  await until(async () => expect((await imports.get({ id })).counts.students).toBe(1), 30_000);
  await imports.run({ id, lang: 'zh-CN' });
  expect((await reached(imports, id, 'done')).counts).toMatchObject({ students: 1, packs: 1 });
});
