import { describe, expect, it } from 'vitest';
import { nodeFinder } from '#shared/rules/triage-tree.ts';
import { at, complaintOf, type Desk, openDesk, refusal } from '../complaints/desk.ts';

const record = (desk: Desk, given: Parameters<typeof complaintOf>[1] = {}) =>
  desk.as('specialist').complaints.record(complaintOf(desk, given));
const undo = (desk: Desk, commandId: string) => desk.commands.undo(commandId, { kind: 'person', staffId: desk.staff.manager });
const manager = (desk: Desk) => desk.as('manager').triage;
const node = async (desk: Desk, id: string) => (await manager(desk).tree()).nodes.find((each) => each.id === id);
const uses = async (desk: Desk) => (await manager(desk).uses()).uses;

describe('sub-categories and root causes', () => {
  it('a renamed one still counts its old records and the new name', async () => {
    const desk = await openDesk();
    await record(desk, { category: 'finance', subcategory: '退费' });
    await record(desk, { category: 'finance', subcategory: 'Refund' });
    expect((await uses(desk))['sub.finance.refund']).toBe(2);
    const done = await manager(desk).saveNode({
      id: 'sub.finance.refund',
      tree: 'subcategory',
      parent: 'finance',
      nameZh: '退款',
      version: 0,
    });
    await record(desk, { category: 'finance', subcategory: '退款' });
    expect((await uses(desk))['sub.finance.refund']).toBe(3);
    expect(await node(desk, 'sub.finance.refund')).toMatchObject({ nameZh: '退款', former: ['退费', 'Refund'], version: 1 });
    // the rule that proposed it proposes it by its new name
    expect(await desk.as('specialist').complaints.propose({ words: '要求退费' })).toMatchObject({
      category: 'finance',
      subcategory: '退款',
    });
    // an old name stays with its node, or old records would change sides
    expect(await refusal(manager(desk).saveNode({ id: null, tree: 'subcategory', parent: 'finance', nameZh: '退费' }))).toEqual({
      code: 'TAKEN',
      data: { field: 'node' },
    });
    await undo(desk, done.commandId);
    expect(await node(desk, 'sub.finance.refund')).toMatchObject({ nameZh: '退费', former: [], version: 0 });
    expect((await manager(desk).uses()).unplaced).toEqual([{ tree: 'subcategory', category: 'finance', text: '退款', uses: 1 }]);
  });

  it('two causes become one, below either cause of the first level, and come apart again', async () => {
    const desk = await openDesk();
    const cause = async (rootCause: string) => {
      const { id } = await record(desk);
      await desk.as('manager').complaints.setCause({ id, version: desk.version(id), rootCause, prevention: '' });
    };
    await cause('服务 / 人手不够');
    await cause('教学 / 师资不够');
    await cause('教学 / 师资不够');
    await cause('停电');
    expect(await uses(desk)).toMatchObject({
      'cause.service': 1,
      'cause.service.staffing': 1,
      'cause.teaching': 2,
      'cause.teaching.staffing': 2,
    });
    const merged = await manager(desk).mergeNodes({ id: 'cause.teaching.staffing', into: 'cause.service.staffing' });
    expect(await uses(desk)).toMatchObject({ 'cause.service': 3, 'cause.service.staffing': 3 });
    // the first levels too: what stood below the one stands below the other
    await manager(desk).mergeNodes({ id: 'cause.facility', into: 'cause.other' });
    const { nodes } = await manager(desk).tree();
    expect(nodeFinder(nodes)('cause', '', '硬件 / 安全隐患')?.id).toBe('cause.facility.safety');
    expect(nodeFinder(nodes)('cause', '', '其他 / 安全隐患')?.id).toBe('cause.facility.safety');
    // words that no node knows are listed, and can be put under one
    expect((await manager(desk).uses()).unplaced).toEqual([{ tree: 'cause', category: '', text: '停电', uses: 1 }]);
    await manager(desk).adopt({ tree: 'cause', category: '', text: '停电', into: 'cause.other.outside' });
    expect((await manager(desk).uses()).unplaced).toEqual([]);
    expect((await uses(desk))['cause.other.outside']).toBe(1);
    await undo(desk, merged.commandId);
    expect(await uses(desk)).toMatchObject({ 'cause.service': 1, 'cause.teaching.staffing': 2 });
  });

  it('what is used is retired and not deleted; bad moves are words', async () => {
    const desk = await openDesk();
    const { id } = await manager(desk).saveNode({ id: null, tree: 'subcategory', parent: 'service', nameZh: '前台', nameEn: 'Front desk' });
    const spare = await manager(desk).saveNode({ id: null, tree: 'subcategory', parent: 'service', nameZh: '备用' });
    await record(desk, { category: 'service', subcategory: '前台' });
    expect(await refusal(manager(desk).removeNode({ id }))).toEqual({
      code: 'STATE_FORBIDS',
      data: { state: 'in_use', action: 'remove_node' },
    });
    expect((await refusal(manager(desk).removeNode({ id: 'sub.service.care' }))).code).toBe('STATE_FORBIDS');
    const removed = await manager(desk).removeNode({ id: spare.id });
    expect(await node(desk, spare.id)).toBeUndefined();
    await undo(desk, removed.commandId);
    expect(await node(desk, spare.id)).toMatchObject({ nameZh: '备用' });
    await manager(desk).retireNode({ id, retired: true });
    expect(await node(desk, id)).toMatchObject({ retired: true });
    expect((await uses(desk))[id]).toBe(1);
    const refused = async (call: Promise<unknown>) => (await refusal(call)).data.reason;
    expect(await refused(manager(desk).mergeNodes({ id, into: 'sub.finance.refund' }))).toBe('other_category');
    expect(await refused(manager(desk).mergeNodes({ id, into: id }))).toBe('same');
    expect(await refused(manager(desk).mergeNodes({ id, into: 'cause.other' }))).toBe('other_tree');
    expect(await refused(manager(desk).mergeNodes({ id: 'cause.other', into: 'cause.other.outside' }))).toBe('other_level');
    expect(await refused(manager(desk).saveNode({ id: null, tree: 'subcategory', parent: 'nothing', nameZh: '新' }))).toBe('unknown');
    expect(await refused(manager(desk).saveNode({ id: null, tree: 'cause', parent: 'cause.other.outside', nameZh: '新' }))).toBe(
      'other_level',
    );
    expect((await refusal(manager(desk).saveNode({ id: 'none', tree: 'cause', parent: '', nameZh: '新' }))).code).toBe('NOT_FOUND');
    expect((await refusal(manager(desk).saveNode({ id, tree: 'subcategory', parent: 'service', nameZh: '新', version: 1 }))).code).toBe(
      'STALE',
    );
    expect((await refusal(desk.as('supervisor').triage.retireNode({ id, retired: false }))).code).toBe('FORBIDDEN');
  });

  it('nodes stand in the order that was chosen', async () => {
    const desk = await openDesk();
    const ids = ['sub.finance.receipt', 'sub.finance.charge', 'sub.finance.refund'];
    await manager(desk).orderNodes({ tree: 'subcategory', parent: 'finance', ids });
    const finance = async () => (await manager(desk).tree()).nodes.filter((each) => each.parent === 'finance').map((each) => each.id);
    expect(await finance()).toEqual(ids);
    expect((await refusal(manager(desk).orderNodes({ tree: 'subcategory', parent: 'finance', ids: ['sub.service.care'] }))).code).toBe(
      'INVALID',
    );
    expect(await finance()).toEqual(ids);
  });
});

