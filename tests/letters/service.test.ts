import { createHash, randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { verifyDatabase } from '#main/audit/verify.ts';
import type { Connection } from '#main/db/open.ts';
import { refusal } from '../complaints/desk.ts';
import { openDesk } from '../support/desk.ts';

const lang = 'zh-CN' as const;

/** A complaint that needs a written reply, decided and told by word of mouth unless `told` is false. */
async function resolved(options: { told?: boolean } = {}) {
  const desk = await openDesk({ staff: ['supervisor', 'specialist', 'advisor'] });
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
    words: '前台说可以补课，老师说不行。还有 {{乱写的}} ____',
    category: 'service',
    severity: 'serious',
  });
  const page = () => api.complaints.get({ id });
  const act = async () => ({ id, version: (await page()).complaint.version });
  await api.complaints.decide({ ...(await act()), decision: '补一节课', rectification: null });
  if (options.told !== false) await api.complaints.tell({ ...(await act()), channel: 'phone', words: '补一节课' });
  await api.complaints.setCause({ ...(await act()), rootCause: '规则没有写下来' });
  const db = desk.core.services.db as Connection;
  const draft = async (templateId = 'builtin:zh-CN:reply') => {
    const made = await api.letters.create({ complaintId: id, templateId, lang });
    return api.letters.get({ id: made.id });
  };
  const issued = async () => {
    const { id: letterId, version, title, body } = await draft();
    await api.letters.issue({ id: letterId, version, title, body: body.replace(/^.*____.*$\n/gm, '') });
    return letterId;
  };
  return { ...desk, api, db, id, page, act, draft, issued };
}

describe('a reply', () => {
  it('begins with what is known of the complaint, is numbered when issued, and stands for ever', async () => {
    const desk = await resolved();
    const draft = await desk.draft();
    expect(draft).toMatchObject({ kind: 'reply', number: null, title: '投诉答复函', copies: 0, counts: true, may: { write: true } });
    for (const part of ['周淑芬', '前台说可以补课', '补一节课', '规则没有写下来', '2026年11月20日']) expect(draft.body).toContain(part);
    const send = (body: string, version = draft.version) => desk.api.letters.issue({ id: draft.id, version, title: draft.title, body });
    expect(await refusal(send(draft.body))).toMatchObject({ code: 'INVALID', data: { field: 'body', reason: 'unfilled' } });
    expect(await refusal(send('{{投诉编好}}'))).toMatchObject({ code: 'INVALID', data: { field: 'body', reason: 'unknown_variable' } });
    expect(await refusal(send('   '))).toMatchObject({ code: 'INVALID', data: { reason: 'required' } });
    expect(await refusal(send('a', draft.version + 1))).toMatchObject({ code: 'STALE' });
    const body = '关于 {{函件编号}}：补一节课\n> {{发出日期}}';
    expect(await send(body)).toMatchObject({ number: 'R2026-0001', undoable: false });
    const letter = await desk.api.letters.get({ id: draft.id });
    expect(letter).toMatchObject({
      number: 'R2026-0001',
      body: '关于 R2026-0001：补一节课\n> 2026年11月20日',
      issuedBy: '周岚',
      centre: '晨光培训中心',
    });
    const kept = JSON.stringify([letter.number, letter.centre, letter.title, letter.body]);
    expect(letter.seal).toBe(createHash('sha256').update(kept).digest('hex').slice(0, 12).toUpperCase());
    // The program's own text, issued as it came but for the blanks.
    const whole = await desk.api.letters.get({ id: await desk.issued() });
    expect(whole.body).toMatch(/> 2026年11月20日$/);
    expect(whole.body).not.toContain('{{');
    const again = { id: letter.id, version: letter.version, title: 'x', body: 'x' };
    for (const call of [desk.api.letters.save(again), desk.api.letters.issue(again), desk.api.letters.drop(again)])
      expect(await refusal(call)).toMatchObject({ code: 'STATE_FORBIDS', data: { state: 'issued' } });
    // Not even by hand, unseen by the program.
    expect(() => desk.db.raw.exec(`UPDATE letters SET body = 'x'`)).toThrow(/kept as it was sent/);
    expect(verifyDatabase(desk.db)).toMatchObject({ ok: true });
  });

  it('that was not issued takes no number and can be thrown away and brought back', async () => {
    const desk = await resolved();
    const draft = await desk.draft();
    await desk.api.letters.save({ id: draft.id, version: 1, title: '答复', body: '写到一半' });
    const { commandId } = await desk.api.letters.drop({ id: draft.id, version: 2 });
    expect(await desk.api.letters.list({ complaintId: desk.id })).toEqual([]);
    await desk.api.audit.undo({ commandId });
    expect(await desk.api.letters.get({ id: draft.id })).toMatchObject({ title: '答复', body: '写到一半', number: null });
    const id = await desk.issued();
    expect((await desk.api.letters.get({ id })).number).toBe('R2026-0001');
  });

  it('is printed once; every further print is counted as a reprint', async () => {
    const desk = await resolved();
    const draft = await desk.draft();
    expect(await refusal(desk.api.letters.print({ id: draft.id }))).toMatchObject({ code: 'STATE_FORBIDS', data: { state: 'draft' } });
    const id = await desk.issued();
    const key = randomUUID();
    expect(await desk.api.letters.print({ id, key })).toMatchObject({ copy: 1 });
    expect(await desk.api.letters.print({ id, key })).toMatchObject({ copy: 1 });
    expect(await desk.api.letters.print({ id })).toMatchObject({ copy: 2 });
  });
});

