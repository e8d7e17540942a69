import { randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { attachmentSweep } from '#main/attachments/service.ts';
import { verifyDatabase } from '#main/audit/verify.ts';
import type { Connection } from '#main/db/open.ts';
import { refusal } from '../complaints/desk.ts';
import { openDesk } from '../support/desk.ts';
import * as made from './files.ts';
import { attach } from './send.ts';

async function withComplaint() {
  const desk = await openDesk({ staff: ['supervisor', 'specialist', 'specialist2', 'advisor'] });
  const db = desk.core.services.db as Connection;
  const recording = {
    studentIds: [],
    complainant: { kind: 'other' as const, refId: null, name: '周淑芬', phone: '' },
    channel: 'phone' as const,
    words: '教室的灯坏了三天没人修',
    category: 'facility' as const,
    severity: 'general' as const,
  };
  const { id } = await desk.as('specialist').complaints.record(recording);
  const subject = { kind: 'complaint' as const, id };
  const list = async (person: Parameters<typeof desk.as>[0] = 'specialist') => (await desk.as(person).attachments.list({ subject })).rows;
  const count = (table: 'attachments' | 'attachment_contents') => db.get<{ n: number }>(`SELECT count(*) AS n FROM ${table}`)?.n;
  return { ...desk, db, id, subject, recording, list, count };
}

describe('a file on a complaint', () => {
  it('comes back as it went in, with the type of what it is, and the history holds its name but not its content', async () => {
    const desk = await withComplaint();
    const content = made.png();
    const added = await attach(desk.as('specialist'), desk.subject, 'C:\\照片\\灯.PNG', content);
    expect(added).toMatchObject({ name: '灯.png', type: 'png', mistaken: null, already: false, undoable: true });
    expect(await desk.list('supervisor')).toEqual([
      expect.objectContaining({ id: added.id, name: '灯.png', kind: 'image', bytes: content.length, by: '林小雨', mayRemove: true }),
    ]);
    const file = await desk.as('supervisor').attachments.content({ id: added.id });
    expect([file.type, file.name]).toEqual(['image/png', '灯.png']);
    expect(Buffer.from(await file.arrayBuffer())).toEqual(content);
    const payloads = desk.db.all<{ after: string }>('SELECT after FROM history_payload WHERE after LIKE ?', ['%灯.png%']);
    expect(payloads).toHaveLength(1);
    expect(desk.db.get('SELECT 1 FROM history WHERE table_name = ?', ['attachment_contents'])).toBeUndefined();
    expect(verifyDatabase(desk.db)).toMatchObject({ ok: true, checks: { attachments: true } });
  });

  it('of several parts arrives whole; the same part twice is the same part', async () => {
    const desk = await withComplaint();
    const api = desk.as('specialist');
    const content = Buffer.concat([made.mp3(), randomBytes(2_600_000)]);
    const { uploadId, partBytes } = await api.attachments.begin({ subject: desk.subject, name: '录音.mp3', bytes: content.length });
    const part = (from: number) => new File([new Uint8Array(content.subarray(from, from + partBytes))], 'part');
    await api.attachments.send({ uploadId, from: 0, part: part(0) });
    await api.attachments.send({ uploadId, from: 0, part: part(0) });
    await api.attachments.send({ uploadId, from: partBytes, part: part(partBytes) });
    expect(await api.attachments.send({ uploadId, from: 2 * partBytes, part: part(2 * partBytes) })).toEqual({ received: content.length });
    const { id } = await api.attachments.finish({ uploadId });
    expect(Buffer.from(await (await api.attachments.content({ id })).arrayBuffer()).equals(content)).toBe(true);
  });

  it('is kept once, however often and wherever it is attached', async () => {
    const desk = await withComplaint();
    const api = desk.as('specialist');
    const first = await attach(api, desk.subject, 'a.png', made.png());
    const again = await attach(api, desk.subject, 'b.png', made.png());
    expect(again).toMatchObject({ id: first.id, name: 'a.png', already: true, undoable: false });
    const other = await api.complaints.record(desk.recording);
    expect((await attach(api, { kind: 'complaint', id: other.id }, 'b.png', made.png())).already).toBe(false);
    expect([desk.count('attachments'), desk.count('attachment_contents')]).toEqual([2, 1]);
  });

  it('of a name that is there already gets a number', async () => {
    const desk = await withComplaint();
    for (const width of [10, 11, 12]) await attach(desk.as('specialist'), desk.subject, 'image.png', made.png(width));
    expect((await desk.list()).map((row) => row.name)).toEqual(['image.png', 'image (2).png', 'image (3).png']);
  });

  it('says when it is something else than its name', async () => {
    const desk = await withComplaint();
    expect(await attach(desk.as('specialist'), desk.subject, '照片.png', made.jpg())).toMatchObject({ name: '照片.jpg', mistaken: 'png' });
  });

  it('that was saved and whose answer was lost is answered again, not saved twice', async () => {
    const desk = await withComplaint();
    const api = desk.as('specialist');
    const key = randomUUID();
    const { uploadId, id, commandId } = await attach(api, desk.subject, 'a.pdf', made.pdf(), key);
    expect(await api.attachments.finish({ uploadId, key })).toMatchObject({ id, commandId });
    expect(desk.count('attachments')).toBe(1);
  });

  it('is removed, and undo brings it back', async () => {
    const desk = await withComplaint();
    const api = desk.as('specialist');
    const { id } = await attach(api, desk.subject, 'a.wav', made.wav());
    const { commandId } = await api.attachments.remove({ id });
    expect(await desk.list()).toEqual([]);
    expect(await refusal(api.attachments.content({ id }))).toMatchObject({ code: 'NOT_FOUND', data: { what: 'attachment' } });
    await api.audit.undo({ commandId });
    expect((await desk.list()).map((row) => row.id)).toEqual([id]);
    expect(Buffer.from(await (await api.attachments.content({ id })).arrayBuffer())).toEqual(made.wav());
  });
});

describe('what is not taken leaves nothing behind', () => {
  it.each([
    ['a program with the name of a picture', 'x.png', made.exe(), { code: 'ATTACHMENT_REFUSED', data: { reason: 'program' } }],
    ['a web page', 'x.jpg', Buffer.from('<html>'), { code: 'ATTACHMENT_REFUSED', data: { reason: 'wrong_kind' } }],
    ['half a picture', 'x.png', made.png().subarray(0, 80), { code: 'ATTACHMENT_REFUSED', data: { reason: 'truncated' } }],
    ['nothing', 'x.png', Buffer.alloc(0), { code: 'ATTACHMENT_REFUSED', data: { reason: 'empty' } }],
    ['too much', 'x.mp3', Buffer.alloc(20 * 1024 * 1024 + 1), { code: 'ATTACHMENT_TOO_BIG', data: { limitMb: 20 } }],
  ])('%s', async (_name, name, content, answer) => {
    const desk = await withComplaint();
    const before = desk.db.get<{ n: number }>('SELECT count(*) AS n FROM command')?.n;
    expect(await refusal(attach(desk.as('specialist'), desk.subject, name, content))).toEqual(answer);
    expect([desk.count('attachments'), desk.count('attachment_contents')]).toEqual([0, 0]);
    expect(desk.db.get<{ n: number }>('SELECT count(*) AS n FROM command')?.n).toBe(before);
  });

  it('a part that is missing, and a file that somebody stopped', async () => {
    const desk = await withComplaint();
    const api = desk.as('specialist');
    const begin = () => api.attachments.begin({ subject: desk.subject, name: 'a.png', bytes: made.png().length });
    const { uploadId } = await begin();
    await api.attachments.send({ uploadId, from: 0, part: new File([new Uint8Array(made.png().subarray(0, 60))], 'part') });
    expect(await refusal(desk.as('advisor').attachments.finish({ uploadId }))).toMatchObject({ code: 'NOT_FOUND' });
    expect(await refusal(api.attachments.finish({ uploadId }))).toMatchObject({ data: { reason: 'truncated' } });
    const second = await begin();
    await api.attachments.cancel({ uploadId: second.uploadId });
    expect(await refusal(api.attachments.finish({ uploadId: second.uploadId }))).toMatchObject({ code: 'NOT_FOUND' });
    expect(desk.count('attachments')).toBe(0);
  });
});

describe('who may', () => {
  it('nobody sees files of a complaint that they do not see; only who added one, or who handles it, removes it', async () => {
    const desk = await withComplaint();
    const { id } = await attach(desk.as('specialist'), desk.subject, 'a.png', made.png());
    const stranger = desk.as('advisor');
    for (const call of [
      stranger.attachments.list({ subject: desk.subject }),
      stranger.attachments.content({ id }),
      stranger.attachments.remove({ id }),
      attach(stranger, desk.subject, 'b.pdf', made.pdf()),
    ])
      expect(await refusal(call)).toMatchObject({ code: 'FORBIDDEN' });
    const owner = desk.db.get<{ owner: string }>('SELECT owner_id AS owner FROM complaints WHERE id = ?', [desk.id])?.owner;
    const other = owner === desk.staffId('specialist2') ? 'specialist' : 'specialist2';
    if (other === 'specialist2') expect(await refusal(desk.as(other).attachments.remove({ id }))).toMatchObject({ code: 'FORBIDDEN' });
    await desk.as('supervisor').attachments.remove({ id });
    expect(await desk.list()).toEqual([]);
  });
});

describe('while a complaint is being recorded', () => {
  it('files wait unseen by others and go over with the recording, in the same command', async () => {
    const desk = await withComplaint();
    const filesId = randomUUID();
    const subject = { kind: 'recording' as const, id: filesId };
    const { id } = await attach(desk.as('specialist'), subject, 'a.png', made.png());
    expect((await desk.as('specialist2').attachments.list({ subject })).rows).toEqual([]);
    expect(await refusal(desk.as('specialist2').attachments.content({ id }))).toMatchObject({ code: 'NOT_FOUND' });
    // Somebody else who guesses the id takes nothing.
    const foreign = await desk.as('specialist2').complaints.record({ ...desk.recording, filesId });
    expect((await desk.as('specialist').attachments.list({ subject: { kind: 'complaint', id: foreign.id } })).rows).toEqual([]);
    const own = await desk.as('specialist').complaints.record({ ...desk.recording, filesId });
    const taken = await desk.as('specialist').attachments.list({ subject: { kind: 'complaint', id: own.id } });
    expect(taken.rows.map((row) => row.id)).toEqual([id]);
    expect(verifyDatabase(desk.db)).toMatchObject({ ok: true });
  });
});

describe('files of a recording that was never saved', () => {
  it('are put away after thirty days, with what nothing else holds', async () => {
    const desk = await withComplaint();
    const api = desk.as('specialist');
    const subject = { kind: 'recording' as const, id: randomUUID() };
    await attach(api, subject, 'a.png', made.png());
    await attach(api, subject, 'b.pdf', made.pdf());
    await attach(api, desk.subject, 'b.pdf', made.pdf());
    const job = attachmentSweep(desk.core.services);
    desk.clock.step(29 * 86_400_000);
    await job.run();
    expect([desk.count('attachments'), desk.count('attachment_contents')]).toEqual([3, 2]);
    desk.clock.step(2 * 86_400_000);
    await job.run();
    expect([desk.count('attachments'), desk.count('attachment_contents')]).toEqual([1, 1]);
    expect(await desk.list()).toHaveLength(1);
    expect(verifyDatabase(desk.db)).toMatchObject({ ok: true });
  });
});

describe('verification', () => {
  it('finds a content that is not what its digest says, and one that is gone', async () => {
    const desk = await withComplaint();
    await attach(desk.as('specialist'), desk.subject, 'a.png', made.png());
    const { sha256 } = desk.db.get<{ sha256: string }>('SELECT sha256 FROM attachment_contents') as { sha256: string };
    const raw = desk.db.raw;
    expect(() => raw.exec('UPDATE attachment_contents SET bytes = bytes')).toThrow(/never changes/);
    raw.exec('DROP TRIGGER attachment_contents_fixed');
    raw.exec(`UPDATE attachment_contents SET content = zeroblob(bytes)`);
    expect(verifyDatabase(desk.db)).toMatchObject({ ok: false, brokenAt: `attachment:${sha256}`, checks: { attachments: false } });
    raw.exec('DELETE FROM attachment_contents');
    expect(verifyDatabase(desk.db)).toMatchObject({ ok: false, brokenAt: `attachment:${sha256}` });
  });
});
