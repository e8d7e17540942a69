import type { DemoAccount } from '#main/base/os.ts';
import { hashPassword } from '#main/base/passwords.ts';
import { writeGroup } from '#main/settings/service.ts';
import { finishSetup } from '#main/setup/service.ts';
import { createStaff } from '#main/staff/service.ts';
import type { OpeningHours } from '#shared/contract/calendar.ts';
import type { Department, Role } from '#shared/contract/fields.ts';
import { DEFAULT_OPENING, type Interval, openingOn } from '#shared/rules/calendar.ts';
import { addDays, DAY, dayOf, MINUTE } from '#shared/rules/zone.ts';
import moving from '../../resources/calendar/moving-holidays.json' with { type: 'json' };
import centre from '../../resources/demo/centre.json' with { type: 'json' };
import { adultName } from './people.ts';
import type { Random } from './random.ts';
import type { DemoDesk, World } from './world.ts';

export const centreName = centre.name;

export type DemoMark = { seed: number; size: string; until: string };

/** One password for all, printed with the accounts: everybody in here is made up. */
export const DEMO_PASSWORD = 'demo-2026';
/** Cheap on purpose: it protects nothing, and signing in makes a dear one of it. */
const DEMO_COST = { ln: 10, r: 8, p: 1 };
const SYSTEM = { kind: 'system' } as const;

/** Who may be tried out, one for each role, all with the same password: printed, because everybody in here is made up. */
export const demoAccounts = (): DemoAccount[] =>
  centre.staff
    .filter((person) => centre.shown.includes(person.key))
    .map((person) => ({ login: person.login, password: DEMO_PASSWORD, role: person.roles[0] ?? '', name: person.name }));

/** Days on which the centre is closed between the years of `from` and `until`. */
function closures(from: string, until: string): OpeningHours['exceptions'] {
  const found: OpeningHours['exceptions'] = [];
  const springs: Record<string, { spring_festival: string }> = moving.years;
  for (let year = Number(from.slice(0, 4)); year <= Number(until.slice(0, 4)); year += 1) {
    for (const { from: first, to: last, note } of centre.closures) {
      found.push({ from: `${year}-${first}`, to: `${first > last ? year + 1 : year}-${last}`, intervals: [], note });
    }
    const spring = springs[year]?.spring_festival;
    const { before, days, note } = centre.springFestival;
    if (spring) found.push({ from: addDays(spring, -before), to: addDays(spring, days - before - 1), intervals: [], note });
  }
  return found;
}

/** The opening hours of a demo centre: the default week, closed on the great holidays. */
export function demoOpening(from: string, until: string): OpeningHours {
  const { zone: _zone, ...opening } = DEFAULT_OPENING;
  return { ...opening, exceptions: closures(from, until) };
}

/** Everybody who works there, with ids from the source; teachers have no account. */
export function demoStaff(next: () => string, joinedOn: string, teams = 0, random?: Random) {
  const people = [...centre.staff, ...(random ? moreStaff(teams, random) : [])].map(({ key, name, login, roles, departments, headOf }) => ({
    id: next(),
    key,
    name,
    login,
    phone: '',
    roles: roles as Role[],
    departments: departments as Department[],
    headOf: headOf as Department[],
    joinedOn,
    leftOn: null,
  }));
  const teachers = centre.teachers.map((name) => ({
    id: next(),
    key: '',
    name,
    login: '',
    phone: '',
    roles: [] as Role[],
    departments: ['teaching'] as Department[],
    headOf: [] as Department[],
    joinedOn,
    leftOn: null,
  }));
  return { people, teachers };
}

/** A larger centre has more of everybody: one team is two at the desk, three advisors, one for the technology. */
function moreStaff(teams: number, random: Random): (typeof centre.staff)[number][] {
  const kinds = ['desk2', 'desk3', 'advisor2', 'advisor3', 'advisor2', 'support'];
  return Array.from({ length: teams }, (_, team) =>
    kinds.map((kind, index) => {
      const like = centre.staff.find((person) => person.key === kind);
      if (!like) throw new Error(`nobody like ${kind}`);
      const key = `${kind}-${team}-${index}`;
      return { ...like, key, login: `${like.roles[0]}${team * kinds.length + index + 10}`, name: adultName(random), headOf: [] };
    }),
  ).flat();
}

