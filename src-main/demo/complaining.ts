import { calendarsOf } from '#main/calendar/service.ts';
import { closingMissing, complaintById } from '#main/complaints/service.ts';
import { due } from '#shared/rules/clock.ts';
import { DEFAULT_POLICY } from '#shared/rules/complaint-policy.ts';
import { addDays, DAY, dayOf, dayStart, HOUR, MINUTE, weekdayOf } from '#shared/rules/zone.ts';
import { type Template, tellStory, templates, usualTurns } from './complaint-story.ts';
import { someTimeOn, whenOpen, windowAt } from './opening-time.ts';
import type { World } from './world.ts';

const byWeight = templates.map((template) => [template, template.weight] as const);
/** Monday … Sunday: busy weekends. */
const LOAD = [0, 0.35, 0.4, 0.45, 0.6, 1.7, 1.6];
/** After the holidays there is more to complain about. */
const HEAVY_MONTHS: Record<string, number> = { '02': 1.4, '03': 1.3, '07': 1.3, '09': 1.25, '10': 1.2 };

/** Complaints over the whole time, the daily rounds that end them, and those that are left open on the last days. */
export function planComplaints(world: World, perMonth: number): void {
  const { random, calendar, from, end } = world;
  const last = dayOf(end, calendar.zone);
  const daily = perMonth / 26;
  for (let day = addDays(dayOf(from, calendar.zone), 4); day < last; day = addDays(day, 1)) {
    if (someTimeOn(calendar, random, day) === null) continue;
    let expected = daily * (LOAD[weekdayOf(day) - 1] ?? 1) * 1.18 * (HEAVY_MONTHS[day.slice(5, 7)] ?? 0.95);
    for (; expected > 0; expected -= 1) {
      const at = someTimeOn(calendar, random, day);
      if (at !== null && random.chance(Math.min(1, expected))) tellStory(world, at, random.weighted(byWeight), random.weighted(usualTurns));
    }
    const round = someTimeOn(calendar, random, day);
    if (round !== null) world.plan(round, () => closeWhatIsReady(world));
  }
  leaveOpen(world, last);
}

/** Somebody looks through what was told and closes what lacks nothing any more. */
async function closeWhatIsReady(world: World): Promise<void> {
  const { services, random, as, staff } = world;
  const rows = services.db.all<{ id: string; ownerId: string | null }>(
    `SELECT id, owner_id AS ownerId FROM complaints WHERE state = 'resolved'
       OR (complainant_kind = 'anonymous' AND decided_at IS NOT NULL AND state NOT IN ('closed', 'withdrawn')) ORDER BY id`,
  );
  for (const { id, ownerId } of rows) {
    if (!random.chance(0.8)) continue;
    const complaint = complaintById(services.db, id);
    // without anybody to tell, the supervisor confirms by closing
    const by = complaint.complainantKind === 'anonymous' ? String(staff.supervisor) : (ownerId ?? String(staff.supervisor));
    const identity = services.identify(by);
    if (!identity || closingMissing(services.db, complaint, identity).length > 0) continue;
    world.clock.step(MINUTE);
    await as(by).complaints.close({ id, version: complaint.version });
  }
}

/** What waits on the last morning: something new, something late, something for everybody to do today. */
function leaveOpen(world: World, until: string): void {
  const { random, calendar, end } = world;
  const kind = (category: Template['category'], severity?: Template['severity']): Template =>
    random.pick(templates.filter((each) => each.category === category && (!severity || each.severity === severity)));
  const ago = (ms: number): number => whenOpen(calendar, random, end - ms);
  const lastOpen = lastWindow(world);
  tellStory(world, lastOpen.to - 25 * MINUTE, kind('facility', 'critical'), 'left_new');
  tellStory(world, lastOpen.to - 70 * MINUTE, kind('service', 'general'), 'left_new');
  tellStory(world, Math.max(lastOpen.from, lastOpen.to - 5 * HOUR), kind('teaching', 'general'), 'left_handling');
  tellStory(world, Math.max(lastOpen.from, lastOpen.to - 6 * HOUR), kind('technical', 'general'), 'left_handling');
  tellStory(world, ago(1.6 * DAY), kind('finance', 'serious'), 'left_handling');
  tellStory(world, ago(4.2 * DAY), kind('service', 'serious'), 'left_handling');
  tellStory(world, ago(6.1 * DAY), kind('technical', 'general'), 'left_handling');
  tellStory(world, ago(1.4 * DAY), kind('finance', 'general'), 'left_waiting');
  tellStory(world, ago(1.2 * DAY), kind('teaching', 'general'), 'left_offer');
  tellStory(world, Math.max(lastOpen.from, lastOpen.to - 7 * HOUR), kind('facility', 'general'), 'left_told');
  tellStory(world, ago(2.3 * DAY), kind('service', 'general'), 'left_told');
  const decided = decidedForToday(world, until);
  if (decided !== null) tellStory(world, decided, rectifiable(random.int(0, 99)), 'left_rectifying');
  tellStory(world, ago(3.4 * DAY), rectifiable(random.int(0, 99)), 'left_rectifying');
}

function rectifiable(turn: number): Template {
  const some = templates.filter((each) => each.rectify !== undefined && each.severity !== 'critical');
  return some[turn % some.length] as Template;
}

/** The last opening interval that has an hour in it before the end. */
function lastWindow({ calendar, end }: World): { from: number; to: number } {
  let at = end - HOUR;
  for (;;) {
    const window = windowAt(calendar, at);
    if (window.to <= end && window.to - window.from >= HOUR) return window;
    at -= 4 * HOUR;
  }
}

/** When a rectification has to be decided so that it falls due at the end of the last day; null when no opening day gives that. */
function decidedForToday(world: World, until: string): number | null {
  const { calendar, services, random } = world;
  const { target, unit } = DEFAULT_POLICY.severities.general.clocks.rectification;
  const { statutory } = calendarsOf(services.db);
  const wanted = dayStart(addDays(until, 1), calendar.zone);
  for (let back = 7; back < 25; back += 1) {
    const at = someTimeOn(calendar, random, addDays(until, -back));
    if (at !== null && due({ target, unit, start: at + 40 * MINUTE, calendar, statutory }, at) === wanted) return at;
  }
  return null;
}
