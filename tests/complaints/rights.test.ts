import { createRouterClient } from '@orpc/server';
import { describe, expect, it } from 'vitest';
import { complaintsRouter } from '#main/complaints/router.ts';
import { at, type Desk, type MemberKey, openDesk, record } from './desk.ts';

/**
 * Who may do what with one complaint (spec/people-and-access.md, "Permissions"). It is one of teaching, taken by support, given to
 * specialist; specialist2 is the named handler of its escalation where the column says so, supervisor the one complained about.
 */
const people: readonly MemberKey[] = ['specialist', 'specialist2', 'advisor', 'support', 'teachingHead', 'supervisor', 'manager'];
const seeing: readonly MemberKey[] = ['specialist', 'specialist2', 'support', 'teachingHead', 'supervisor', 'manager'];
const handling: readonly MemberKey[] = ['specialist', 'teachingHead', 'supervisor', 'manager'];
const giving: readonly MemberKey[] = ['teachingHead', 'supervisor', 'manager'];
const above: readonly MemberKey[] = ['supervisor', 'manager'];

type Case = {
  desk: Desk;
  id: string;
  act: { id: string; version: number };
  mine: ReturnType<Desk['as']>['complaints'];
  clockId: string;
};
const contact = { channel: 'phone', words: '说', outcome: 'reached', direction: 'out' } as const;

const acts: Record<string, { may: readonly MemberKey[]; by: (given: Case) => Promise<unknown> }> = {
  get: { may: seeing, by: ({ mine, id }) => mine.get({ id }) },
  why: { may: seeing, by: ({ mine, clockId }) => mine.why({ clockId }) },
  note: { may: seeing, by: ({ mine, act }) => mine.addNote({ ...act, words: '记' }) },
  'contact in': { may: seeing, by: ({ mine, act }) => mine.logContact({ ...act, ...contact, direction: 'in', outcome: 'received' }) },
  'contact out': { may: seeing, by: ({ mine, act }) => mine.logContact({ ...act, ...contact }) },
  accept: { may: ['specialist'], by: ({ mine, act }) => mine.accept(act) },
  assign: { may: giving, by: ({ mine, act, desk }) => mine.assign({ ...act, staffId: desk.staff.advisor, reason: '换' }) },
  offer: { may: handling, by: ({ mine, act, desk }) => mine.offerHandOver({ ...act, staffId: desk.staff.advisor }) },
  takeBack: { may: handling, by: ({ mine, act }) => mine.takeBackHandOver(act) },
  answer: { may: [], by: ({ mine, act }) => mine.answerHandOver({ ...act, accept: true }) },
  wait: { may: handling, by: ({ mine, act, desk }) => mine.wait({ ...act, reason: '等', until: desk.clock.now() + 1 }) },
  decide: { may: handling, by: ({ mine, act }) => mine.decide({ ...act, decision: '定', rectification: null }) },
  tell: { may: handling, by: ({ mine, act }) => mine.tell({ ...act, channel: 'phone', words: '好' }) },
  cause: { may: handling, by: ({ mine, act }) => mine.setCause({ ...act, rootCause: '因' }) },
  withdraw: { may: handling, by: ({ mine, act }) => mine.withdraw({ ...act, reason: '撤' }) },
  severity: {
    may: handling,
    by: ({ mine, act }) => mine.changeSeverity({ ...act, severity: 'serious', category: 'teaching', subcategory: '', reason: '改' }),
  },
  extend: { may: above, by: ({ mine, act, clockId }) => mine.extend({ ...act, clockId, minutes: 5, reason: '延' }) },
  confirm: { may: above, by: ({ mine, act, clockId }) => mine.confirmLate({ ...act, clockId }) },
  resume: { may: handling, by: ({ mine, act }) => mine.resume(act) },
  close: { may: handling, by: ({ mine, act }) => mine.close(act) },
  reopen: { may: handling, by: ({ mine, act }) => mine.reopen({ ...act, reason: '又' }) },
};
/** Allowed, and then refused for what the complaint itself lacks. */
const lacking = ['STATE_FORBIDS', 'CLOSING_INCOMPLETE'];

async function caseOf(desk: Desk, given: { about?: MemberKey } = {}): Promise<Omit<Case, 'mine'>> {
  const about = given.about ? [desk.staff[given.about]] : [];
  const { complaint } = await record(desk, { category: 'teaching', aboutStaffIds: about }, 'support');
  const { id } = complaint;
  await desk.as('manager').complaints.assign({ id, version: desk.version(id), staffId: desk.staff.specialist, reason: '给她' });
  const clockId = desk.db.get<{ id: string }>(`SELECT id FROM clocks WHERE subject_id = ? AND clock = 'resolution'`, [id])?.id ?? '';
  return { desk, id, clockId, act: { id, version: desk.version(id) } };
}

