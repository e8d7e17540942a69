import { displayPinyin, plainPinyin } from '#main/db/pinyin.ts';
import { coursesTable, enrolmentsTable } from '#main/enrolments/tables.ts';
import { guardiansTable, studentGuardiansTable, studentsTable } from '#main/students/tables.ts';
import type { OpeningCalendar } from '#shared/rules/calendar.ts';
import { nameKey } from '#shared/rules/names.ts';
import { addDays, dayStart, daysBetween, HOUR, weekdayOf } from '#shared/rules/zone.ts';
import centre from '../../resources/demo/centre.json' with { type: 'json' };
import { inserter, rawInserter } from './bulk-db.ts';
import type { BulkWorld } from './bulk-world.ts';
import { consumedValue } from './lesson-value.ts';
import { someTimeOn } from './opening-time.ts';
import { makeFamily, phoneSource } from './people.ts';
import type { Random } from './random.ts';

export type BulkStudent = { id: string; name: string; guardianId: string | null; guardianName: string; advisorId: string; since: string };

type Course = (typeof centre.courses)[number];
type Pack = { student: number; course: Course; lessons: number; gift: number; from: string; days: string[]; kind: 'new' | 'renewal' };

/** Lessons of a pack with their weights: on average a little more than the ledger of the reference size has rows for. */
const LESSONS: readonly (readonly [number, number])[] = [
  [16, 2],
  [20, 3],
  [24, 6],
  [30, 6],
  [32, 4],
  [40, 3],
  [48, 2],
];
const LESSON = 2;

/** Days on which something begins: more of them the older the centre is, and few on closed days. */
export function growingDays(random: Random, calendar: OpeningCalendar, from: string, until: string, count: number): string[] {
  const span = daysBetween(from, until);
  const days: string[] = [];
  while (days.length < count) {
    const day = addDays(from, Math.min(span - 1, Math.floor(span * Math.sqrt(random.next()))));
    if (weekdayOf(day) < 6 && random.chance(0.5)) continue;
    if (someTimeOn(calendar, random, day) !== null) days.push(day);
  }
  return days.sort();
}

/** Students with their families, in the order in which they came; numbered by year. */
export function writeStudents(world: BulkWorld, count: number): BulkStudent[] {
  const { db, ids, random, calendar, from, until, sequence } = world;
  const { zone } = calendar;
  const addStudent = inserter(db, studentsTable);
  const addGuardian = inserter(db, guardiansTable);
  const addLink = inserter(db, studentGuardiansTable);
  const phone = phoneSource(random);
  const advisors = world.staffIn('advisor');
  const students: BulkStudent[] = [];
  const days = growingDays(random, calendar, from, until, count);
  while (students.length < count) {
    const on = days[students.length] as string;
    const family = makeFamily(random, phone, on);
    const createdAt = someTimeOn(calendar, random, on) ?? dayStart(on, zone) + 14 * HOUR;
    const guardians = family.guardians.map((guardian) => {
      const id = ids.next();
      addGuardian({ id, name: guardian.name, pinyin: displayPinyin(guardian.name), phone: guardian.phone, aliases: [], createdAt });
      return { id, ...guardian };
    });
    for (const child of family.children.slice(0, count - students.length)) {
      const id = ids.next();
      const advisorId = random.pick(advisors);
      const year = on.slice(0, 4);
      const { name, gender, birthOn, school, grade, source, tags, remark } = child;
      const marked = random.chance(0.02) && daysBetween(on, until) > 200;
      addStudent({
        id,
        number: `S${year}-${String(sequence(`student-${year}`)).padStart(4, '0')}`,
        name,
        nameKey: nameKey(name),
        pinyin: displayPinyin(name),
        sound: plainPinyin(name),
        gender,
        birthOn,
        school,
        grade,
        source,
        advisorId,
        tags,
        remark,
        marker: marked ? random.pick(['paused', 'completed', 'ended']) : '',
        markerOn: marked ? addDays(on, random.int(90, 190)) : null,
        createdAt,
      });
      for (const guardian of guardians) {
        addLink({
          id: ids.next(),
          studentId: id,
          guardianId: guardian.id,
          relation: guardian.relation,
          isPrimary: Number(guardian.isPrimary),
          isPayer: Number(guardian.isPayer),
          mayPickUp: 1,
        });
      }
      students.push({ id, name, guardianId: guardians[0]?.id ?? null, guardianName: guardians[0]?.name ?? '', advisorId, since: on });
    }
  }
  return students;
}

