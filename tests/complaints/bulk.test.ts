import { createRouterClient } from '@orpc/server';
import { describe, expect, it } from 'vitest';
import { auditRouter } from '#main/audit/router.ts';
import type { JobContext } from '#main/base/os.ts';
import { exportComplaints } from '#main/complaints/export.ts';
import { complaintFilter, type ListColumn } from '#shared/contract/complaint-list.ts';
import { at, complaintOf, type Desk, openDesk, refusal } from './desk.ts';

const noted = async (desk: Desk, given: Parameters<typeof complaintOf>[1] = {}) =>
  (await desk.as('manager').complaints.record(complaintOf(desk, given))).id;
const act = (desk: Desk, id: string) => ({ id, version: desk.version(id) });
const undo = (desk: Desk, commandId: string) =>
  createRouterClient(auditRouter, {
    context: { services: desk.services, connection: { id: 'u', host: 'test', staffId: desk.staff.manager, locked: false } },
  }).undo({ commandId });
const rowOf = async (desk: Desk, id: string) =>
  (await desk.as('manager').complaints.list({ view: 'all' })).rows.find((row) => row.id === id);

describe('one act on many', () => {
  it('tags in one command, tells each refusal with its reason, and takes all of it back with one undo', async () => {
    const desk = await openDesk(at('2026-11-20 15:30'));
    const boss = desk.as('manager').complaints;
    const [first, second, stale] = [await noted(desk), await noted(desk, { tags: ['回访'] }), await noted(desk)];
    const answer = await boss.bulk({
      items: [act(desk, first), act(desk, second), { id: stale, version: 9 }],
      act: { do: 'tag', add: ['退费', '回访'], remove: [] },
    });
    expect(answer.done).toBe(2);
    expect(answer.refused).toMatchObject([{ id: stale, code: 'STALE' }]);
    expect((await rowOf(desk, first))?.more.tags).toEqual(['退费', '回访']);
    expect((await rowOf(desk, second))?.more.tags).toEqual(['回访', '退费']);
    expect((await rowOf(desk, stale))?.more.tags).toEqual([]);
    expect((await boss.list({ view: 'all', tags: ['退费'] })).total).toBe(2);
    expect((await boss.list({ view: 'all', tags: ['退费', '没有'] })).total).toBe(0);
    expect((await boss.choices()).tags).toEqual(['回访', '退费']);
    await undo(desk, answer.commandId);
    expect((await rowOf(desk, first))?.more.tags).toEqual([]);
    expect((await rowOf(desk, second))?.more.tags).toEqual(['回访']);
  });

  it('closes what may be closed and says what the others lack; a refusal leaves nothing half-written', async () => {
    const desk = await openDesk(at('2026-11-20 15:30'));
    const boss = desk.as('manager').complaints;
    const ready = await noted(desk, { complainant: { kind: 'anonymous', refId: null }, studentIds: [] });
    const lacking = await noted(desk);
    await boss.decide({ ...act(desk, ready), decision: '已经换了老师', rectification: null });
    await boss.setCause({ ...act(desk, ready), rootCause: '排课', prevention: '' });
    const entries = () => desk.db.get<{ n: number }>('SELECT count(*) AS n FROM complaint_entries WHERE complaint_id = ?', [lacking])?.n;
    const before = entries();
    const answer = await boss.bulk({ items: [act(desk, ready), act(desk, lacking)], act: { do: 'close' } });
    expect(answer).toMatchObject({ done: 1, undoable: true, refused: [{ id: lacking, code: 'CLOSING_INCOMPLETE' }] });
    expect(answer.refused[0]?.number).toMatch(/^C2026/);
    expect(answer.refused[0]?.data.missing).toContain('root_cause');
    expect((await rowOf(desk, ready))?.state).toBe('closed');
    expect(entries()).toBe(before);
    await undo(desk, answer.commandId);
    expect((await rowOf(desk, ready))?.state).toBe('resolved');
    const none = await boss.bulk({ items: [act(desk, lacking)], act: { do: 'close' } });
    expect(none).toMatchObject({ done: 0, undoable: false });
  });

  it('assigns to one person with one reason and rolls back what refuses, its messages too', async () => {
    const desk = await openDesk(at('2026-11-20 15:30'));
    const boss = desk.as('manager').complaints;
    const about = await noted(desk, { aboutStaffIds: [desk.staff.support] });
    const free = await noted(desk);
    const told = () => desk.db.get<{ n: number }>('SELECT count(*) AS n FROM messages WHERE staff_id = ?', [desk.staff.support])?.n;
    const before = told() ?? 0;
    const answer = await boss.bulk({
      items: [act(desk, about), act(desk, free)],
      act: { do: 'assign', staffId: desk.staff.support, reason: '他懂' },
    });
    expect(answer.refused).toMatchObject([{ id: about, code: 'INVALID', data: { reason: 'complained_about' } }]);
    expect((await rowOf(desk, free))?.owner?.id).toBe(desk.staff.support);
    expect(told()).toBe(before + 1);
    expect((await refusal(desk.as('advisor').complaints.bulk({ items: [], act: { do: 'close' } }))).data).toMatchObject({ field: 'items' });
    const foreign = await desk.as('support').complaints.bulk({ items: [act(desk, about)], act: { do: 'tag', add: ['x'], remove: [] } });
    expect(foreign.refused).toMatchObject([{ code: 'FORBIDDEN' }]);
  });
});

