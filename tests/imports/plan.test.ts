import { expect, test } from 'vitest';
import { plainPinyin } from '#main/db/pinyin.ts';
import { type PlanOptions, planImport } from '#main/imports/plan.ts';
import type { ExistingAnswer, ExistingPeople, ExistingQuery, ExistingStudent } from '#main/imports/plan-types.ts';
import type { RowGuardian, StudentRow } from '#shared/rules/import-row.ts';
import { nameKey } from '#shared/rules/names.ts';
import { craftRows } from './craft.ts';
import { nobody, readAndPlan, TODAY } from './real-sheet.ts';

const parent = (phone: string | null, name = '家长'): RowGuardian => ({ name, phone, relation: 'mother', relationText: '妈妈' });
let row = 1;
function student(
  name: string,
  over: Partial<Omit<StudentRow, 'pack'>> & { course?: string; on?: string | null; pack?: null } = {},
): StudentRow {
  const { course = '美术', on = '2026-03-01', pack, ...rest } = over;
  row += 1;
  return {
    row,
    name,
    nameKey: nameKey(name),
    gender: '',
    birthOn: null,
    phone: null,
    wechat: '',
    school: '',
    grade: '',
    source: '',
    referrer: '',
    advisor: '',
    tags: [],
    remark: '',
    externalNumber: '',
    guardians: [],
    marker: null,
    statusText: '',
    warnings: [],
    pack:
      pack === null
        ? null
        : {
            course,
            className: '',
            kind: null,
            enrolledOn: on,
            validUntil: null,
            paidHalves: 72,
            giftHalves: 0,
            remainingHalves: 40,
            openingHalves: -32,
            paidFen: 100_000,
            listPriceFen: null,
          },
    ...rest,
  };
}
const plan = (rows: readonly StudentRow[], options: Partial<PlanOptions> = {}, existing: ExistingPeople = nobody) =>
  planImport(rows, existing, { duplicates: 'skip', today: TODAY, ...options });
const record = (name: string, over: Partial<ExistingStudent> = {}): ExistingStudent => {
  const { nameKey: key, gender, birthOn, phone, wechat, school, grade, source, referrer, advisor, remark, externalNumber } = student(name);
  return {
    id: `id-${name}`,
    name,
    nameKey: key,
    gender,
    birthOn,
    phone,
    wechat,
    school,
    grade,
    source,
    referrer,
    advisor,
    remark,
    externalNumber,
    marker: '',
    guardians: [],
    packs: [],
    ...over,
  };
};
const records = (students: readonly ExistingStudent[], rest: Partial<ExistingAnswer> = {}): ExistingPeople => ({
  findByKeys: (q: ExistingQuery) => ({
    students: students.filter((s) => q.nameKeys.includes(s.nameKey)),
    guardians: (rest.guardians ?? []).filter((g) => q.phones.includes(g.phone)),
    pinyinTails: (rest.pinyinTails ?? []).filter((p) => q.pinyinTails.includes(p.key)),
  }),
});
const P1 = '13800000001';
const P2 = '13800000002';

test('the same person: same name and any of guardian phone, own phone, birth day', () => {
  for (const [a, b] of [
    [{ guardians: [parent(P1)] }, { guardians: [parent(P2), parent(P1)] }],
    [{ phone: P1 }, { phone: P1 }],
    [
      { birthOn: '2015-01-01', guardians: [parent(P1)] },
      { birthOn: '2015-01-01', guardians: [parent(P2)] },
    ],
    [{ phone: P1 }, { guardians: [parent(P1)] }],
  ]) {
    const first = student('张三', a);
    const p = plan([first, student('张 三', b)]);
    expect(p.counts).toMatchObject({ students: 1, packs: 1 });
    expect(p.duplicates).toMatchObject([{ ofRow: first.row, ofStudent: null }]);
  }
});

