import type { DemoAccount } from '#main/base/os.ts';
import { openingOf } from '#main/settings/service.ts';
import { addDays, DAY, dayStart, HOUR } from '#shared/rules/zone.ts';
import { planCare } from './caring.ts';
import { type DemoMark, demoAccounts, openCentre, planRoster } from './centre.ts';
import { planComplaints } from './complaining.ts';
import { planLearning } from './learning.ts';
import { createWorld, type DemoDesk, live } from './world.ts';

export type SmallSize = { students: number; days: number; complaintsAMonth: number; followUpsAMonth: number };
const SMALL: SmallSize = { students: 400, days: 365, complaintsAMonth: 17, followUpsAMonth: 55 };

/** The first and the last moment of a demo centre that ends at `until`: everything lies before that day, whatever the hour it is opened. */
export function demoSpan(until: string, zone: string, days = SMALL.days): { from: number; end: number } {
  return { from: dayStart(addDays(until, -days), zone) + 8 * HOUR, end: dayStart(until, zone) };
}

/**
 * Lives through twelve months of a centre of 400 students, by the commands that its staff would use and with the program's own clocks
 * (issue: demo centre). The same seed and day give the same rows. Leaves the clock at the end. `refused` counts by code where the
 * made-up staff came too late.
 */
export async function buildSmall(
  desk: DemoDesk,
  mark: DemoMark,
  size: SmallSize = SMALL,
): Promise<{ accounts: DemoAccount[]; refused: Map<string, number> }> {
  const from = desk.clock.now();
  const { services } = desk;
  const people = await openCentre(desk, mark, addDays(mark.until, -size.days));
  const calendar = openingOf(services.db);
  const world = createWorld(desk, calendar, from, dayStart(mark.until, calendar.zone));
  Object.assign(world, people);
  planLearning(world, size.students);
  planRoster(world);
  planComplaints(world, size.complaintsAMonth);
  planCare(world, size.followUpsAMonth);
  await live(world);
  const left = world.end - desk.clock.now();
  if (left > 0 && left < 30 * DAY) desk.clock.step(left);
  return { accounts: demoAccounts(), refused: world.refused };
}
