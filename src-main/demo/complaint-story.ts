import type { Category, Channel, Severity } from '#shared/contract/fields.ts';
import { departmentOfCategory } from '#shared/rules/assignment.ts';
import { DAY, HOUR, MINUTE } from '#shared/rules/zone.ts';
import centre from '../../resources/demo/centre.json' with { type: 'json' };
import content from '../../resources/demo/complaints.json' with { type: 'json' };
import type { Client, Student, World } from './world.ts';

export type Template = {
  category: Category;
  subcategory: string;
  severity: Severity;
  weight: number;
  teacher: boolean;
  words: string;
  wish: string;
  onSpot?: string;
  first: string;
  progress: string;
  decision: string;
  told: string;
  rectify?: string;
  cause: string;
  prevention: string;
};
export const templates = content.templates as Template[];

/** How a story goes. The last ones are left at a certain point, so that the last day has something to do. */
export type Turn =
  | 'usual'
  | 'slow_first'
  | 'slow_result'
  | 'unaccepted'
  | 'waiting'
  | 'withdrawn'
  | 'reopened'
  | 'handed_over'
  | 'left_new'
  | 'left_handling'
  | 'left_waiting'
  | 'left_offer'
  | 'left_told'
  | 'left_rectifying';

export const usualTurns: readonly (readonly [Turn, number])[] = [
  ['usual', 66],
  ['slow_first', 4],
  ['slow_result', 8],
  ['unaccepted', 4],
  ['waiting', 6],
  ['withdrawn', 3],
  ['reopened', 4],
  ['handed_over', 2],
];

type Row = {
  version: number;
  state: string;
  ownerId: string | null;
  acceptedAt: number | null;
  receivedAt: number;
  handOverToId: string | null;
};
const channels: readonly (readonly [Channel, number])[] = [
  ['phone', 40],
  ['counter', 30],
  ['wechat', 24],
  ['paper', 3],
  ['other', 3],
];