test('the same name alone is nobody, another name with the same phone is a sibling', () => {
  const p = plan([
    student('张三', { guardians: [parent(P1)] }),
    student('张三', { guardians: [parent(P2)] }),
    student('张四', { guardians: [parent(P1)] }),
  ]);
  expect(p.counts).toEqual({ students: 3, guardians: 2, packs: 3, updated: 0 });
  expect(p.duplicates).toEqual([]);
  expect(p.hints.map((h) => [h.reason, h.name, h.other])).toEqual([['sibling', '张四', '张三']]);
});

test('another course or another day is a further pack of one student', () => {
  const who = { guardians: [parent(P1)] };
  const p = plan([
    student('张三', who),
    student('张三', { ...who, course: '书法' }),
    student('张三', { ...who, on: '2026-09-01' }),
    student('张三', { ...who, course: '书 法' }),
  ]);
  expect(p.counts).toEqual({ students: 1, guardians: 1, packs: 3, updated: 0 });
  expect(p.packs.every((x) => 'fresh' in x.student && x.student.fresh === 0)).toBe(true);
  expect(p.links).toHaveLength(1);
  expect(p.duplicates).toHaveLength(1);
});

test('a row without a day repeats any pack of the course, a row without a pack repeats the person', () => {
  const who = { phone: P1 };
  const p = plan([
    student('张三', who),
    student('张三', { ...who, on: null }),
    student('张三', { ...who, pack: null }),
    student('李四', { phone: P2, pack: null }),
    student('李四', { phone: P2 }),
  ]);
  expect(p.counts).toMatchObject({ students: 2, packs: 2 });
  expect(p.duplicates).toHaveLength(2);
});

test('one phone is one guardian; another name is kept as alias and told', () => {
  const p = plan([
    student('甲', { guardians: [parent(P1, '王一')] }),
    student('乙', { guardians: [parent(P1, '王二')] }),
    student('丙', { guardians: [parent(P1, '')] }),
  ]);
  expect(p.guardians).toMatchObject([{ name: '王一', phone: P1, aliases: ['王二'] }]);
  expect(p.hints.filter((h) => h.reason === 'guardian_alias').map((h) => h.name)).toEqual(['乙']);
  const late = plan([student('甲', { guardians: [parent(P1, '')] }), student('乙', { guardians: [parent(P1, '王二')] })]);
  expect(late.guardians).toMatchObject([{ name: '王二', aliases: [] }]);
  const known = plan(
    [student('甲', { guardians: [parent(P1, '王二')] })],
    {},
    records([], { guardians: [{ id: 'g', name: '王一', phone: P1, aliases: ['王三'] }] }),
  );
  expect(known.counts.guardians).toBe(0);
  expect(known.aliases).toEqual([{ guardianId: 'g', name: '王二' }]);
  expect(known.links).toMatchObject([{ guardian: { id: 'g' }, student: { fresh: 0 }, isPrimary: true }]);
});

test('guardians without a phone belong to their student alone', () => {
  const p = plan([
    student('甲', { phone: P1, guardians: [parent(null, '王一')] }),
    student('乙', { phone: P2, guardians: [parent(null, '王一')] }),
    student('甲', { phone: P1, on: '2026-09-01', guardians: [parent(null, '王一')] }),
  ]);
  expect(p.counts).toMatchObject({ students: 2, guardians: 2 });
  const named = plan([
    student('甲', { phone: P1, guardians: [parent(P2, '王一')] }),
    student('甲', { phone: P1, on: '2026-09-01', guardians: [parent(null, '王一')] }),
  ]);
  expect(named.counts).toMatchObject({ guardians: 1 });
});

