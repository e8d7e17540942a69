import writeXlsxFile, { type SheetData } from 'write-excel-file/node';
import { makeFamily, phoneSource } from '#main/demo/people.ts';
import { createRandom } from '#main/demo/random.ts';
import { addDays } from '#shared/rules/zone.ts';

const HEADINGS = [
  '姓名',
  '性别',
  '出生日期',
  '学校',
  '年级',
  '家长姓名',
  '关系',
  '家长电话',
  '课程',
  '报名日期',
  '购买课时',
  '剩余课时',
  '实缴金额',
  '备注',
];
const COURSES = ['少儿编程', '创意美术', '钢琴', '围棋', '口才'];
const RELATIONS = { mother: '母亲', father: '父亲', grandparent: '祖父母' } as const;
const TODAY = '2026-11-20';

/** A made-up sheet of new students, one pack each, as .xlsx; another seed gives other people. */
export async function studentSheet(rows: number, seed: number): Promise<Uint8Array<ArrayBuffer>> {
  const random = createRandom(seed);
  const phone = phoneSource(random);
  const data: SheetData = [HEADINGS.map((value) => ({ value }))];
  while (data.length <= rows) {
    const { guardians, children } = makeFamily(random, phone, TODAY);
    const [guardian] = guardians;
    for (const child of children.slice(0, rows + 1 - data.length)) {
      const lessons = random.pick([20, 30, 48]);
      const cells = [
        child.name,
        child.gender === 'female' ? '女' : '男',
        child.birthOn,
        child.school,
        child.grade,
        guardian?.name ?? '',
        guardian ? RELATIONS[guardian.relation] : '',
        guardian?.phone ?? '',
        random.pick(COURSES),
        addDays(TODAY, -random.int(1, 400)),
        lessons,
        lessons - random.int(0, 15),
        lessons * 120,
        child.remark,
      ];
      data.push(cells.map((value) => (typeof value === 'number' ? { value, type: Number } : { value, type: String })));
    }
  }
  return new Uint8Array(await writeXlsxFile(data).toBuffer());
}
