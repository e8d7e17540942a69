import { insertRow } from '#main/db/rows.ts';
import { addPack, courseNamed, type PackInput } from '#main/enrolments/service.ts';
import { ledgerEntriesTable } from '#main/enrolments/tables.ts';

import { addDays, dayOf, dayStart, HOUR, MINUTE, weekdayOf } from '#shared/rules/zone.ts';
import centre from '../../resources/demo/centre.json' with { type: 'json' };
import { consumedValue } from './lesson-value.ts';
import { someTimeOn } from './opening-time.ts';
import { type DemoFamily, makeFamily, phoneSource } from './people.ts';
import type { World } from './world.ts';

type Course = (typeof centre.courses)[number];
type Pack = {
  id: string;
  studentId: string;
  course: Course;
  /** 1 = Monday … 7 = Sunday. */
  weekdays: number[];
  from: string;
  paidHalves: number;
  paidFen: number;
  usedHalves: number;
  grantedHalves: number;
  gone: boolean;
};

type Order = { studentId: string; course: Course; kind: PackInput['kind']; on: string; used: number };

const LESSON = 2;
const ATTENDANCE = 0.91;
/** When this is left, the family decides whether to buy again. */
const DECIDE_AT = 4;
const RENEWS = 0.68;

/** Families come over the year, with more in the weeks when the terms begin; they buy packs, attend, buy again or leave. */
export function planLearning(world: World, count: number): void {
  const { random, calendar, from, end, services, staff, as } = world;
  const phone = phoneSource(random);
  const packs: Pack[] = [];
  const desks = [staff.desk1, staff.desk2, staff.desk3].map(String);
  const advisors = [staff.advisor1, staff.advisor2, staff.advisor3].map(String);
  const firstDay = dayOf(from, calendar.zone);
  const lastDay = dayOf(end, calendar.zone);

  /** What a family pays for at one time is one command. */
  const buy = async (by: string, orders: readonly Order[]) => {
    const actor = { kind: 'person', staffId: by } as const;
    const bought = orders.map(({ studentId, course, kind, on, used }) => {
      const lessons = random.pick(course.packs);
      const paidHalves = lessons * LESSON;
      const listPriceFen = course.lessonFen * lessons;
      const price = {
        listPriceFen,
        paidFen: Math.round((listPriceFen * (random.chance(0.3) ? 0.9 : 1)) / 1000) * 1000,
        paidHalves,
        giftHalves: lessons >= 48 ? course.gift * LESSON : 0,
      };
      const usedBeforeHalves = Math.min(used, paidHalves - LESSON);
      return { studentId, course, kind, on, usedBeforeHalves, ...price };
    });
    const { result } = await services.commands.run({ name: 'enrolments.create', actor, undo: 'none', topics: [] }, (tx) =>
      bought.map(({ course, on, ...pack }) => {
        const courseId = courseNamed(tx, services.ids, course.name);
        const rest = { enrolledOn: on, validUntil: addDays(on, 540), endedOn: null, importId: null };
        return addPack(tx, services.ids, { ...pack, ...rest, courseId });
      }),
    );
    bought.forEach(({ studentId, course, on, paidFen, paidHalves, giftHalves, usedBeforeHalves }, index) => {
      const weekdays = random.weighted([
        [[6, 7], 5],
        [[6, 3], 3],
        [[7, 5], 3],
        [[2, 4], 1],
      ]);
      packs.push({
        id: result[index] ?? '',
        studentId,
        course,
        weekdays: weekdays.slice(0, course.weekly),
        from: on,
        paidHalves,
        paidFen,
        usedHalves: usedBeforeHalves,
        grantedHalves: paidHalves + giftHalves,
        gone: false,
      });
    });
  };

  const enter = async (family: DemoFamily, earlier: boolean) => {
    const by = random.pick(desks);
    const orders: Order[] = [];
    for (const { name, gender, birthOn, school, grade, source, tags, remark } of family.children) {
      const advisorId = random.pick(advisors);
      const { id } = await as(by).students.create({
        student: { name, gender, birthOn, school, grade, source, advisorId, tags, remark },
        guardians: family.guardians,
      });
      const rows = services.db.all<{ id: string }>(
        'SELECT guardian_id AS id FROM student_guardians WHERE student_id = ? ORDER BY is_primary DESC, id',
        [id],
      );
      world.students.push({ id, guardianIds: rows.map((row) => row.id), advisorId, name });
      const today = dayOf(world.clock.now(), calendar.zone);
      const first = random.pick(centre.courses);
      const on = earlier ? addDays(today, -random.int(5, 150)) : today;
      orders.push({ studentId: id, course: first, kind: 'new', on, used: earlier ? random.int(0, 15) * LESSON : 0 });
      const second = random.pick(centre.courses);
      if (second !== first && random.chance(0.2)) orders.push({ studentId: id, course: second, kind: 'extension', on, used: 0 });
    }
    await buy(by, orders);
  };

  // Two thirds are there when the program is opened for the first time, a page of them at a time.
  const families: DemoFamily[] = [];
  for (let made = 0; made < count; ) {
    const family = makeFamily(random, phone, firstDay);
    families.push({ ...family, children: family.children.slice(0, count - made) });
    made += family.children.length;
  }
  const early = Math.round(families.length * 0.66);
  for (const [index, family] of families.entries()) {
    if (index < early) world.plan(from + HOUR + index * MINUTE, () => enter(family, true));
    else {
      const at = someTimeOn(calendar, random, comingDay(world, firstDay, lastDay));
      if (at !== null) world.plan(at, () => enter(family, false));
    }
  }

  const attend = async (day: string) => {
    const weekday = weekdayOf(day);
    const lessons = packs.filter((pack) => !pack.gone && pack.from < day && pack.weekdays.includes(weekday) && random.chance(ATTENDANCE));
    if (lessons.length === 0) return;
    await services.commands.run(
      { name: 'lessons.consume', actor: { kind: 'person', staffId: random.pick(desks) }, undo: 'none', topics: [] },
      (tx) => {
        for (const pack of lessons) {
          const halves = Math.min(LESSON, pack.grantedHalves - pack.usedHalves);
          insertRow(tx, ledgerEntriesTable, {
            id: services.ids.next(),
            enrolmentId: pack.id,
            kind: 'consume',
            halves: -halves,
            valueFen: -consumedValue(pack, pack.usedHalves, pack.usedHalves + halves),
            happenedOn: day,
            recordedAt: tx.command.at,
          });
          pack.usedHalves += halves;
        }
      },
    );
    for (const pack of lessons) {
      const left = pack.grantedHalves - pack.usedHalves;
      if (left <= 0) pack.gone = true;
      if (left > DECIDE_AT || left <= DECIDE_AT - LESSON) continue;
      if (!random.chance(RENEWS)) continue;
      const by = random.pick(advisors);
      const at = world.later(world.clock.now(), 20 * 60, 9 * 24 * 60);
      const on = dayOf(at, calendar.zone);
      world.plan(at, () => buy(by, [{ studentId: pack.studentId, course: pack.course, kind: 'renewal', on, used: 0 }]));
    }
  };
  for (let day = addDays(firstDay, 1); day < lastDay; day = addDays(day, 1)) {
    if (someTimeOn(calendar, random, day) !== null) world.plan(dayStart(day, calendar.zone) + 20 * HOUR, () => attend(day));
  }
}

/** A day on which a family comes: weekends, and the weeks around the beginning of terms and holidays. */
function comingDay(world: World, first: string, last: string): string {
  const { random, calendar } = world;
  const days = Math.round((dayStart(last, calendar.zone) - dayStart(first, calendar.zone)) / (24 * HOUR));
  for (;;) {
    const day = addDays(first, random.int(3, days - 1));
    const month = Number(day.slice(5, 7));
    const season = [2, 3, 6, 7, 9].includes(month) ? 1 : 0.5;
    const weekend = weekdayOf(day) >= 6 ? 1 : 0.45;
    if (random.chance(season * weekend) && someTimeOn(calendar, random, day) !== null) return day;
  }
}