describe('a reply that was delivered', () => {
  it('is what closing asked for; taking the delivery back asks for it again', async () => {
    const desk = await resolved();
    expect((await desk.page()).missingToClose).toContain('written_reply');
    const id = await desk.issued();
    expect((await desk.page()).missingToClose).toContain('written_reply');
    desk.clock.step(3_600_000);
    const { commandId } = await desk.api.letters.deliver({ id, way: 'post', toWhom: '周淑芬', receipt: 'EMS 1234' });
    const page = await desk.page();
    expect(page.missingToClose).not.toContain('written_reply');
    expect(page.entries.at(-1)).toMatchObject({
      kind: 'told',
      text: 'told_in_writing',
      withWhom: '周淑芬',
      words: '投诉答复函 R2026-0001',
    });
    expect((await desk.api.letters.get({ id })).deliveries).toEqual([
      expect.objectContaining({ way: 'post', toWhom: '周淑芬', receipt: 'EMS 1234', by: '周岚' }),
    ]);
    await desk.api.audit.undo({ commandId });
    expect((await desk.page()).missingToClose).toContain('written_reply');
    expect((await desk.api.letters.get({ id })).deliveries).toEqual([]);
    expect(verifyDatabase(desk.db)).toMatchObject({ ok: true });
  });

  it('to a further complainant tells that one only; to somebody else nobody', async () => {
    const desk = await resolved({ told: false });
    await desk.api.complaints.addComplainant({ ...(await desk.act()), kind: 'other', refId: null, name: '赵先生', phone: '13900000001' });
    const id = await desk.issued();
    const further = (await desk.api.letters.get({ id })).complaint.further;
    expect(further).toEqual([{ id: expect.any(String), name: '赵先生' }]);
    await desk.api.letters.deliver({ id, way: 'handed', toWhom: '门卫', someoneElse: true });
    expect(await desk.page()).toMatchObject({ complaint: { state: 'handling' }, complainants: [{ toldAt: null }] });
    await desk.api.letters.deliver({ id, way: 'handed', toWhom: '赵先生', complainantId: further[0]?.id ?? '' });
    const page = await desk.page();
    expect(page).toMatchObject({ complaint: { state: 'handling' }, complainants: [{ toldAt: desk.clock.now() }] });
    expect(page.missingToClose).toContain('written_reply');
    expect((await desk.api.letters.get({ id })).deliveries.map((each) => each.toWhom)).toEqual(['门卫', '赵先生']);
  });

  it('resolves a complaint that nobody had told yet', async () => {
    const desk = await resolved({ told: false });
    expect((await desk.page()).complaint.state).toBe('handling');
    await desk.api.letters.deliver({ id: await desk.issued(), way: 'handed', toWhom: '周淑芬' });
    expect(await desk.page()).toMatchObject({ complaint: { state: 'resolved' } });
  });

  it('of an earlier cycle is no reply in the next one', async () => {
    const desk = await resolved();
    const id = await desk.issued();
    await desk.api.complaints.reopen({ ...(await desk.act()), reason: '又发生了' });
    expect(await desk.api.letters.get({ id })).toMatchObject({ counts: false });
    await desk.api.letters.deliver({ id, way: 'handed', toWhom: '周淑芬' });
    expect((await desk.page()).complaint.state).toBe('handling');
  });

  it('is not delivered before it is issued, nor tomorrow, nor yesterday', async () => {
    const desk = await resolved();
    const draft = await desk.draft();
    const to = { way: 'wechat' as const, toWhom: '周淑芬' };
    expect(await refusal(desk.api.letters.deliver({ id: draft.id, ...to }))).toMatchObject({
      code: 'STATE_FORBIDS',
      data: { state: 'draft' },
    });
    const id = await desk.issued();
    const now = desk.clock.now();
    expect(await refusal(desk.api.letters.deliver({ id, ...to, happenedAt: now + 60_000 }))).toMatchObject({ code: 'FUTURE_TIME' });
    expect(await refusal(desk.api.letters.deliver({ id, ...to, happenedAt: now - 3_600_000 }))).toMatchObject({
      data: { reason: 'before_issue' },
    });
    expect((await desk.api.letters.get({ id })).deliveries).toEqual([]);
  });
});