/** One complaint from the telling to the end, each step by the one who owns it then, through the contract. */
export function tellStory(world: World, at: number, template: Template, turn: Turn): void {
  const { random, services, staff, as, clock } = world;
  const desks = [staff.desk1, staff.desk2, staff.desk3].map(String);
  const supervisor = String(staff.supervisor);
  let id = '';
  let student: Student | undefined;

  const row = (): Row => {
    const found = services.db.get<Row>(
      `SELECT version, state, owner_id AS ownerId, accepted_at AS acceptedAt, received_at AS receivedAt, hand_over_to_id AS handOverToId
       FROM complaints WHERE id = ?`,
      [id],
    );
    if (!found) throw new Error('the complaint is gone');
    return found;
  };
  const act = () => ({ id, version: row().version });
  /** Who handles it now; without an owner the supervisor steps in. */
  const handler = (): { client: Client; staffId: string } => {
    const staffId = row().ownerId ?? supervisor;
    return { client: as(staffId), staffId };
  };
  const fill = (words: string): string => words.replace('{{course}}', courseOf(world, student)).replace('{{student}}', student?.name ?? '');
  /** From now on, when the centre is open. */
  const next = (min: number, max: number, step: () => Promise<void>): void => world.plan(world.later(clock.now(), min, max), step);
  /** Not before `ms` after it was received. */
  const sinceReceived = (min: number, max: number, step: () => Promise<void>): void => {
    const wanted = row().receivedAt + random.int(min, max) * MINUTE;
    world.plan(Math.max(world.later(wanted, 0, 20), clock.now() + 3 * MINUTE), step);
  };

  const record = async (): Promise<void> => {
    student = random.pick(world.students);
    const guardianId = random.chance(0.93) ? student.guardianIds[0] : undefined;
    const late = random.chance(0.08);
    const by = random.pick(desks);
    const known = turn !== 'usual' || random.chance(0.97);
    const complainant = !known
      ? ({ kind: 'anonymous', refId: null } as const)
      : guardianId
        ? ({ kind: 'guardian', refId: guardianId } as const)
        : ({ kind: 'student', refId: student.id } as const);
    const text = known ? template : { ...template, ...content.anonymous, severity: 'general' as const, category: 'facility' as const };
    const made = await as(by).complaints.record({
      studentIds: known ? [student.id] : [],
      complainant,
      aboutStaffIds: known && template.teacher ? [random.pick(world.teachers)] : [],
      channel: known ? random.weighted(channels) : 'paper',
      words: fill(text.words),
      wish: fill(text.wish),
      category: text.category,
      subcategory: text.subcategory,
      severity: text.severity,
      receivedAt: late ? clock.now() - random.int(30, 260) * MINUTE : null,
      answeredOnSpot: known && template.onSpot && random.chance(0.5) ? template.onSpot : '',
    });
    id = made.id;
    if (turn === 'left_new') return;
    if (turn === 'unaccepted') next(80, 200, accept);
    else next(2, 24, accept);
    if (!known) sinceReceived(5 * 60, 30 * 60, decideAnonymous);
  };

  const decideAnonymous = async (): Promise<void> => {
    const { client } = handler();
    await client.complaints.decide({ ...act(), decision: content.anonymous.decision, rectification: null });
    const { cause, prevention } = content.anonymous;
    await client.complaints.setCause({ ...act(), rootCause: cause, prevention });
  };

  const accept = async (): Promise<void> => {
    const { ownerId, acceptedAt, state } = row();
    if (ownerId !== null && acceptedAt === null && (state === 'assigned' || state === 'waiting'))
      await as(ownerId).complaints.accept(act());
    if (state === 'closed' || state === 'withdrawn') return;
    if (turn === 'left_rectifying') return decide(true);
    if (turn === 'left_waiting') return wait(DAY * 2);
    if (turn === 'left_offer') return offer();
    if (turn === 'slow_first') sinceReceived(26 * 60, 40 * 60, firstContact);
    else if (random.chance(0.2)) next(10, 120, noAnswer);
    else next(8, 200, firstContact);
    if (turn === 'withdrawn') next(180, 1200, withdraw);
    if (turn === 'handed_over') next(40, 90, offer);
    if (random.chance(0.03)) next(60, 300, raise);
  };

  const noAnswer = async (): Promise<void> => {
    await call('not_reached', random.pick(content.notReached));
    next(60, 180, firstContact);
  };

  const call = async (outcome: 'reached' | 'not_reached', words: string, toldProgress = false): Promise<void> => {
    // what was done in a rush is entered afterwards
    const late = outcome === 'reached' && random.chance(0.06);
    const { client } = handler();
    await client.complaints.logContact({
      ...act(),
      channel: 'phone',
      direction: 'out',
      outcome,
      words: late ? `${words}${content.lateNote}` : words,
      toldProgress,
      happenedAt: late ? Math.max(row().receivedAt, clock.now() - random.int(20, 100) * MINUTE) : null,
    });
  };

  const firstContact = async (): Promise<void> => {
    await call('reached', template.first, random.chance(0.4));
    if (turn === 'left_handling') return;
    if (random.chance(0.5)) next(15, 200, note);
    if (turn === 'waiting') next(60, 240, () => wait(random.int(20, 60) * HOUR));
    if (random.chance(0.35)) sinceReceived(18 * 60, 40 * 60, () => call('reached', template.progress, true));
    if (turn === 'slow_result') sinceReceived(46 * 60, 80 * 60, () => decide());
    else sinceReceived(2 * 60, 20 * 60, () => decide());
  };

  const note = async (): Promise<void> => {
    const { client } = handler();
    await client.complaints.addNote({ ...act(), words: random.pick(content.notes) });
  };

  const wait = async (ms: number): Promise<void> => {
    const { client } = handler();
    await client.complaints.wait({ ...act(), reason: random.pick(content.waiting), until: clock.now() + ms });
  };

  const raise = async (): Promise<void> => {
    if (template.severity === 'critical') return;
    const { category, subcategory } = template;
    await as(supervisor).complaints.changeSeverity({
      ...act(),
      severity: template.severity === 'general' ? 'serious' : 'critical',
      category,
      subcategory,
      reason: content.notes.at(-1) ?? '',
    });
  };

  const offer = async (): Promise<void> => {
    const { client, staffId } = handler();
    const to = desks.find((each) => each !== staffId) ?? supervisor;
    await client.complaints.offerHandOver({ ...act(), staffId: to, words: '' });
    if (turn !== 'left_offer') next(5, 40, async () => void (await as(to).complaints.answerHandOver({ ...act(), accept: true })));
  };

  const withdraw = async (): Promise<void> => {
    const { client } = handler();
    await client.complaints.withdraw({ ...act(), reason: random.pick(content.withdrawn) });
  };

  const decide = async (mustRectify = false): Promise<void> => {
    const { client } = handler();
    const what = template.rectify && (mustRectify || random.chance(0.7)) ? template.rectify : null;
    const ownerId = rectifier(world, template.category);
    await client.complaints.decide({ ...act(), decision: template.decision, rectification: what ? { what, ownerId } : null });
    if (turn === 'left_rectifying') {
      next(120, 300, tell);
      return;
    }
    if (what)
      next(random.chance(0.12) ? 11 * 24 * 60 : 20 * 60, random.chance(0.12) ? 14 * 24 * 60 : 6 * 24 * 60, () => rectified(ownerId));
    if (turn === 'left_told') next(10, 60, tell);
    else if (turn === 'slow_result') sinceReceived(50 * 60, 96 * 60, tell);
    else next(15, 200, tell);
  };

  const rectified = async (ownerId: string): Promise<void> => {
    const open = services.db.get<{ id: string }>(
      'SELECT id FROM rectifications WHERE complaint_id = ? AND done_at IS NULL AND dropped_at IS NULL LIMIT 1',
      [id],
    );
    if (!open) return;
    await as(ownerId).complaints.rectificationDone({ ...act(), rectificationId: open.id });
    const verifier = ownerId === supervisor ? String(staff.manager) : supervisor;
    next(120, 2 * 24 * 60, async () => {
      await as(verifier).complaints.verifyRectification({ ...act(), rectificationId: open.id });
    });
  };

  const tell = async (): Promise<void> => {
    const { client } = handler();
    const { severity, replyRequired } = services.db.get<{ severity: Severity; replyRequired: number }>(
      'SELECT severity, reply_required AS replyRequired FROM complaints WHERE id = ?',
      [id],
    ) ?? { severity: template.severity, replyRequired: 0 };
    const written = severity !== 'general' || replyRequired === 1;
    await client.complaints.tell({ ...act(), channel: written ? 'paper' : 'phone', words: template.told, written });
    if (turn === 'left_told' || turn === 'left_rectifying') return;
    next(30, 600, async () => {
      await handler().client.complaints.setCause({ ...act(), rootCause: template.cause, prevention: template.prevention });
    });
    if (turn === 'reopened') next(20 * 60, 5 * 24 * 60, reopen);
  };

  const reopen = async (): Promise<void> => {
    await as(supervisor).complaints.reopen({ ...act(), reason: random.pick(content.reopened) });
    next(5, 60, async () => {
      const { ownerId, acceptedAt } = row();
      if (ownerId !== null && acceptedAt === null) await as(ownerId).complaints.accept(act());
    });
    next(70, 300, () => call('reached', template.first, true));
    sinceReopened();
  };
  const sinceReopened = (): void => {
    next(6 * 60, 30 * 60, async () => {
      const { client } = handler();
      await client.complaints.decide({ ...act(), decision: template.decision, rectification: null });
      const severity = services.db.get<{ severity: Severity }>('SELECT severity FROM complaints WHERE id = ?', [id])?.severity;
      await client.complaints.tell({ ...act(), channel: 'phone', words: template.told, written: severity !== 'general' });
    });
  };

  world.plan(at, record);
}

function courseOf(world: World, student: Student | undefined): string {
  const found =
    student &&
    world.services.db.get<{ name: string }>(
      'SELECT c.name FROM enrolments e JOIN courses c ON c.id = e.course_id WHERE e.student_id = ? ORDER BY e.enrolled_on DESC, e.id LIMIT 1',
      [student.id],
    );
  return found?.name ?? centre.courses[0]?.name ?? '';
}

/** Who puts right what went wrong: the head of the department that answers for it. */
function rectifier({ staff }: World, category: Category): string {
  const department = departmentOfCategory[category];
  const head = centre.staff.find((person) => person.headOf.includes(department));
  return String(staff[head?.key ?? 'supervisor'] ?? staff.supervisor);
}