describe('the rules of the proposal', () => {
  const rule = {
    groups: [['蚊子', '蟑螂 ']],
    unless: [],
    category: 'facility' as const,
    subcategoryId: 'sub.facility.hygiene',
    severity: 'serious' as const,
    note: '有虫，按较重',
    active: true,
  };

  it('every shipped rule names a node of the shipped tree', async () => {
    const desk = await openDesk();
    const rules = await manager(desk).rules({});
    expect(rules.length).toBeGreaterThan(20);
    expect(rules.filter((each) => each.category !== null && each.subcategoryId === null)).toEqual([]);
    expect((await manager(desk).rules({ lang: 'en' })).find((each) => each.id === 'refund')).toMatchObject({
      subcategory: 'Refund',
      number: 8,
    });
  });

  it('are tried before they are saved, used at once, reset one by one and all together', async () => {
    const desk = await openDesk();
    const words = '教室里全是蚊子，要求退费';
    const propose = () => desk.as('specialist').complaints.propose({ words });
    const before = await propose();
    expect(before).toMatchObject({ category: 'finance', severity: 'serious', rule: { id: 'refund' } });
    const tried = await manager(desk).tryRules({ words: '好多蚊子', draft: { id: null, ...rule } });
    expect(tried).toMatchObject({
      category: 'facility',
      subcategory: '卫生',
      severity: 'serious',
      rules: [{ note: '有虫，按较重', words: ['蚊子'] }],
    });
    expect(await propose()).toEqual(before);
    const { id } = await manager(desk).saveRule({ id: null, ...rule });
    expect(await desk.as('specialist').complaints.propose({ words: '好多蚊子' })).toMatchObject({ category: 'facility', rule: { id } });
    const shipped = (await manager(desk).rules({})).find((each) => each.id === 'refund');
    if (!shipped) throw new Error('gone');
    const { number: _n, subcategory: _s, shipped: _p, changed: _c, ...fields } = shipped;
    const saved = await manager(desk).saveRule({ ...fields, severity: 'critical', note: '退费先给校长' });
    expect(await propose()).toMatchObject({ severity: 'critical', rule: { id: 'refund', note: '退费先给校长' } });
    expect((await refusal(manager(desk).saveRule({ ...fields, severity: 'general' }))).code).toBe('STALE');
    await undo(desk, saved.commandId);
    expect(await propose()).toMatchObject({ severity: 'serious' });
    await manager(desk).saveRule({ ...fields, active: false });
    expect((await propose()).category).toBe('facility');
    await manager(desk).resetRule({ id: 'refund' });
    expect((await propose()).rule?.id).toBe('refund');
    const all = await manager(desk).resetRules();
    expect(await propose()).toEqual(before);
    await undo(desk, all.commandId);
    expect((await manager(desk).rules({})).find((each) => each.id === id)).toMatchObject({ shipped: false, changed: true });
  });

  it('a rule without words or with a sub-category of another category is refused in words', async () => {
    const desk = await openDesk();
    expect(await refusal(manager(desk).saveRule({ id: null, ...rule, groups: [] }))).toEqual({
      code: 'INVALID',
      data: { field: 'groups', reason: 'required' },
    });
    expect((await refusal(manager(desk).saveRule({ id: null, ...rule, category: 'service' }))).data).toEqual({
      field: 'subcategory',
      reason: 'other_category',
    });
    expect((await refusal(manager(desk).saveRule({ ...rule, id: 'nothing' }))).code).toBe('NOT_FOUND');
    expect((await refusal(desk.as('supervisor').triage.saveRule({ id: null, ...rule }))).code).toBe('FORBIDDEN');
    expect(desk.db.get('SELECT 1 FROM triage_rules')).toBeUndefined();
  });
});

