import { describe, expect, it } from 'vitest';
import { at, openDesk, record, refusal } from './desk.ts';

const HOUR = 3_600_000;

describe('the list', () => {
  it('shows each saved view, and counts say the same', async () => {
    const desk = await openDesk(at('2026-11-20 15:30'));
    const boss = desk.as('manager').complaints;
    const act = (id: string) => ({ id, version: desk.version(id) });
    const waiting = (await record(desk)).complaint.id;
    const told = (await record(desk)).complaint.id;
    const open = (await record(desk, { category: 'technical', studentIds: [desk.students.li] })).complaint.id;
    const critical = (await record(desk, { severity: 'critical' })).complaint.id;
    const gone = (await record(desk)).complaint.id;
    for (const id of [waiting, told, open, critical, gone]) {
      const owner = desk.keyOf(desk.db.get<{ o: string }>('SELECT owner_id AS o FROM complaints WHERE id = ?', [id])?.o) ?? 'manager';
      await desk.as(owner).complaints.accept(act(id));
    }
    await boss.wait({ ...act(waiting), reason: '等', until: desk.clock.now() + 40 * HOUR });
    await boss.tell({ ...act(told), channel: 'phone', words: '好' });
    await boss.withdraw({ ...act(gone), reason: '撤' });
    desk.clock.set(at('2026-11-21 15:31'));
    await desk.scan();
    const ids = async (view: Parameters<typeof boss.list>[0]['view']) => (await boss.list({ view })).rows.map((row) => row.id).sort();
    expect(await ids('waiting')).toEqual([waiting]);
    expect(await ids('to_visit')).toEqual([told]);
    expect(await ids('overdue')).toEqual([waiting, open, critical].sort());
    expect(await ids('escalated')).toEqual([open, critical].sort());
    expect(await ids('closed_this_month')).toEqual([]);
    expect(await ids('all')).toHaveLength(5);
    const counts = await boss.counts();
    for (const view of [
      'mine',
      'department',
      'due_today',
      'overdue',
      'escalated',
      'waiting',
      'to_visit',
      'closed_this_month',
      'all',
    ] as const) {
      expect([view, counts.views[view]]).toEqual([view, (await boss.list({ view })).total]);
    }
    expect(counts.open).toBe(4);
    expect(counts.oldestOpenAt).toBe(at('2026-11-20 15:30'));
    const row = (await boss.list({ view: 'waiting' })).rows[0];
    expect(row).toMatchObject({ student: '张思凡', state: 'waiting', accepted: true, nextClock: 'first_response' });
    expect((await boss.list({ view: 'all', text: '李沐阳' })).rows.map((each) => each.id)).toEqual([open]);
    expect(
      (await boss.list({ view: 'all', severities: ['critical'], receivedFrom: '2026-11-20', receivedTo: '2026-11-20' })).rows.map(
        (each) => each.id,
      ),
    ).toEqual([critical]);
    expect((await boss.list({ view: 'all', studentId: desk.students.li })).total).toBe(1);
  });

  it.each(['due', 'received', 'number'] as const)('turns page after page by %s without a gap or a double', async (sort) => {
    const desk = await openDesk(at('2026-11-20 15:30'));
    const boss = desk.as('manager').complaints;
    const all: string[] = [];
    for (let i = 0; i < 9; i++) {
      const { id } = (await record(desk, { receivedAt: desk.clock.now() - (i % 3) * HOUR })).complaint;
      all.push(id);
      if (i % 2) await boss.withdraw({ id, version: desk.version(id), reason: '撤' });
    }
    const seen: { id: string; number: string; nextDueAt: number | null; receivedAt: number }[] = [];
    let cursor: string | undefined;
    do {
      const page = await boss.list({ view: 'all', sort, limit: 2, cursor });
      expect(page.total).toBe(9);
      seen.push(...page.rows);
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    expect(seen.map((row) => row.id).sort()).toEqual([...all].sort());
    const whole = (await boss.list({ view: 'all', sort, limit: 50 })).rows.map((row) => row.id);
    expect(seen.map((row) => row.id)).toEqual(whole);
    if (sort === 'number')
      expect(seen.map((row) => row.number)).toEqual(
        seen
          .map((row) => row.number)
          .sort()
          .reverse(),
      );
    if (sort === 'due') {
      const dues = seen.map((row) => row.nextDueAt ?? Number.MAX_SAFE_INTEGER);
      expect(dues).toEqual([...dues].sort((a, b) => a - b));
    }
    expect((await refusal(boss.list({ view: 'all', cursor: 'no' }))).code).toBe('INVALID');
  });

  it.each(['due', 'received', 'number'] as const)('fetches one page again by %s within its edges, whatever came and went', async (sort) => {
    const desk = await openDesk(at('2026-11-20 15:30'));
    const boss = desk.as('manager').complaints;
    const make = async (hours: number) => (await record(desk, { receivedAt: desk.clock.now() - hours * HOUR })).complaint.id;
    const withdraw = (id: string) => boss.withdraw({ id, version: desk.version(id), reason: '撤' });
    for (let i = 0; i < 9; i++) {
      const id = await make(i % 4);
      if (i % 3 === 0) await withdraw(id);
    }
    const list = (cursor?: string, limit = 3) => boss.list({ view: 'all', sort, limit, cursor });
    const first = await list();
    const second = await list(first.next ?? '');
    const third = await list(second.next ?? '');
    const again = (from?: string | null, until?: string | null) =>
      boss.list({ view: 'all', sort, limit: 100, cursor: from ?? undefined, until: until ?? undefined });
    // nothing happened: the same rows and the same edge
    expect(await again(first.next, second.next)).toEqual(second);
    expect(await again(null, first.next)).toEqual(first);
    // rows come, go and change their place: the pages still make up the whole, each row once
    await withdraw(second.rows[1]?.id ?? '');
    await make(0);
    await make(2);
    const pages = [await again(null, first.next), await again(first.next, second.next), await again(second.next, third.next)];
    expect(pages.map((page) => page.next)).toEqual([first.next, second.next, third.next]);
    expect(pages.flatMap((page) => page.rows.map((row) => row.id))).toEqual((await list(undefined, 100)).rows.map((row) => row.id));
    expect(pages.every((page) => page.total === 11)).toBe(true);
    // more than fit: the edge moves up to the last that is shown
    const cut = await boss.list({ view: 'all', sort, limit: 1, until: third.next ?? undefined });
    expect(cut.next).not.toBe(third.next);
    expect((await refusal(boss.list({ view: 'all', until: 'no' }))).code).toBe('INVALID');
  });

  it('forecasts what a recording then does', async () => {
    const desk = await openDesk(at('2026-11-21 10:41'));
    const input = { studentIds: [desk.students.zhang], category: 'service', severity: 'critical', receivedAt: null } as const;
    const forecast = await desk.as('specialist').complaints.forecast({ ...input, studentIds: [...input.studentIds] });
    const page = await record(desk, { severity: 'critical' });
    expect(forecast.owner).toEqual(page.complaint.owner);
    expect(forecast.reason).toEqual(page.assignment);
    expect(forecast.clocks).toEqual(
      page.clocks
        .map(({ clock, dueAt }) => ({ clock, dueAt }))
        .sort(
          (a, b) =>
            forecast.clocks.findIndex((each) => each.clock === a.clock) - forecast.clocks.findIndex((each) => each.clock === b.clock),
        ),
    );
    expect([...forecast.escalatesTo].sort()).toEqual((page.escalations[0]?.told ?? []).map((each) => each.name).sort());
    expect(forecast.recentComplaints).toBe(0);
    expect((await desk.as('specialist').complaints.forecast({ ...input, studentIds: [...input.studentIds] })).recentComplaints).toBe(1);
    const proposal = await desk.as('specialist').complaints.propose({ words: '昨晚下课孩子在门口台阶滑倒了，膝盖破皮流血' });
    expect(proposal.severity).toBe('critical');
    expect(proposal.matches.length).toBeGreaterThan(0);
  });
});