/** The lesson days of a pack that were attended before the end. */
function lessonDays(random: Random, from: string, until: string, course: Course, count: number): string[] {
  const weekdays = random
    .pick([
      [6, 7],
      [6, 3],
      [7, 5],
      [2, 4],
    ] as const)
    .slice(0, course.weekly);
  const days: string[] = [];
  const monday = addDays(from, 1 - weekdayOf(from));
  for (let week = 0; days.length < count; week += 1) {
    for (const weekday of weekdays) {
      const day = addDays(monday, week * 7 + weekday - 1);
      if (day <= from) continue;
      if (day >= until) return days;
      if (days.length < count && random.chance(0.92)) days.push(day);
    }
  }
  return days;
}

function planPacks(world: BulkWorld, students: readonly BulkStudent[], count: number): Pack[] {
  const { random, until } = world;
  const make = (student: number, course: Course, from: string, kind: Pack['kind']): Pack => {
    const lessons = random.weighted(LESSONS);
    const gift = lessons >= 40 ? course.gift : 0;
    return { student, course, lessons, gift, from, kind, days: lessonDays(random, from, until, course, lessons + gift) };
  };
  const packs = students.map((student, index) => make(index, random.pick(centre.courses), student.since, 'new'));
  const last = packs.map((_pack, index) => index);
  while (packs.length < count) {
    const student = random.int(0, students.length - 1);
    const before = packs[last[student] as number] as Pack;
    const ended = before.days.at(-1);
    if (!ended || before.days.length < before.lessons) continue;
    const from = addDays(ended, random.int(-10, 25));
    if (from >= addDays(until, -3) || from <= before.from) continue;
    last[student] = packs.length;
    packs.push(make(student, random.chance(0.85) ? before.course : random.pick(centre.courses), from, 'renewal'));
  }
  return packs;
}

/** Some leave before their lessons are used up, until the ledger has exactly as many lines as wanted. */
function dropLessons(random: Random, packs: readonly Pack[], wanted: number): void {
  let lines = packs.reduce((sum, pack) => sum + pack.days.length, packs.length);
  if (lines < wanted) throw new Error(`too few lessons for ${wanted} lines: ${lines}`);
  while (lines > wanted) {
    const pack = random.pick(packs);
    const cut = Math.min(random.int(1, 8), lines - wanted, Math.max(0, pack.days.length - 1));
    pack.days.length -= cut;
    lines -= cut;
  }
}

/** Packs and their ledger; balances follow by trigger. */
export function writePacks(world: BulkWorld, students: readonly BulkStudent[], packCount: number, ledgerCount: number): void {
  const { db, ids, random, calendar } = world;
  const { zone } = calendar;
  const addCourse = inserter(db, coursesTable);
  const addEnrolment = inserter(db, enrolmentsTable);
  const addLine = rawInserter(db, 'ledger_entries', [
    'id',
    'enrolment_id',
    'kind',
    'halves',
    'value_fen',
    'happened_on',
    'recorded_at',
    'note',
  ]);
  const courses = new Map(centre.courses.map((course) => [course, ids.next()]));
  for (const [course, id] of courses) addCourse({ id, name: course.name });
  const packs = planPacks(world, students, packCount);
  dropLessons(random, packs, ledgerCount);
  for (const pack of packs) {
    const { course, lessons, gift, from, days } = pack;
    const id = ids.next();
    const paidHalves = lessons * LESSON;
    const giftHalves = gift * LESSON;
    const listPriceFen = course.lessonFen * lessons;
    const paidFen = Math.round((listPriceFen * (random.chance(0.3) ? 0.9 : 1)) / 1000) * 1000;
    const createdAt = dayStart(from, zone) + 15 * HOUR;
    addEnrolment({
      id,
      studentId: (students[pack.student] as BulkStudent).id,
      courseId: courses.get(course) ?? '',
      kind: pack.kind,
      enrolledOn: from,
      validUntil: addDays(from, 540),
      listPriceFen,
      paidFen,
      paidHalves,
      giftHalves,
      createdAt,
    });
    addLine([ids.next(), id, 'grant', paidHalves + giftHalves, paidFen, from, createdAt, '']);
    let used = 0;
    for (const day of days) {
      const value = consumedValue({ paidFen, paidHalves }, used, used + LESSON);
      addLine([ids.next(), id, 'consume', -LESSON, -value, day, dayStart(day, zone) + 20 * HOUR, '']);
      used += LESSON;
    }
  }
}

/** Somebody is about for so long after having come. */
const RECENT_DAYS = 400;

/** Picks one who came lately before `day`, by a number from 0 to 1. */
export function recentStudents(students: readonly BulkStudent[]): (share: number, day: string) => BulkStudent {
  const firstAfter = (day: string): number => {
    let low = 0;
    let high = students.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((students[middle] as BulkStudent).since <= day) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return (share, day) => {
    const to = Math.max(1, firstAfter(day));
    const from = Math.min(firstAfter(addDays(day, -RECENT_DAYS)), to - 1);
    return students[from + Math.floor(share * (to - from))] as BulkStudent;
  };
}