it('the record form holds what was done, has a number of its own, and is no reply', async () => {
  const desk = await resolved();
  const form = await desk.draft('builtin:zh-CN:record');
  expect(form.body).toContain('2026-11-20 12:30　周岚　电话　补一节课');
  expect(form.body).toContain('诉求：无');
  await desk.api.letters.issue({ id: form.id, version: 1, title: form.title, body: form.body });
  await desk.api.letters.deliver({ id: form.id, way: 'handed', toWhom: '档案' });
  expect((await desk.api.letters.get({ id: form.id })).number).toBe('F2026-0001');
  expect((await desk.page()).missingToClose).toContain('written_reply');
});

describe('texts to begin with', () => {
  it('are changed, kept in versions, and put back; the language of the other screen keeps its own', async () => {
    const { api } = await resolved();
    const find = async (builtin = 'apology') => (await api.letters.templates({ lang })).find((each) => each.builtin === builtin);
    const before = await find();
    expect(before).toMatchObject({ kind: 'phrase', changed: false, version: 0 });
    const fields = { kind: 'phrase' as const, lang, name: '致歉', version: 0 };
    const id = before?.id ?? '';
    expect(await refusal(api.letters.saveTemplate({ ...fields, id, body: '{{称呼错了}}' }))).toMatchObject({
      data: { reason: 'unknown_variable' },
    });
    await api.letters.saveTemplate({ ...fields, id, body: '{{投诉人}}，对不起' });
    expect(await refusal(api.letters.saveTemplate({ ...fields, id, body: 'x' }))).toMatchObject({ code: 'STALE' });
    const after = await find();
    expect(after).toMatchObject({ body: '{{投诉人}}，对不起', changed: true, version: 1 });
    await api.letters.resetTemplate({ id: after?.id ?? '', version: 1 });
    expect(await find()).toMatchObject({ body: before?.body, changed: false, version: 2 });
    expect((await api.letters.templateVersions({ id: after?.id ?? '' })).map((each) => each.body)).toEqual([
      before?.body,
      '{{投诉人}}，对不起',
    ]);
    expect((await api.letters.templates({ lang: 'en' })).find((each) => each.builtin === 'apology')).toMatchObject({ version: 0 });
  });

  it('of the centre come and go; the program’s own only change', async () => {
    const { api } = await resolved();
    const { id } = await api.letters.saveTemplate({
      id: null,
      kind: 'phrase',
      lang,
      name: '约时间',
      body: '{{投诉人}}，什么时候方便？',
      version: 0,
    });
    const { commandId } = await api.letters.removeTemplate({ id, version: 1 });
    expect((await api.letters.templates({ lang })).some((each) => each.id === id)).toBe(false);
    await api.audit.undo({ commandId });
    expect((await api.letters.templates({ lang })).some((each) => each.id === id)).toBe(true);
    expect(await refusal(api.letters.removeTemplate({ id: 'builtin:zh-CN:reply', version: 1 }))).toMatchObject({ code: 'STALE' });
    expect(await refusal(api.letters.create({ complaintId: randomUUID(), templateId: id, lang }))).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('short replies come with the values of the complaint', async () => {
    const { api, id } = await resolved();
    const phrases = await api.letters.phrases({ complaintId: id, lang });
    expect(phrases.find((each) => each.name === '告知结果')?.text).toContain('补一节课');
    expect(phrases[0]?.text).toMatch(/^周淑芬您好/);
  });
});

it('who may not handle the complaint writes no letter and sees none; only a supervisor changes the texts', async () => {
  const desk = await resolved();
  const id = await desk.issued();
  const stranger = desk.as('advisor');
  for (const call of [
    stranger.letters.get({ id }),
    stranger.letters.list({ complaintId: desk.id }),
    stranger.letters.create({ complaintId: desk.id, templateId: 'builtin:zh-CN:reply', lang }),
    stranger.letters.deliver({ id, way: 'handed', toWhom: 'x' }),
    stranger.letters.print({ id }),
    stranger.letters.phrases({ complaintId: desk.id, lang }),
    desk.as('specialist').letters.templateVersions({ id: 'builtin:zh-CN:reply' }),
  ])
    expect(await refusal(call)).toMatchObject({ code: 'FORBIDDEN' });
});
