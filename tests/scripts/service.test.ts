import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { resource } from '#main/base/app-root.ts';
import { shipped as shippedLetters } from '#main/letters/service.ts';
import { type ScriptFields, scriptFields } from '#shared/contract/scripts.ts';
import { unknownVariables } from '#shared/rules/letters.ts';
import { refusal } from '../complaints/desk.ts';
import { openDesk } from '../support/desk.ts';

const lang = 'zh-CN' as const;

async function deskWithComplaint(words: string) {
  const desk = await openDesk({ staff: ['supervisor', 'specialist'] });
  const api = desk.as('supervisor');
  const student = await api.students.create({
    student: { name: '张思凡' },
    guardians: [{ name: '周淑芬', relation: 'mother', phone: '13812346021', isPrimary: true }],
  });
  const guardian = (await api.students.get({ id: student.id })).guardians[0]?.id ?? '';
  const { id } = await api.complaints.record({
    studentIds: [student.id],
    complainant: { kind: 'guardian', refId: guardian },
    channel: 'phone',
    words,
    category: 'finance',
    severity: 'general',
  });
  const contact = async (text: string, direction: 'in' | 'out' = 'out') =>
    api.complaints.logContact({
      id,
      version: (await api.complaints.get({ id })).complaint.version,
      channel: 'phone',
      direction,
      outcome: direction === 'out' ? 'reached' : 'received',
      withWhom: '周淑芬',
      complainantId: null,
      words: text,
      toldProgress: false,
      promisedUntil: null,
      happenedAt: null,
    });
  return { ...desk, api, id, contact };
}

const own: ScriptFields = {
  lang,
  scenario: 'complaint',
  title: '停电怎么说',
  question: '怎么没电了',
  answer: '{{投诉人}}您好，正在抢修',
  mention: [],
  avoid: [],
  categories: [],
  words: ['停电'],
  state: 'published',
};

