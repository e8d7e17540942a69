import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY } from '#shared/rules/complaint-policy.ts';
import { at, complaintOf, type Desk, openDesk, refusal } from './desk.ts';

const HOUR = 3_600_000;
const record = (desk: Desk, given: Parameters<typeof complaintOf>[1] = {}) =>
  desk.as('specialist').complaints.record(complaintOf(desk, given));
const clock = (desk: Desk, id: string, name: string) =>
  desk.db.get<{ due: number; warn: number; started: number }>(
    'SELECT due_at AS due, warn_at AS warn, started_at AS started FROM clocks WHERE subject_id = ? AND clock = ?',
    [id, name],
  );
const undo = (desk: Desk, commandId: string) => desk.commands.undo(commandId, { kind: 'person', staffId: desk.staff.manager });
const sql = (desk: Desk, id: string) =>
  desk.db.get<{ policy: string }>('SELECT policy_id AS policy FROM complaints WHERE id = ?', [id])?.policy;

/** The default rules with changes that a test makes. */
function changed(change: (severities: typeof DEFAULT_POLICY.severities) => void) {
  const { severities } = structuredClone(DEFAULT_POLICY);
  change(severities);
  return severities;
}
const faster = changed(({ general }) => {
  general.clocks.resolution = { ...general.clocks.resolution, target: 24 * 60, warnPercent: 50 };
  general.ladder = [{ level: 1, afterMinutes: 60, tells: ['supervisor'], namesHandler: false }];
});

describe('versions of the targets', () => {
  it('a new one counts for what is recorded from now on; the old complaint keeps its due, until a manager applies it', async () => {
    const desk = await openDesk();
    const manager = desk.as('manager').complaints;
    const old = await record(desk);
    const before = clock(desk, old.id, 'resolution');
    const saved = await manager.savePolicy({ basedOn: 1, severities: faster, note: '快一点' });
    expect(saved.version).toBe(2);
    const fresh = await record(desk);
    expect(clock(desk, old.id, 'resolution')).toEqual(before);
    const quick = clock(desk, fresh.id, 'resolution');
    expect([(quick?.due ?? 0) - (quick?.started ?? 0), (quick?.warn ?? 0) - (quick?.started ?? 0)]).toEqual([24 * HOUR, 12 * HOUR]);
    expect(await desk.as('supervisor').complaints.policyVersions()).toMatchObject([
      { version: 2, note: '快一点', by: '陈静', uses: 1, open: 1 },
      { version: 1, note: '', uses: 1, open: 1 },
    ]);
    // who is no manager does not; a missing reason is told by the form's own schema
    const act = { id: old.id, version: desk.version(old.id), reason: '家长很急' };
    expect((await refusal(desk.as('supervisor').complaints.reapplyPolicy(act))).code).toBe('FORBIDDEN');
    const done = await manager.reapplyPolicy(act);
    expect(clock(desk, old.id, 'resolution')).toMatchObject({ due: (before?.started ?? 0) + 24 * HOUR });
    const lines = desk.db.all<{ text: string; words: string; vals: string }>(
      `SELECT text, words, vals FROM complaint_entries WHERE complaint_id = ? AND text IN ('policy_reapplied', 'deadline_by_policy') ORDER BY id`,
      [old.id],
    );
    expect(lines.map((line) => line.text)).toEqual(['policy_reapplied', 'deadline_by_policy']);
    expect(lines[0]).toMatchObject({ words: '家长很急', vals: JSON.stringify({ from: 1, to: 2 }) });
    expect(await refusal(manager.reapplyPolicy({ ...act, version: desk.version(old.id) }))).toEqual({
      code: 'INVALID',
      data: { field: 'policy', reason: 'newest_already' },
    });
    await undo(desk, done.commandId);
    expect(clock(desk, old.id, 'resolution')).toEqual(before);
    expect((await refusal(manager.deletePolicy({ version: 1 }))).data).toEqual({ state: 'in_use', action: 'delete_policy' });
    expect((await refusal(undo(desk, saved.commandId))).data).toEqual({ reason: 'in_use' });
  });

  it('an untaken step of a newer ladder that is due at once is taken at once; a closed complaint stays as it is', async () => {
    const desk = await openDesk();
    const { id } = await record(desk);
    const severities = changed(({ general }) => {
      general.ladder = [{ level: 1, afterMinutes: 0, tells: ['manager'], namesHandler: false }];
    });
    await desk.as('manager').complaints.savePolicy({ basedOn: 1, severities, note: '' });
    await desk.as('manager').complaints.reapplyPolicy({ id, version: desk.version(id), reason: '试' });
    expect(desk.db.get<{ level: number }>('SELECT level FROM complaints WHERE id = ?', [id])).toEqual({ level: 1 });
    const gone = await record(desk);
    const withdraw = { id: gone.id, version: desk.version(gone.id), reason: '误会' };
    await desk.as('manager').complaints.withdraw(withdraw);
    expect((await refusal(desk.as('manager').complaints.reapplyPolicy({ ...withdraw, version: desk.version(gone.id) }))).code).toBe(
      'STATE_FORBIDS',
    );
  });

  it('impossible values are refused in words and nothing is written', async () => {
    const desk = await openDesk();
    const { savePolicy } = desk.as('manager').complaints;
    const reason = async (change: Parameters<typeof changed>[0], basedOn = 1) => {
      const { code, data } = await refusal(savePolicy({ basedOn, severities: changed(change), note: '' }));
      return code === 'INVALID' ? data.reason : code;
    };
    const target = (value: number) =>
      reason(({ general }) => {
        general.clocks.progress.target = value;
      });
    expect([await target(0), await target(-5), await target(0.5), await target(10 ** 7)]).toEqual(Array(4).fill('bad_target'));
    const warn = (value: number) =>
      reason(({ serious }) => {
        serious.clocks.dispatch.warnPercent = value;
      });
    expect([await warn(0), await warn(101), await warn(50.5)]).toEqual(Array(3).fill('bad_warn'));
    expect(await reason(({ serious }) => void serious.ladder.reverse())).toBe('bad_ladder');
    expect(
      await reason(({ critical }) => {
        critical.ladder = [];
      }),
    ).toBe('bad_ladder');
    expect(
      await reason(({ critical }) => {
        critical.quiet = { from: 0, to: 60 };
      }),
    ).toBe('bad_quiet');
    expect(
      await reason(({ general }) => {
        general.quiet = { from: 60, to: 60 };
      }),
    ).toBe('bad_quiet');
    expect(
      await reason(({ general }) => {
        general.acceptMinutes = 0;
      }),
    ).toBe('bad_accept');
    expect(await reason(() => undefined)).toBe('unchanged');
    expect(await reason(() => undefined, 7)).toBe('STALE');
    expect((await refusal(desk.as('supervisor').complaints.savePolicy({ basedOn: 1, severities: faster, note: '' }))).code).toBe(
      'FORBIDDEN',
    );
    expect(desk.db.get('SELECT count(*) AS n FROM complaint_policies')).toEqual({ n: 0 });
  });

  it('a version that nothing uses is deleted or undone, and comes back', async () => {
    const desk = await openDesk();
    const manager = desk.as('manager').complaints;
    const saved = await manager.savePolicy({ basedOn: 1, severities: faster, note: '' });
    await undo(desk, saved.commandId);
    expect((await manager.policyVersions()).map((each) => each.version)).toEqual([1]);
    expect((await refusal(manager.deletePolicy({ version: 1 }))).code).toBe('STATE_FORBIDS');
    await manager.savePolicy({ basedOn: 1, severities: faster, note: '' });
    const deleted = await manager.deletePolicy({ version: 2 });
    const { id } = await record(desk);
    await undo(desk, deleted.commandId);
    const other = await record(desk);
    expect(sql(desk, id)).not.toBe(sql(desk, other.id));
    expect((await refusal(manager.deletePolicy({ version: 9 }))).code).toBe('NOT_FOUND');
  });

  it('a policy that was kept before warnings and quiet hours were settings reads as it meant', async () => {
    const desk = await openDesk();
    await record(desk);
    await desk.commands.run({ name: 'test.old', actor: { kind: 'cli' }, undo: 'none', topics: [] }, (tx) => {
      const body = structuredClone(DEFAULT_POLICY) as { severities: Record<string, Record<string, unknown>> };
      for (const rules of Object.values(body.severities)) {
        delete rules.quiet;
        delete rules.notices;
        for (const rule of Object.values(rules.clocks as Record<string, Record<string, unknown>>)) delete rule.warnPercent;
      }
      tx.run('UPDATE complaint_policies SET body = ?', [JSON.stringify(body)]);
    });
    expect((await desk.as('manager').complaints.policyVersions())[0]?.severities).toEqual(DEFAULT_POLICY.severities);
  });
});

