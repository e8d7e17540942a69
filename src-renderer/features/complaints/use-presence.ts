import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { client } from '#renderer/lib/client.ts';
import { orpc } from '#renderer/lib/orpc.ts';

/** This tab, as long as it lives. */
const seat = crypto.randomUUID();
let pages = 0;

export type PresentOne = { readonly id: string; readonly name: string; readonly writing: boolean };

/**
 * Says that this tab has the complaint open and answers who else has. Asked again only when the stream says that somebody came or went;
 * leaving the page says so too.
 */
export function usePresence(complaintId: string, writing: boolean): readonly PresentOne[] {
  const query = useQuery(
    orpc.presence.here.queryOptions({
      input: { kind: 'complaint', id: complaintId, seat, writing },
      placeholderData: (before) => before,
      gcTime: 0,
      staleTime: 0,
      retry: false,
    }),
  );
  useEffect(() => {
    pages += 1;
    const leave = () => void client.presence.leave({ seat }).catch(() => undefined);
    window.addEventListener('pagehide', leave);
    return () => {
      window.removeEventListener('pagehide', leave);
      pages -= 1;
      // the next complaint takes the same seat at once; only a page without one leaves it
      setTimeout(() => {
        if (pages === 0) leave();
      }, 0);
    };
  }, []);
  return query.data?.others ?? [];
}