async function allowed(given: Omit<Case, 'mine'>, who: MemberKey, by: (given: Case) => Promise<unknown>): Promise<boolean> {
  try {
    await by({ ...given, mine: given.desk.as(who).complaints });
    return true;
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === 'FORBIDDEN') return false;
    if (!lacking.includes(code ?? '')) throw error;
    return true;
  }
}

async function whoMay(make: (desk: Desk) => Promise<Omit<Case, 'mine'>>): Promise<Record<string, MemberKey[]>> {
  const desk = await openDesk(at('2026-11-20 15:30'));
  const found: Record<string, MemberKey[]> = {};
  for (const [name, { by }] of Object.entries(acts)) {
    found[name] = [];
    for (const who of people) if (await allowed(await make(desk), who, by)) found[name].push(who);
  }
  return found;
}

const expected = (change: (may: readonly MemberKey[], name: string) => readonly MemberKey[] = (may) => may) =>
  Object.fromEntries(Object.entries(acts).map(([name, { may }]) => [name, people.filter((who) => change(may, name).includes(who))]));

describe('rights', () => {
  it('of everybody, on a complaint of another, an own one, one of the department', async () => {
    expect(await whoMay((desk) => caseOf(desk))).toEqual(expected());
  }, 60_000);

  it('nobody acts on a complaint about themselves', async () => {
    const about = await whoMay((desk) => caseOf(desk, { about: 'supervisor' }));
    const harmless = ['get', 'why', 'note', 'contact in'];
    expect(about).toEqual(expected((may, name) => (harmless.includes(name) ? may : may.filter((who) => who !== 'supervisor'))));
  }, 60_000);

  it('the named handler of an escalation handles it before taking it over, the owner still does', async () => {
    const named = await whoMay(async (desk) => {
      const given = await caseOf(desk);
      await desk.commands.run({ name: 'test.step', actor: { kind: 'system' }, undo: 'none', topics: [] }, (tx) =>
        tx.run(
          `INSERT INTO escalations (id, complaint_id, cycle, step, level, due_at, detected_at, handler_id) VALUES (?, ?, 1, 'level1', 1, 0, 0, ?)`,
          [desk.ids.next(), given.id, desk.staff.specialist2],
        ),
      );
      return given;
    });
    expect(named).toEqual(expected((may) => (may === handling || may.includes('support') ? [...may, 'specialist2'] : may)));
  }, 60_000);

  it('of rectifications: done by its owner or a handler, verified by another, dropped by a supervisor', async () => {
    const desk = await openDesk(at('2026-11-20 15:30'));
    const begun = async (done: MemberKey | null) => {
      const given = await caseOf(desk);
      const manager = desk.as('manager').complaints;
      await manager.decide({ ...given.act, decision: '定', rectification: { what: '改', ownerId: desk.staff.advisor } });
      const rectificationId = desk.db.get<{ id: string }>('SELECT id FROM rectifications WHERE complaint_id = ?', [given.id])?.id ?? '';
      const act = () => ({ id: given.id, version: desk.version(given.id), rectificationId });
      if (done) await desk.as(done).complaints.rectificationDone(act());
      return { ...given, act: act() };
    };
    const may = async (
      done: MemberKey | null,
      by: (mine: Case['mine'], act: Awaited<ReturnType<typeof begun>>['act']) => Promise<unknown>,
    ) => {
      const found: MemberKey[] = [];
      for (const who of people) {
        const given = await begun(done);
        if (await allowed(given, who, ({ mine }) => by(mine, given.act))) found.push(who);
      }
      return found;
    };
    expect(await may(null, (mine, act) => mine.rectificationDone(act))).toEqual([
      'specialist',
      'advisor',
      'teachingHead',
      'supervisor',
      'manager',
    ]);
    expect(await may('advisor', (mine, act) => mine.verifyRectification(act))).toEqual(['teachingHead', 'supervisor', 'manager']);
    expect(await may('teachingHead', (mine, act) => mine.verifyRectification(act))).toEqual(['supervisor', 'manager']);
    expect(await may('advisor', (mine, act) => mine.dropRectification({ ...act, reason: '不改' }))).toEqual(['supervisor', 'manager']);
  }, 60_000);

  it('of a locked or signed-out window: nothing, whoever sits there', async () => {
    const desk = await openDesk(at('2026-11-20 15:30'));
    const given = await caseOf(desk);
    for (const [connection, code] of [
      [{ id: 'locked', host: 'test', staffId: desk.staff.manager, locked: true }, 'LOCKED'],
      [{ id: 'nobody', host: 'test', staffId: null, locked: false }, 'UNAUTHENTICATED'],
    ] as const) {
      const client = createRouterClient(
        { complaints: complaintsRouter },
        { context: { services: desk.services, connection: { ...connection } } },
      );
      for (const { by } of Object.values(acts))
        await expect(by({ ...given, mine: client.complaints as Case['mine'] })).rejects.toMatchObject({ code });
    }
  });
});