describe('quiet hours', () => {
  const silent = async (desk: Desk, given: Parameters<typeof complaintOf>[1] = {}) => {
    const heard: unknown[] = [];
    const changes = desk.changes.subscribe();
    await record(desk, given);
    desk.changes.publish(['the end']);
    for await (const { topics, notice } of changes) {
      if (topics.includes('the end')) break;
      if (notice) heard.push([notice.code, notice.data?.silent ?? false]);
    }
    return heard;
  };
  it('keep the operating system quiet at night, for everything but 重大; the bell has it all the same', async () => {
    const night = await openDesk(at('2026-11-20 23:30'));
    expect(await silent(night, { aboutStaffIds: [night.staff.specialist] })).toEqual([['assigned', true]]);
    expect(night.db.get('SELECT count(*) AS n FROM messages')).toEqual({ n: 1 });
    const grave = await openDesk(at('2026-11-20 23:30'));
    const heard = await silent(grave, { severity: 'critical', aboutStaffIds: [grave.staff.specialist] });
    expect(heard).toEqual([
      ['assigned', false],
      ['escalated', false],
    ]);
    const day = await openDesk(at('2026-11-20 15:30'));
    expect(await silent(day, { aboutStaffIds: [day.staff.specialist] })).toEqual([['assigned', false]]);
  });
  it('a kind that the policy does not send stays in the bell by day too', async () => {
    const desk = await openDesk();
    const severities = changed(({ general }) => {
      general.notices = ['escalated'];
    });
    await desk.as('manager').complaints.savePolicy({ basedOn: 1, severities, note: '' });
    expect(await silent(desk, { aboutStaffIds: [desk.staff.specialist] })).toEqual([['assigned', true]]);
  });
});
