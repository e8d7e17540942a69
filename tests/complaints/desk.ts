import { createRouterClient } from '@orpc/server';
import { createConnections } from '#main/base/connections.ts';
import { createEvents } from '#main/base/events.ts';
import type { Connection, Identity, Services } from '#main/base/os.ts';
import { createPresence } from '#main/base/presence.ts';
import { calendarRouter } from '#main/calendar/router.ts';
import { registerCalendar } from '#main/calendar/service.ts';
import { complaintsRouter } from '#main/complaints/router.ts';
import { registerComplaints, scanComplaints } from '#main/complaints/service.ts';
import { followUpsRouter } from '#main/follow-ups/router.ts';
import { subscribeFollowUps } from '#main/follow-ups/service.ts';
import { messagesRouter } from '#main/messages/router.ts';
import { defaultCentre, writeGroup } from '#main/settings/service.ts';
import { createStaff, identityOf } from '#main/staff/service.ts';
import { todayRouter } from '#main/today/router.ts';
import { triageRouter } from '#main/triage/router.ts';
import type { Department, Role } from '#shared/contract/fields.ts';
import { DEFAULT_OPENING } from '#shared/rules/calendar.ts';
import { dayOf } from '#shared/rules/zone.ts';
import { testDatabase } from '../support/database.ts';

export const ZONE = 'Asia/Shanghai';
/** An instant by the wall of Shanghai: `at('2026-11-20 20:58')`. */
export const at = (wall: string): number => Date.parse(`${wall.replace(' ', 'T')}${wall.length === 16 ? ':00' : ''}+08:00`);

type Member = { name: string; roles: Role[]; departments: Department[]; headOf: Department[]; login?: string };

/** Invented people; `teacher` has no login. */
export const members = {
  manager: { name: '陈静', roles: ['manager'], departments: ['administration'], headOf: [] },
  supervisor: { name: '周岚', roles: ['supervisor'], departments: [], headOf: ['service'] },
  specialist: { name: '林小雨', roles: ['specialist'], departments: ['service'], headOf: [] },
  specialist2: { name: '吴桐', roles: ['specialist'], departments: ['service'], headOf: [] },
  advisor: { name: '许诺', roles: ['advisor'], departments: ['teaching'], headOf: [] },
  support: { name: '方舟', roles: ['support'], departments: ['technical'], headOf: [] },
  teachingHead: { name: '沈从', roles: ['advisor'], departments: ['teaching'], headOf: ['teaching'] },
  teacher: { name: '丁宁', roles: [], departments: ['teaching'], headOf: [], login: '' },
} as const satisfies Record<string, Member>;
export type MemberKey = keyof typeof members;

const routers = {
  complaints: complaintsRouter,
  calendar: calendarRouter,
  messages: messagesRouter,
  followUps: followUpsRouter,
  triage: triageRouter,
  today: todayRouter,
};