describe('the library', () => {
  it.each(['zh', 'en'] as const)('the texts that come along (%s) keep to the contract and use known variables', (file) => {
    type File = { scripts: (ScriptFields & { id: string })[]; banned: { id: string }[] };
    const read = (name: string) => JSON.parse(readFileSync(resource('scripts', `${name}.json`), 'utf8')) as File;
    const texts = read(file);
    const labels = new Set(Object.values(shippedLetters(file === 'en' ? 'en' : 'zh-CN').variables).map(({ label }) => label));
    expect(texts.scripts.map(({ id }) => id)).toEqual(read(file === 'en' ? 'zh' : 'en').scripts.map(({ id }) => id));
    for (const { id: _id, ...each } of texts.scripts) {
      expect(scriptFields.parse({ ...each, lang, state: 'published' })).toEqual({ ...each, lang, state: 'published' });
      expect(unknownVariables(each.answer, labels)).toEqual([]);
    }
  });

  it('is found by words and by the sound of a title, changed, set back, and undone', async () => {
    const desk = await openDesk({ staff: ['supervisor', 'specialist'] });
    const api = desk.as('supervisor');
    const titles = async (text: string) => (await api.scripts.list({ lang, text })).map((each) => each.title);
    expect((await titles('')).length).toBeGreaterThan(8);
    expect(await titles('退钱')).toEqual(['要求退费']);
    expect(await titles('bukekoujing')).toEqual(['补课口径']);
    expect(await titles('bkkj')).toEqual(['补课口径']);

    const { id, commandId } = await api.scripts.save({ ...own, id: null, version: 0 });
    expect(await titles('停电')).toEqual(['停电怎么说']);
    await api.audit.undo({ commandId });
    expect(await titles('停电')).toEqual([]);
    expect(await refusal(api.scripts.save({ ...own, id, version: 1 }))).toMatchObject({ code: 'NOT_FOUND' });

    const [first] = await api.scripts.list({ lang, text: '' });
    if (!first) throw new Error('no script came along');
    const { uses: _uses, shipped: _shipped, changed: _changed, ...fields } = first;
    await api.scripts.save({ ...fields, title: '改过的' });
    expect((await api.scripts.list({ lang, text: '' }))[0]).toMatchObject({ id: first.id, title: '改过的', version: 1, changed: true });
    expect(await refusal(api.scripts.save({ ...fields, title: '再改' }))).toMatchObject({ code: 'STALE' });
    await api.scripts.reset({ id: first.id, version: 1 });
    expect((await api.scripts.list({ lang, text: '' }))[0]).toEqual(first);
    expect(await refusal(api.scripts.save({ ...own, answer: '{{没有这个}}', id: null, version: 0 }))).toMatchObject({
      code: 'INVALID',
      data: { field: 'answer', reason: 'unknown_variable' },
    });
  });

  it('drafts are for those who publish; others read and cannot change', async () => {
    const desk = await openDesk({ staff: ['supervisor', 'specialist'] });
    await desk.as('supervisor').scripts.save({ ...own, state: 'draft', id: null, version: 0 });
    const seen = async (who: 'supervisor' | 'specialist') =>
      (await desk.as(who).scripts.list({ lang, text: '停电怎么说' })).map((each) => each.state);
    expect([await seen('supervisor'), await seen('specialist')]).toEqual([['draft'], []]);
    expect(await refusal(desk.as('specialist').scripts.save({ ...own, id: null, version: 0 }))).toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('beside a complaint', () => {
  it('offers what fits, with the values of the complaint and the reason, and counts its use', async () => {
    const desk = await deskWithComplaint('我要退费，课时也对不上');
    const fitting = await desk.api.scripts.fitting({ complaintId: desk.id, lang });
    expect(fitting.map((each) => each.title).slice(0, 2)).toEqual(['收费、课时对不上', '要求退费']);
    expect(fitting[0]).toMatchObject({ why: { category: true, words: ['课时', '对不上'] } });
    expect(fitting[0]?.answer).toContain('我把张思凡的课时明细');
    expect(fitting.every((each) => each.scenario !== 'follow_up')).toBe(true);
    await desk.api.scripts.used({ id: fitting[0]?.id ?? '', complaintId: desk.id });
    expect((await desk.api.scripts.list({ lang, text: '收费、课时对不上' }))[0]?.uses).toBe(1);
    expect(await refusal(desk.api.scripts.used({ id: 'zh-CN:nothing', complaintId: null }))).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('counts banned words that were said, without a name; not what a parent said; undone with the contact', async () => {
    const desk = await deskWithComplaint('没人管');
    const hits = async () =>
      (await desk.api.scripts.banned()).filter((each) => each.hits > 0).map(({ phrase, hits: n }) => `${phrase} ${n}`);
    await desk.contact('没办法，没办法', 'in');
    expect(await hits()).toEqual([]);
    await desk.contact('这个我也不清楚，真没办法');
    expect(await hits()).toEqual(['这个我也不清楚 1', '没办法 1']);
    const { commandId } = await desk.contact('没办法');
    expect(await hits()).toEqual(['这个我也不清楚 1', '没办法 2']);
    await desk.api.audit.undo({ commandId });
    expect(await hits()).toEqual(['这个我也不清楚 1', '没办法 1']);

    const [first] = await desk.api.scripts.banned();
    if (!first) throw new Error('no phrase came along');
    const off = { lang, phrase: first.phrase, better: first.better, active: false };
    await desk.api.scripts.saveBanned({ ...off, id: first.id, version: 0 });
    await desk.contact('这个我也不清楚');
    expect((await hits())[0]).toEqual('这个我也不清楚 1');
    expect(await refusal(desk.api.scripts.saveBanned({ ...off, phrase: '没办法', id: null, version: 0 }))).toMatchObject({
      code: 'TAKEN',
    });
    await desk.api.scripts.resetBanned({ id: first.id, version: 1 });
    expect((await desk.api.scripts.banned())[0]).toMatchObject({ active: true, changed: false });
  });
});