describe('the list as found', () => {
  it('finds words of the log, not those that were taken back, and exactly as many as there are', async () => {
    const desk = await openDesk(at('2026-11-20 15:30'));
    const boss = desk.as('manager').complaints;
    const id = await noted(desk);
    await noted(desk);
    const note = await boss.addNote({ ...act(desk, id), words: '家长提到隔壁琴房漏水' });
    const found = async (text: string) => (await boss.list({ view: 'all', text })).rows.map((row) => row.id);
    expect(await found('漏水')).toEqual([id]);
    expect(await found('漏水 退剩余')).toEqual([id]);
    await undo(desk, note.commandId);
    expect(await found('漏水')).toEqual([]);
    expect(await found('退剩余')).toHaveLength(2);
  });

  it('turns the pages of a search in every order without a gap or a double', async () => {
    const desk = await openDesk(at('2026-11-20 15:30'));
    const boss = desk.as('manager').complaints;
    for (let at = 0; at < 7; at += 1) {
      const id = await noted(desk, { receivedAt: desk.clock.now() - (at % 3) * 3_600_000 });
      if (at % 2) await boss.withdraw({ ...act(desk, id), reason: '撤' });
    }
    for (const sort of ['due', 'received', 'number'] as const) {
      const whole = (await boss.list({ view: 'all', sort })).rows.map((row) => row.id);
      const paged: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await boss.list({ view: 'all', sort, text: '退剩余', limit: 2, cursor });
        expect(page.total).toBe(7);
        paged.push(...page.rows.map((row) => row.id));
        cursor = page.next ?? undefined;
      } while (cursor !== undefined);
      expect(paged).toEqual(whole);
    }
  });

  it('leaves what was merged away out of every view and count; a search through all still finds it', async () => {
    const desk = await openDesk(at('2026-11-20 15:30'));
    const boss = desk.as('manager').complaints;
    const [kept, gone] = [await noted(desk), await noted(desk)];
    await desk.commands.run({ name: 'test.merge', actor: { kind: 'cli' }, undo: 'none', topics: [] }, (tx) =>
      tx.run(`UPDATE complaints SET merged_into_id = ?, state = 'withdrawn', withdrawn_at = ? WHERE id = ?`, [
        kept,
        desk.clock.now(),
        gone,
      ]),
    );
    expect((await boss.list({ view: 'all' })).rows.map((row) => row.id)).toEqual([kept]);
    expect((await boss.list({ view: 'all' })).total).toBe(1);
    const counts = await boss.counts();
    expect([counts.views.all, counts.open]).toEqual([1, 1]);
    expect((await boss.list({ view: 'all', text: '退剩余' })).total).toBe(2);
    expect((await boss.list({ view: 'department', text: '退剩余' })).rows.map((row) => row.id)).not.toContain(gone);
  });

  it('filters by channel, cause and the person complained about', async () => {
    const desk = await openDesk(at('2026-11-20 15:30'));
    const boss = desk.as('manager').complaints;
    const one = await noted(desk, { channel: 'wechat', aboutStaffIds: [desk.staff.teacher] });
    await noted(desk);
    await boss.setCause({ ...act(desk, one), rootCause: '排课', prevention: '' });
    for (const filter of [{ channels: ['wechat' as const] }, { causes: ['排课'] }, { aboutId: desk.staff.teacher }])
      expect((await boss.list({ view: 'all', ...filter })).rows.map((row) => row.id)).toEqual([one]);
    expect((await rowOf(desk, one))?.more).toMatchObject({ about: '丁宁', channel: 'wechat', rootCause: '排课' });
    expect(await boss.choices()).toMatchObject({ causes: ['排课'], about: [{ name: '丁宁' }] });
  });
});

