import { describe, expect, it } from 'vitest';
import * as made from '../attachments/files.ts';
import { attach } from '../attachments/send.ts';
import { openDesk } from '../support/desk.ts';

const lang = 'zh-CN' as const;

async function twoOfOneEvent() {
  const desk = await openDesk({ staff: ['supervisor', 'specialist'] });
  const api = desk.as('supervisor');
  const record = async (name: string) => {
    const { id } = await api.complaints.record({
      studentIds: [],
      complainant: { kind: 'other', refId: null, name, phone: '' },
      channel: 'phone',
      words: '教室的灯坏了三天没人修',
      category: 'facility',
      severity: 'general',
    });
    const act = async () => ({ id, version: (await api.complaints.get({ id })).complaint.version });
    return { id, act, subject: { kind: 'complaint' as const, id } };
  };
  const into = await record('周淑芬');
  const gone = await record('赵先生');
  const files = async (subject: typeof into.subject) => (await api.attachments.list({ subject })).rows.map((row) => row.name).sort();
  const letters = async (complaintId: string) => (await api.letters.list({ complaintId })).map((row) => row.id).sort();
  const merge = async () => {
    const { version: intoVersion } = await into.act();
    return api.complaints.merge({ ...(await gone.act()), intoId: into.id, intoVersion });
  };
  return { ...desk, api, into, gone, files, letters, merge };
}

describe('what hangs on a complaint that is merged', () => {
  it('files go over under free names, drafts too; what was issued is listed with the survivor; undo brings all back', async () => {
    const { api, into, gone, files, letters, merge } = await twoOfOneEvent();
    const photo = made.png();
    await attach(api, into.subject, '灯.png', photo);
    await attach(api, gone.subject, '同一张.png', photo);
    await attach(api, gone.subject, '灯.png', Buffer.concat([made.png(), Buffer.from('x')]));
    const draft = await api.letters.create({ complaintId: gone.id, templateId: 'builtin:zh-CN:reply', lang });
    const sent = await api.letters.create({ complaintId: gone.id, templateId: 'builtin:zh-CN:reply', lang });
    await api.letters.issue({ id: sent.id, version: 1, title: '投诉答复函', body: '灯已修好' });
    const before = { files: [await files(into.subject), await files(gone.subject)], letters: await letters(gone.id) };

    const { commandId } = await merge();
    // the same photo is there already and stays where it was
    expect([(await files(into.subject)).length, await files(gone.subject)]).toEqual([2, ['同一张.png']]);
    expect(new Set(await files(into.subject)).size).toBe(2);
    expect(await letters(into.id)).toEqual([draft.id, sent.id].sort());
    expect(await api.letters.get({ id: draft.id })).toMatchObject({ complaint: { id: into.id }, may: { write: true } });
    expect(await api.letters.get({ id: sent.id })).toMatchObject({ complaint: { id: gone.id }, body: '灯已修好' });

    await api.audit.undo({ commandId });
    expect([await files(into.subject), await files(gone.subject)]).toEqual(before.files);
    expect([await letters(into.id), await letters(gone.id)]).toEqual([[], before.letters]);
  });
});

describe('the history of a complaint', () => {
  it('tells of its files, letters, links, complainants, promises and requests, also of what was taken away', async () => {
    const { api, into, gone } = await twoOfOneEvent();
    await attach(api, into.subject, '灯.png', made.png());
    await api.letters.create({ complaintId: into.id, templateId: 'builtin:zh-CN:reply', lang });
    await api.complaints.addComplainant({ ...(await into.act()), kind: 'other', refId: null, name: '李女士', phone: '13800009999' });
    await api.complaints.link({ ...(await gone.act()), otherId: into.id, kind: 'caused_by' });
    const { links } = await api.complaints.get({ id: gone.id });
    await api.complaints.unlink({ ...(await gone.act()), linkId: links[0]?.id ?? '' });
    const page = await api.complaints.get({ id: into.id });
    const clockId = page.clocks.find((clock) => clock.clock === 'resolution')?.id ?? '';
    await api.complaints.askExtension({ ...(await into.act()), clockId, minutes: 60, reason: '等零件' });
    const history = await api.audit.record({ kind: 'complaint', id: into.id });
    const of = (command: string) => history.find((each) => each.command === command)?.changes ?? [];
    expect(of('attachments.add')).toContainEqual(expect.objectContaining({ field: 'name', after: '灯.png' }));
    expect(of('letters.create')).toContainEqual(expect.objectContaining({ field: 'title', after: '投诉答复函' }));
    expect(of('complaints.add-complainant')).toContainEqual(expect.objectContaining({ field: 'phone', after: '138****9999' }));
    expect(of('complaints.link')).toContainEqual(expect.objectContaining({ field: 'kind', after: 'caused_by' }));
    expect(of('complaints.unlink')).toContainEqual(expect.objectContaining({ field: 'kind', before: 'caused_by', after: null }));
    expect(of('complaints.ask-extension')).toContainEqual(expect.objectContaining({ field: 'reason', after: '等零件' }));
  });
});
