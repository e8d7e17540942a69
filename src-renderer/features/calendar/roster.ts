import type { InferContractRouterOutputs } from '@orpc/contract';
import type { Contract } from '#shared/contract/index.ts';
import { addDays } from '#shared/rules/zone.ts';

export type WeekDuty = InferContractRouterOutputs<Contract>['calendar']['duty'];
export type Interval = [number, number];

/** Duties by `<staffId> <day>`. */
export function dutiesByCell(data: WeekDuty): ReadonlyMap<string, Interval[]> {
  const cells = new Map<string, Interval[]>();
  for (const each of data.duty) {
    const key = `${each.staffId} ${each.day}`;
    cells.set(key, [...(cells.get(key) ?? []), [each.startMinute, each.endMinute]]);
  }
  return cells;
}

/** What the week before would put into this one: only cells that are still empty, nobody who is on leave then. */
export function takeOver(from: WeekDuty, to: WeekDuty): { staffId: string; day: string; intervals: Interval[] }[] {
  const taken = dutiesByCell(to);
  return [...dutiesByCell(from)]
    .map(([key, intervals]) => {
      const [staffId = '', day = ''] = key.split(' ');
      return { staffId, day: addDays(day, 7), intervals };
    })
    .filter(({ staffId, day }) => !taken.has(`${staffId} ${day}`))
    .filter(({ staffId, day }) => !to.leave.some((each) => each.staffId === staffId && each.fromDay <= day && day <= each.toDay));
}

/** What a week would put into each of the next `weeks` weeks; `later` is what stands there. Full cells and people on leave are left alone. */
export function pasteWeek(week: WeekDuty, later: WeekDuty, weeks: number): { staffId: string; day: string; intervals: Interval[] }[] {
  const shifted = (by: number): WeekDuty => ({
    ...week,
    leave: [],
    duty: week.duty.map((each) => ({ ...each, day: addDays(each.day, 7 * by) })),
  });
  return Array.from({ length: weeks }, (_, index) => takeOver(shifted(index), later)).flat();
}

/** The part of the opening hours before or after their longest break (or their middle). */
export function halfOf(open: readonly Interval[], half: 'morning' | 'afternoon'): Interval[] {
  if (open.length === 0) return [];
  if (open.length === 1) {
    const [from, to] = open[0]!;
    const middle = Math.round((from + to) / 2 / 30) * 30;
    return half === 'morning' ? [[from, middle]] : [[middle, to]];
  }
  let cut = 1;
  for (let index = 2; index < open.length; index += 1) {
    if (open[index]![0] - open[index - 1]![1] > open[cut]![0] - open[cut - 1]![1]) cut = index;
  }
  return [...(half === 'morning' ? open.slice(0, cut) : open.slice(cut))];
}
