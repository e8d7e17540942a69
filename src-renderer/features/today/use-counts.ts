import { useQuery } from '@tanstack/react-query';
import { orpc } from '#renderer/lib/orpc.ts';
import { useRight } from '#renderer/lib/session.tsx';

const EVERY = 60_000;

function useBadge() {
  const mayRead = useRight('today.read') !== undefined;
  // what falls due by the clock alone raises no event, so the figures are looked at again each minute
  return useQuery(orpc.today.badge.queryOptions({ enabled: mayRead, refetchInterval: EVERY })).data;
}

/** The figures beside the areas. */
export function useAreaCounts(): { today: number; complaints: number; 'follow-ups': number } {
  const badge = useBadge();
  return { today: badge?.todos ?? 0, complaints: badge?.complaints ?? 0, 'follow-ups': badge?.followUps ?? 0 };
}

/** Messages that were not read. */
export function useUnread(): number {
  return useBadge()?.unread ?? 0;
}