/** Each account its own hash, computed side by side. */
export async function demoHashes(count: number): Promise<string[]> {
  return Promise.all(Array.from({ length: count }, () => hashPassword(DEMO_PASSWORD, DEMO_COST)));
}

/** The first day: the centre, its people, and the mark that says that all of it is made up. */
export async function openCentre(desk: DemoDesk, mark: DemoMark, from: string): Promise<Pick<World, 'staff' | 'teachers'>> {
  const { services, clock } = desk;
  const { commands, ids } = services;
  const opening = demoOpening(from, mark.until);
  const { people, teachers } = demoStaff(() => ids.next(), addDays(from, -200));
  const hashes = await demoHashes(people.length);
  const [manager, ...others] = people;
  if (!manager) throw new Error('a demo centre needs a manager');
  await commands.run({ name: 'demo.mark', actor: SYSTEM, undo: 'none', topics: [] }, (tx) => writeGroup(tx, 'demo', mark));
  await commands.run({ name: 'setup.finish', actor: SYSTEM, undo: 'none', topics: [] }, (tx) => {
    const { name, login } = manager;
    const passwordHash = hashes[0] ?? '';
    finishSetup(tx, manager.id, { centreName: centre.name, zone: DEFAULT_OPENING.zone, opening, manager: { name, login, passwordHash } });
    tx.run('UPDATE staff SET departments = ?, head_of = ?, joined_on = ? WHERE id = ?', [
      JSON.stringify(manager.departments),
      JSON.stringify(manager.headOf),
      manager.joinedOn,
      manager.id,
    ]);
  });
  const actor = { kind: 'person', staffId: manager.id } as const;
  for (const [index, { id, key: _key, ...fields }] of [...others, ...teachers].entries()) {
    clock.step(MINUTE);
    const hash = fields.login === '' ? '' : (hashes[index + 1] ?? '');
    await commands.run({ name: 'staff.create', actor, undo: 'none', topics: [] }, (tx) => createStaff(tx, id, fields, hash));
  }
  return { staff: Object.fromEntries(people.map((person) => [person.key, person.id])), teachers: teachers.map((teacher) => teacher.id) };
}

const ROSTER_DAYS = 16;

/**
 * The roster of the weeks around the end: it is written two weeks before it, as such rosters are. Everybody is there on four or five
 * of six days, two at the front desk at least; some leave.
 */
export function planRoster(world: World): void {
  const { calendar, end, random, staff, as } = world;
  const first = dayOf(end - ROSTER_DAYS * DAY, calendar.zone);
  const manager = staff.manager ?? '';
  const people = Object.entries(staff).filter(([key]) => key !== 'manager');
  world.plan(world.later(end - (ROSTER_DAYS + 1) * DAY, 0, 30), async () => {
    for (let ahead = 0; ahead < ROSTER_DAYS + 11; ahead += 1) {
      const day = addDays(first, ahead);
      const opening = openingOn(calendar, day);
      if (opening.intervals.length === 0) continue;
      for (const [index, [, staffId]] of people.entries()) {
        // every sixth day off, one person after the other
        if ((ahead + index * 2) % 6 === 5) continue;
        const intervals: Interval[] = random.chance(0.8) ? [...opening.intervals] : opening.intervals.slice(random.chance(0.5) ? 0 : 1);
        await as(manager).calendar.setDuty({ staffId, day, intervals: intervals.length > 0 ? intervals : [...opening.intervals] });
      }
    }
    for (const [offset, length, key] of [
      [4, 2, 'desk3'],
      [ROSTER_DAYS - 1, 3, 'advisor3'],
      [ROSTER_DAYS + 6, 1, 'support'],
    ] as const) {
      const fromDay = addDays(first, offset);
      await as(manager).calendar.addLeave({
        staffId: staff[key] ?? '',
        fromDay,
        toDay: addDays(fromDay, length - 1),
        reason: random.pick(centre.leaves),
      });
    }
  });
}
