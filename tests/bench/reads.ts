import { createRouterClient } from '@orpc/server';
import type { Core } from '#main/core.ts';
import type { Connection } from '#main/db/open.ts';
import { createRandom } from '#main/demo/random.ts';
import type { Client } from '#main/demo/world.ts';
import { comparedMonths, monthPeriod, type Period, weekPeriod } from '#shared/rules/figures.ts';
import { ftsQuery, reversed } from '#shared/rules/search-text.ts';
import { DAY, dayOf, dayStart, monthOf } from '#shared/rules/zone.ts';
import { type Bare, bareSql } from './bare.ts';
import { complaintCases } from './complaint-cases.ts';
import type { Pair } from './measure.ts';

export type ReadCase = {
  name: string;
  pairs: Pair[];
  /** Limit of the 95th percentile in ms, beside that of the ratio. */
  p95?: number;
};

/** Whether both sides counted the same, looked at once; a case that answers something else proves nothing. */
function same(what: string, product: number, bare: number): void {
  if (product !== bare) throw new Error(`${what}: the program says ${product}, bare SQL ${bare}`);
}

const ROLES = ['manager', 'supervisor', 'desk', 'advisor', 'support'] as const;

export type Desk = { core: Core; db: Connection; as(login: string): Client; idOf(login: string): string };

export function deskOf(core: Core, db: Connection): Desk {
  const idOf = (login: string): string => {
    const row = core.services.db.get<{ id: string }>('SELECT id FROM staff WHERE login = ?', [login]);
    if (!row) throw new Error(`the demo centre has no ${login}`);
    return row.id;
  };
  return {
    core,
    db,
    idOf,
    as: (login) => createRouterClient(core.router, { context: core.context({ ...core.connect(), staffId: idOf(login) }) }),
  };
}

/** What is typed for one person or complaint, key by key. */
export function typedTexts(core: Core, seed: number, count: number): string[] {
  const { db } = core.services;
  const random = createRandom(seed);
  const people = db.all<{ name: string; sound: string; phone: string }>(
    `SELECT s.name, s.sound, coalesce((SELECT g.phone FROM student_guardians l JOIN guardians g ON g.id = l.guardian_id WHERE l.student_id = s.id LIMIT 1), s.phone) AS phone
     FROM students s WHERE s.removed_on IS NULL ORDER BY s.id`,
  );
  const complaints = db.all<{ words: string }>('SELECT words FROM complaints ORDER BY id DESC LIMIT 2000');
  const prefixes = (text: string, from = 1) =>
    Array.from({ length: Math.max(0, text.length - from + 1) }, (_, at) => text.slice(0, from + at));
  const texts: string[] = [];
  while (texts.length < count) {
    const person = random.pick(people);
    const way = random.int(0, 4);
    if (way === 0) texts.push(...prefixes(person.name));
    else if (way === 1) texts.push(...prefixes(person.sound));
    else if (way === 2) texts.push(...prefixes(person.sound.replace(/[^a-z]/g, '').slice(0, 1) + person.sound.slice(-3, -2)));
    else if (way === 3 && person.phone.length === 11) texts.push(...prefixes(person.phone.slice(-4), 3));
    else if (complaints.length > 0) {
      const { words } = random.pick(complaints);
      const at = random.int(0, Math.max(0, words.length - 3));
      texts.push(...prefixes(words.slice(at, at + 3).trim()));
    }
  }
  return texts.slice(0, count).filter((text) => ftsQuery(text) !== null);
}

async function searchPair(bare: Bare, client: Client, text: string): Promise<Pair> {
  const query = ftsQuery(text) ?? '';
  const match = /^\d{3,11}$/.test(text) ? `(${query}) OR "${reversed(text)}" *` : query;
  const { groups } = await client.search.find({ text });
  const ids = (kind: string) =>
    JSON.stringify(groups.filter((group) => group.kind === kind).flatMap((group) => group.hits.map((hit) => hit.id)));
  const params = { query: match, students: ids('student'), guardians: ids('guardian') };
  return {
    product: () => client.search.find({ text }),
    bare: () => ['people', 'students', 'guardians', 'complaints'].map((name) => bare.all(name, params)),
  };
}

const listInput = { view: 'all', sort: 'due', limit: 50 } as const;

function listPair(bare: Bare, client: Client, me: string, now: number, zone: string): Pair {
  const today = dayOf(now, zone);
  const params = { me, now, day_end: dayStart(today, zone) + DAY, month: dayStart(`${today.slice(0, 7)}-01`, zone) };
  return {
    product: async () => [await client.complaints.list(listInput), await client.complaints.counts()],
    bare: () => {
      const page = bare.all('page');
      if (page.length < 51) page.push(...bare.all('rest', { left: 51 - page.length }));
      return [page, bare.all('open', params), bare.all('others', params)];
    },
  };
}

