import { openingOf } from '#main/settings/service.ts';
import { addDays, DAY, dayStart, HOUR } from '#shared/rules/zone.ts';
import { planCare } from './caring.ts';
import { type DemoAccount, type DemoMark, demoAccounts, openCentre, planRoster } from './centre.ts';
import { planComplaints } from './complaining.ts';
import { planLearning } from './learning.ts';
import { createWorld, type DemoDesk, live } from './world.ts';

const STUDENTS = 400;
const DAYS = 365;
const COMPLAINTS_A_MONTH = 17;
const FOLLOW_UPS_A_MONTH = 75;

/** The first and the last moment of a demo centre that ends at `until`: everything lies before that day, whatever the hour it is opened. */
export function demoSpan(until: string, zone: string, days = DAYS): { from: number; end: number } {
  return { from: dayStart(addDays(until, -days), zone) + 8 * HOUR, end: dayStart(until, zone) };
}

/**
 * Lives through twelve months of a centre of 400 students, by the commands that its staff would use and with the program's own clocks
 * (issue: demo centre). The same seed and day give the same rows. Leaves the clock at the end.
 */
export async function buildSmall(desk: DemoDesk, mark: DemoMark): Promise<{ accounts: DemoAccount[]; refused: Map<string, number> }> {
  const from = desk.clock.now();
  const { services } = desk;
  const people = await openCentre(desk, mark, addDays(mark.until, -DAYS));
  const calendar = openingOf(services.db);
  const world = createWorld(desk, calendar, from, dayStart(mark.until, calendar.zone));
  Object.assign(world, people);
  planLearning(world, STUDENTS);
  planRoster(world);
  planComplaints(world, COMPLAINTS_A_MONTH);
  planCare(world, FOLLOW_UPS_A_MONTH);
  await live(world);
  const left = world.end - desk.clock.now();
  if (left > 0 && left < 30 * DAY) desk.clock.step(left);
  return { accounts: demoAccounts(), refused: world.refused };
}
