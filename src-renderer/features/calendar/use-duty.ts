import { useQuery } from '@tanstack/react-query';
import { useNow } from '#renderer/lib/now.ts';
import { orpc } from '#renderer/lib/orpc.ts';
import { useZone } from '#renderer/lib/session.tsx';
import { dayOf, minuteOf } from '#shared/rules/zone.ts';

/** Names of who is on duty this minute, for the head of the screen. The day's roster is asked once; the minute is ours. */
export function useDuty(): readonly string[] {
  const zone = useZone();
  const now = useNow(30_000);
  const today = dayOf(now, zone);
  const { data } = useQuery(orpc.calendar.duty.queryOptions({ input: { from: today, to: today } }));
  if (!data) return [];
  const minute = minuteOf(now, zone);
  const away = new Set(data.leave.map((each) => each.staffId));
  const names = data.duty
    .filter((each) => each.startMinute <= minute && minute < each.endMinute && !away.has(each.staffId))
    .map((each) => each.staffName);
  return [...new Set(names)].slice(0, 6);
}