describe('the list as a sheet', () => {
  const asked = (desk: Desk) => ({
    who: desk.identity('manager'),
    list: { ...complaintFilter.parse({ view: 'all' }), sort: 'received' as const },
    ids: null,
    now: desk.clock.now(),
    columns: ['number', 'words', 'severity', 'tags'] as ListColumn[],
    namesMasked: false,
    format: 'csv' as const,
    lang: 'zh-CN' as const,
  });
  const job = (desk: Desk, abort = new AbortController()) =>
    ({ ...desk.services, key: Buffer.alloc(0), progress: () => undefined, signal: abort.signal }) as unknown as JobContext;

  it('holds the chosen columns of the list as filtered, and no cell is a formula', async () => {
    const desk = await openDesk(at('2026-11-20 15:30'));
    await noted(desk, { words: '=HYPERLINK("http://x")', tags: ['+1', '退费'] });
    await noted(desk, { category: 'teaching' });
    const { bytes, rows } = await exportComplaints(job(desk), asked(desk));
    const lines = new TextDecoder('utf-8', { ignoreBOM: false }).decode(bytes).trim().split('\r\n');
    expect(rows).toBe(2);
    expect(lines[0]).toBe('"编号","原话","程度","标签"');
    expect(lines.find((line) => line.includes('HYPERLINK'))).toContain(`"'=HYPERLINK(""http://x"")","一般","'+1、退费"`);
    const one = await exportComplaints(job(desk), { ...asked(desk), list: { ...asked(desk).list, categories: ['teaching'] } });
    expect(one.rows).toBe(1);
    const chosen = await exportComplaints(job(desk), { ...asked(desk), ids: [] });
    expect(chosen.rows).toBe(0);
    const own = await exportComplaints(job(desk), { ...asked(desk), who: desk.identity('support') });
    expect(own.rows).toBe(0);
    const xlsx = await exportComplaints(job(desk), { ...asked(desk), format: 'xlsx' });
    expect(String.fromCharCode(...xlsx.bytes.slice(0, 2))).toBe('PK');
  });

  it('masks the names of families when asked to, and nothing else', async () => {
    const desk = await openDesk(at('2026-11-20 15:30'));
    await noted(desk, {
      words: '周淑芬说老师迟到',
      complainant: { kind: 'other', refId: null, name: '周淑芬', phone: '13812346021' },
    });
    const sheet = async (namesMasked: boolean) => {
      const columns: ListColumn[] = ['complainant', 'words'];
      const { bytes } = await exportComplaints(job(desk), { ...asked(desk), columns, namesMasked });
      return new TextDecoder().decode(bytes).trim().split('\r\n')[1];
    };
    expect(await sheet(false)).toBe('"周淑芬","周淑芬说老师迟到"');
    expect(await sheet(true)).toBe('"周**","周淑芬说老师迟到"');
  });

  it('stops when asked to', async () => {
    const desk = await openDesk(at('2026-11-20 15:30'));
    await noted(desk);
    const abort = new AbortController();
    abort.abort();
    await expect(exportComplaints(job(desk, abort), asked(desk))).rejects.toMatchObject({ code: 'EXPORT_CANCELLED' });
  });
});

it('finds a complaint by the name of a further complainant until that one is taken off', async () => {
  const desk = await openDesk(at('2026-11-20 15:30'));
  const id = await noted(desk);
  await noted(desk);
  const write = (sql: string, params: unknown[]) =>
    desk.commands.run({ name: 'test.further', actor: { kind: 'cli' }, undo: 'none', topics: [] }, (tx) => tx.run(sql, params));
  const further = desk.ids.next();
  await write(
    `INSERT INTO complaint_complainants (id, complaint_id, kind, name, phone, added_at) VALUES (?, ?, 'other', '欧阳若兰', '13900007788', 1)`,
    [further, id],
  );
  const found = async (text: string) => (await desk.as('manager').complaints.list({ view: 'all', text })).rows.map((row) => row.id);
  expect(await found('若兰')).toEqual([id]);
  expect(await found('7788')).toEqual([id]);
  await write('UPDATE complaint_complainants SET removed_at = 2 WHERE id = ?', [further]);
  expect(await found('若兰')).toEqual([]);
});