test('records: skip leaves them, update fills in, new makes another', () => {
  const there = record('张三', {
    birthOn: '2015-01-01',
    school: '一小',
    grade: '三年级',
    packs: [{ id: 'p', course: '美术', enrolledOn: '2026-03-01', endedOn: null }],
  });
  const rows = [student('张三', { birthOn: '2015-01-01', school: '二小', phone: P1, guardians: [parent(P2)], marker: 'paused' })];
  const skip = plan(rows, { duplicates: 'skip' }, records([there]));
  expect(skip.counts).toEqual({ students: 0, guardians: 0, packs: 0, updated: 0 });
  expect(skip.duplicates).toMatchObject([{ ofRow: null, ofStudent: 'id-张三', decision: 'skip' }]);
  const update = plan(rows, { duplicates: 'update' }, records([there]));
  expect(update.counts).toEqual({ students: 0, guardians: 1, packs: 0, updated: 1 });
  expect(update.updates).toEqual([{ row: rows[0]?.row, studentId: 'id-张三', changes: { school: '二小', phone: P1 } }]);
  expect(update.markers).toMatchObject([{ pack: { id: 'p' }, kind: 'paused' }]);
  const fresh = plan(rows, { duplicates: 'new' }, records([there]));
  expect(fresh.counts).toEqual({ students: 1, guardians: 1, packs: 1, updated: 0 });
  const single = plan(rows, { duplicates: 'skip', decisions: new Map([[rows[0]?.row ?? 0, 'new']]) }, records([there]));
  expect(single.counts.students).toBe(1);
  const further = plan([student('张三', { birthOn: '2015-01-01', course: '书法', guardians: [parent(P2)] })], {}, records([there]));
  expect(further.counts).toEqual({ students: 0, guardians: 1, packs: 1, updated: 0 });
  expect(further.links).toMatchObject([{ student: { id: 'id-张三' }, isPrimary: true }]);
  expect(further.studentMarkers).toEqual([]);
});

test('an update inside the file fills in the row above', () => {
  const p = plan([student('张三', { phone: P1 }), student('张三', { phone: P1, school: '二小', birthOn: '2015-01-01' })], {
    duplicates: 'update',
  });
  expect(p.counts).toEqual({ students: 1, guardians: 0, packs: 1, updated: 0 });
  expect(p.students[0]).toMatchObject({ school: '二小', birthOn: '2015-01-01' });
});

test('rows with nothing but a name: two in a file, none when the file comes again', () => {
  expect(plan([student('张三'), student('张三')]).counts).toMatchObject({ students: 2, packs: 2 });
  const there = record('张三', { packs: [{ id: 'p', course: '美术', enrolledOn: '2026-03-01', endedOn: null }] });
  expect(plan([student('张三'), student('张三', { pack: null })], {}, records([there])).counts).toMatchObject({ students: 0, packs: 0 });
  expect(plan([student('张三', { course: '书法' })], {}, records([there])).counts).toMatchObject({ students: 1, packs: 1 });
  expect(plan([student('张三')], {}, records([{ ...there, phone: P1 }])).counts).toMatchObject({ students: 1 });
});

test('the state of a student is what all rows say together', () => {
  const who = { phone: P1 };
  const kinds = (...markers: StudentRow['marker'][]) =>
    plan(markers.map((marker, i) => student('张三', { ...who, on: `2026-01-0${i + 1}`, marker }))).studentMarkers.map((m) => m.kind);
  expect(kinds('ended', null)).toEqual([]);
  expect(kinds('paused', 'completed')).toEqual(['paused']);
  expect(kinds('ended', 'completed')).toEqual(['completed']);
});

test('the same sound with the same phone tail is a hint only', () => {
  const p = plan([student('张珊', { phone: '13811110001' }), student('章山', { phone: P1 }), student('张珊', { phone: '13922220001' })], {
    pinyin: plainPinyin,
  });
  expect(p.counts.students).toBe(3);
  expect(p.hints.map((h) => [h.reason, h.name, h.other])).toEqual([
    ['same_pinyin_tail', '章山', '张珊'],
    ['same_pinyin_tail', '张珊', '章山'],
  ]);
  const known = plan(
    [student('章山', { phone: P1 })],
    { pinyin: plainPinyin },
    records([], { pinyinTails: [{ key: 'zhangshan|0001', studentId: 'x', name: '张珊', nameKey: '张珊' }] }),
  );
  expect(known.hints.map((h) => h.other)).toEqual(['张珊']);
});

