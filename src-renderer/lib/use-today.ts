import { dayOf } from '#shared/rules/zone.ts';
import { useNow } from './now.ts';
import { useZone } from './session.tsx';

/** Today's day of the centre, by the core's clock; moves on at midnight by itself. */
export function useToday(): string {
  const zone = useZone();
  return dayOf(useNow(60_000), zone);
}