describe('what keeps coming back', () => {
  it('three in 30 days about one person are proposed to the supervisor, put aside with a reason, and come back with three more', async () => {
    const desk = await openDesk(at('2026-11-01 12:30'));
    const about = () => record(desk, { aboutStaffIds: [desk.staff.teacher] });
    await about();
    desk.clock.step(10 * 86_400_000);
    await about();
    expect(await desk.as('supervisor').triage.recurring()).toEqual([]);
    const last = await about();
    const [found, ...none] = await desk.as('supervisor').triage.recurring();
    expect(none).toEqual([]);
    expect(found).toMatchObject({ kind: 'staff', name: '丁宁' });
    expect(found?.complaints[0]?.id).toBe(last.id);
    const subject = found?.subject ?? '';
    expect((await refusal(desk.as('specialist').triage.recurring())).code).toBe('FORBIDDEN');
    desk.clock.step(60_000);
    const done = await desk.as('supervisor').triage.dismissRecurring({ subject, reason: '已和老师谈过' });
    expect(await desk.as('supervisor').triage.recurring()).toEqual([]);
    desk.clock.step(60_000);
    for (let n = 0; n < 3; n += 1) await about();
    expect((await desk.as('supervisor').triage.recurring())[0]?.complaints).toHaveLength(3);
    await desk.commands.undo(done.commandId, { kind: 'person', staffId: desk.staff.supervisor });
    expect((await desk.as('supervisor').triage.recurring())[0]?.complaints).toHaveLength(6);
    desk.clock.step(31 * 86_400_000);
    expect(await desk.as('supervisor').triage.recurring()).toEqual([]);
  });

  it('a cause counts under all its names, a class over its students; withdrawn ones and oneself do not', async () => {
    const desk = await openDesk();
    for (const rootCause of ['沟通 / 回复不及时', 'Communication / Late reply', '沟通 / 回复不及时']) {
      const { id } = await record(desk, { aboutStaffIds: [desk.staff.supervisor] });
      await desk.as('manager').complaints.setCause({ id, version: desk.version(id), rootCause, prevention: '' });
    }
    expect(await desk.as('supervisor').triage.recurring()).toMatchObject([{ kind: 'cause', name: '沟通 / 回复不及时' }]);
    expect((await desk.as('manager').triage.recurring()).map((each) => each.kind).sort()).toEqual(['cause', 'staff']);
    await desk.commands.run({ name: 'test.class', actor: { kind: 'cli' }, undo: 'none', topics: [] }, (tx) => {
      const course = desk.ids.next();
      tx.run(`INSERT INTO courses (id, name) VALUES (?, '书法')`, [course]);
      tx.run(
        `INSERT INTO enrolments (id, student_id, course_id, kind, class_name, enrolled_on, paid_fen, paid_halves, created_at)
         VALUES (?, ?, ?, 'new', '书法周六班', '2026-09-01', 0, 0, 0)`,
        [desk.ids.next(), desk.students.zhang, course],
      );
    });
    const ofClass = async () => (await desk.as('supervisor').triage.recurring()).find((each) => each.kind === 'class');
    expect(await ofClass()).toMatchObject({ name: '书法周六班' });
    // one of the three turns out to be about another pack of the student
    await desk.commands.run({ name: 'test.pack', actor: { kind: 'cli' }, undo: 'none', topics: [] }, (tx) => {
      const other = desk.ids.next();
      tx.run(
        `INSERT INTO enrolments (id, student_id, course_id, kind, class_name, enrolled_on, paid_fen, paid_halves, created_at)
         SELECT ?, student_id, course_id, kind, '', enrolled_on, 0, 0, 0 FROM enrolments`,
        [other],
      );
      tx.run('INSERT INTO complaint_enrolments (id, complaint_id, enrolment_id) SELECT ?, id, ? FROM complaints LIMIT 1', [
        desk.ids.next(),
        other,
      ]);
    });
    expect(await ofClass()).toBeUndefined();
  });
});