test('two records that a row fits are told, the one it repeats is taken', () => {
  const one = record('张三', { id: 'one', birthOn: '2015-01-01' });
  const two = record('张三', { id: 'two', phone: P1, packs: [{ id: 'p', course: '美术', enrolledOn: '2026-03-01', endedOn: null }] });
  const p = plan([student('张三', { birthOn: '2015-01-01', phone: P1 })], {}, records([one, two]));
  expect(p.duplicates).toMatchObject([{ ofStudent: 'two' }]);
  expect(p.hints.map((h) => h.reason)).toEqual(['same_name']);
});

test('an update that says nothing new changes nothing, and a state that stands keeps its day', () => {
  const rows = [student('张三', { phone: P1, marker: 'paused', statusText: '停课', advisor: '不在的人' })];
  const there = record('张三', {
    phone: P1,
    marker: 'paused',
    packs: [{ id: 'p', course: '美术', enrolledOn: '2026-03-01', endedOn: null }],
  });
  const p = plan(rows, { duplicates: 'update', advisors: new Set(['在的人']) }, records([there]));
  expect(p).toMatchObject({ counts: { updated: 0 }, updates: [], studentMarkers: [] });
});

test('an update ends a pause when the sheet says so in a known word, and nothing else', () => {
  const there = (marker: ExistingStudent['marker']) =>
    records([record('张三', { phone: P1, marker, packs: [{ id: 'p', course: '美术', enrolledOn: '2026-03-01', endedOn: null }] })]);
  const said = (statusText: string, marker: ExistingStudent['marker'], duplicates: 'skip' | 'update' = 'update') =>
    plan([student('张三', { phone: P1, statusText })], { duplicates }, there(marker));
  expect(said('在读', 'paused')).toMatchObject({ counts: { updated: 1 }, studentMarkers: [{ student: { id: 'id-张三' }, kind: '' }] });
  for (const [word, marker] of [
    ['', 'paused'],
    ['某种说法', 'paused'],
    ['在读', 'completed'],
    ['在读', ''],
  ] as const)
    expect(said(word, marker)).toMatchObject({ counts: { updated: 0 }, studentMarkers: [] });
  expect(said('在读', 'paused', 'skip').studentMarkers).toEqual([]);
});

test('an advisor who is not of the staff is told once, by name', () => {
  const rows = [
    student('张三', { phone: P1, advisor: '甲' }),
    student('李四', { phone: P2, advisor: '甲' }),
    student('王五', { advisor: '乙' }),
  ];
  const p = plan(rows, { advisors: new Set(['乙']) });
  expect(p.hints).toEqual([{ row: rows[0]?.row, reason: 'advisor_unknown', name: '张三', other: '甲' }]);
  expect(p.students.map((s) => s.advisor)).toEqual(['', '', '乙']);
});

test('ten thousand rows are read and planned, none lost', async () => {
  const names = ['伟', '芳', '娜', '敏', '静', '丽', '强', '磊', '军', '洋'];
  const rows = Array.from({ length: 10_000 }, (_, i) => [
    `张${names[i % 10]}${names[Math.floor(i / 10) % 10]}${names[Math.floor(i / 100) % 10]}`,
    '男',
    `2015/${(i % 12) + 1}/${(i % 28) + 1}`,
    `家长${i}`,
    `138 ${String(10_000_000 + (i >> 1)).slice(0, 4)} ${String(10_000_000 + (i >> 1)).slice(4)}`,
    '美术',
    '2026年3月1日',
    '36节',
    12.5,
    '￥1,280.00',
  ]);
  const bytes = craftRows([
    ['姓名', '性别', '出生日期', '家长姓名', '家长电话', '课程', '报名日期', '购买课时', '剩余课时', '实缴金额'],
    ...rows,
  ]);
  const { plan: p, read } = await readAndPlan(bytes, { pinyin: plainPinyin });
  expect(read.errors).toEqual([]);
  expect(p.counts.packs + p.duplicates.length).toBe(10_000);
});