function todayPair(desk: Desk, bare: Bare, login: (typeof ROLES)[number], now: number, zone: string): Pair {
  const client = desk.as(login);
  const me = desk.idOf(login);
  const grants = desk.core.services.identify(me)?.grants ?? {};
  const today = dayOf(now, zone);
  const start = dayStart(today, zone);
  const params = { me, now, today, day_start: start, day_end: start + DAY - 1, week: weekPeriod(zone, now).from };
  return {
    product: () => client.today.get(),
    bare: () => {
      const todos = [
        ...bare.all('todos', params),
        ...(grants['complaints.assign'] === 'all' ? [...bare.all('unassigned'), ...bare.all('verify', params)] : []),
      ];
      const calls = bare.all(grants['follow-ups.read'] === 'all' ? 'calls_of_all' : 'calls', params);
      return [
        bare.all('words', { complaints: JSON.stringify(todos.slice(0, 60).map((row) => row.id)) }),
        bare.all('call_rows', { calls: JSON.stringify(calls.slice(0, 20).map((row) => row.id)) }),
        ...['strip', 'week', 'week_follow_ups', 'week_scores'].map((name) => bare.all(name, params)),
        ...(grants['today.read'] === 'all' ? [bare.all('desk', params)] : []),
      ];
    },
  };
}

const WHOLE = [
  'heads',
  'received',
  'closed',
  'open',
  'clocks',
  'first_responses',
  'steps',
  'follow_ups_due',
  'follow_ups_ended',
  'consumed',
];

function reportOf(bare: Bare, month: string, now: number, zone: string): Record<string, unknown>[][] {
  const { lastMonth, lastYear } = comparedMonths(month);
  const period = (of: string): Record<string, unknown> => {
    const p: Period = monthPeriod(of, zone, now);
    return { from: p.from, until: p.until, at: p.at, start_day: p.startDay, end_day: p.endDay };
  };
  return [
    ...WHOLE.map((name) => bare.all(name, period(month))),
    bare.all('open', { ...period(month), until: period(month).from }),
    ...['withdrawn', 'reopened'].map((name) => bare.all(name, period(month))),
    ...[lastMonth, lastYear].flatMap((other) => WHOLE.map((name) => bare.all(name, period(other)))),
  ];
}

/** The reading cases on a centre at `now`; each product side goes through the router with all its validation. */
export async function readCases(desk: Desk, seed: number): Promise<{ cases: ReadCase[]; plans: () => string }> {
  const { core, db } = desk;
  const zone = core.services.zone();
  const now = core.services.clock.now();
  const sql = {
    search: bareSql(db, 'search'),
    student: bareSql(db, 'student'),
    complaints: bareSql(db, 'complaints'),
    complaint: bareSql(db, 'complaint'),
    today: bareSql(db, 'today'),
    report: bareSql(db, 'report'),
  };
  const manager = desk.as('manager');
  const random = createRandom(seed);

  const searches: Pair[] = [];
  for (const text of typedTexts(core, seed, 160)) searches.push(await searchPair(sql.search, manager, text));

  const students = core.services.db.all<{ id: string }>('SELECT student_id AS id FROM complaint_students GROUP BY 1 ORDER BY 1');
  const opened = Array.from({ length: 25 }, () => random.pick(students).id).map((id): Pair => {
    const names = ['head', 'packs', 'guardians', 'siblings', 'complaints', 'follow_ups', 'promises', 'timeline'];
    return {
      product: async () => [await manager.students.get({ id }), await manager.students.timeline({ id, kinds: [], limit: 30 })],
      bare: () => names.map((name) => sql.student.all(name, { id })),
    };
  });

  const list = listPair(sql.complaints, manager, desk.idOf('manager'), now, zone);
  const month = monthOf(now, zone);
  const months = [month, comparedMonths(month).lastMonth];

  const { total } = await manager.complaints.list(listInput);
  same('complaints', total, Number(sql.complaints.all('others', { month: 0 })[0]?.everything));
  for (const each of months) {
    const report = await manager.reports.monthly({ month: each });
    const [[heads], received = []] = reportOf(sql.report, each, now, zone) as [Record<string, number>[], Record<string, number>[]];
    same(`active at the start of ${each}`, report.headCount.start, heads?.at_start ?? 0);
    same(`active at the end of ${each}`, report.headCount.end, heads?.at_end ?? 0);
    same(`joined in ${each}`, report.headCount.joined, heads?.joined ?? 0);
    same(
      `received in ${each}`,
      report.complaints.received,
      received.reduce((sum, row) => sum + (row.n ?? 0), 0),
    );
  }

  return {
    cases: [
      { name: 'search as you type', pairs: searches, p95: 16 },
      { name: 'open a student', pairs: opened },
      { name: 'complaint list, first page with counts', pairs: [list] },
      ...(await complaintCases(desk, sql.complaints, sql.complaint, manager, seed)),
      ...ROLES.map((login) => ({
        name: `Today of ${login === 'desk' ? 'a specialist' : `the ${login}`}`,
        pairs: [todayPair(desk, sql.today, login, now, zone)],
      })),
      ...months.map((each) => ({
        name: `monthly report with comparisons, ${each}`,
        pairs: [{ product: () => manager.reports.monthly({ month: each }), bare: () => reportOf(sql.report, each, now, zone) }],
      })),
    ],
    plans: () =>
      Object.values(sql)
        .map((each) => each.plans())
        .join('\n'),
  };
}