/** The complaint desk of a small centre on the real database, with its neighbours that events join it to. */
export async function openDesk(now = at('2026-11-20 15:30'), options: { file?: string } = {}) {
  const house = await testDatabase(options);
  const { db, clock, ids, commands, changes, log } = house;
  clock.set(now);
  const events = createEvents();
  registerComplaints({ commands, events, ids });
  registerCalendar({ commands, events, ids });
  subscribeFollowUps({ commands, events, ids });
  const staff = Object.fromEntries(Object.keys(members).map((key) => [key, ids.next()])) as Record<MemberKey, string>;
  const students = { zhang: ids.next(), li: ids.next() };
  const guardian = ids.next();
  const { zone, ...opening } = DEFAULT_OPENING;
  await commands.run({ name: 'test.setup', actor: { kind: 'cli' }, undo: 'none', topics: [] }, (tx) => {
    writeGroup(tx, 'centre', { ...defaultCentre, centreName: '晨光培训中心', zone });
    writeGroup(tx, 'opening', opening);
    for (const key of Object.keys(members) as MemberKey[]) {
      const member: Member = members[key];
      const login = member.login ?? key;
      createStaff(
        tx,
        staff[key],
        {
          name: member.name,
          login,
          phone: '',
          roles: member.roles,
          departments: member.departments,
          headOf: member.headOf,
          joinedOn: '2024-03-01',
          leftOn: null,
        },
        '',
      );
    }
    const student = `INSERT INTO students (id, number, name, name_key, tags, created_at) VALUES (?, ?, ?, ?, '[]', ?)`;
    tx.run(student, [students.zhang, 'S2026-0001', '张思凡', '张思凡', now]);
    tx.run(student, [students.li, 'S2026-0002', '李沐阳', '李沐阳', now]);
    tx.run(`INSERT INTO guardians (id, name, phone, aliases, created_at) VALUES (?, '周淑芬', '13800006021', '[]', ?)`, [guardian, now]);
    tx.run(`INSERT INTO student_guardians (id, student_id, guardian_id, relation, is_primary) VALUES (?, ?, ?, '妈妈', 1)`, [
      ids.next(),
      students.zhang,
      guardian,
    ]);
  });
  const presence = createPresence(changes);
  const services = {
    db,
    commands,
    clock,
    changes,
    log,
    ids,
    events,
    presence,
    connections: createConnections({ host: 'test', nextId: () => ids.next(), presence, changes }),
    dataDir: '',
    host: { kind: 'test', appVersion: '0', lang: 'zh-CN', demo: false },
    heavy: {
      run: () => Promise.reject(new Error('no heavy work here')),
      read: () => Promise.reject(new Error('no heavy work here')),
      thread: () => {
        throw new Error('no heavy work here');
      },
    },
    zone: () => ZONE,
    isSetUp: () => true,
    renewRecoveryCode: () => Promise.reject(new Error('not here')),
    checkRecoveryCode: () => Promise.resolve(false),
    keys: () => ({ by: 'file', exposed: false, envelopes: [], failed: [] }),
    identify: (staffId: string): Identity | null => identityOf(db, staffId, dayOf(clock.now(), ZONE)),
  } satisfies Services;
  const as = (key: MemberKey) => {
    const connection: Connection = { id: key, host: 'test', staffId: staff[key], locked: false };
    return createRouterClient(routers, { context: { services, connection } });
  };
  const clients = new Map<MemberKey, ReturnType<typeof as>>();
  const client = (key: MemberKey) => {
    const known = clients.get(key) ?? as(key);
    clients.set(key, known);
    return known;
  };
  const identity = (key: MemberKey): Identity => {
    const found = services.identify(staff[key]);
    if (!found) throw new Error('nobody');
    return found;
  };
  /** The owner of a complaint, by the word that tests use. */
  const keyOf = (staffId: string | null | undefined) => (Object.keys(staff) as MemberKey[]).find((key) => staff[key] === staffId) ?? null;
  const version = (id: string) => db.get<{ version: number }>('SELECT version FROM complaints WHERE id = ?', [id])?.version ?? 0;
  return {
    ...house,
    events,
    services,
    staff,
    students,
    guardian,
    as: client,
    identity,
    keyOf,
    version,
    scan: () => scanComplaints(services),
  };
}
export type Desk = Awaited<ReturnType<typeof openDesk>>;

/** What the record form sends, with the fields that a test cares about. */
export function complaintOf(desk: Desk, given: Partial<Parameters<ReturnType<Desk['as']>['complaints']['record']>[0]> = {}) {
  return {
    studentIds: [desk.students.zhang],
    complainant: { kind: 'guardian' as const, refId: desk.guardian },
    channel: 'phone' as const,
    words: '换了两次老师没有提前通知，要求退剩余课时',
    category: 'service' as const,
    severity: 'general' as const,
    ...given,
  };
}

/** Records a complaint as `key` and answers its page. */
export async function record(desk: Desk, given: Parameters<typeof complaintOf>[1] = {}, key: MemberKey = 'specialist') {
  const { id } = await desk.as(key).complaints.record(complaintOf(desk, given));
  return desk.as('manager').complaints.get({ id });
}

/** The code of a refused call. */
export async function refusal(call: Promise<unknown>): Promise<{ code: string; data: Record<string, unknown> }> {
  try {
    await call;
  } catch (error) {
    const { code, data } = error as { code: string; data: Record<string, unknown> };
    return { code, data };
  }
  throw new Error('the call was not refused');
}

export const live = (desk: Desk, complaintId: string) =>
  desk.db.all<{ clock: string; cycle: number; round: number; kind: string; due_at: number; happened_at: number; detected_at: number }>(
    `SELECT clock, cycle, round, kind, due_at, happened_at, detected_at FROM clock_events e WHERE subject_id = ? AND kind <> 'revoked'
     AND NOT EXISTS (SELECT 1 FROM clock_events r WHERE r.revokes = e.id) ORDER BY detected_at, id`,
    [complaintId],
  );
