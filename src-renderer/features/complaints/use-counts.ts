import { useQuery } from '@tanstack/react-query';
import { orpc } from '#renderer/lib/orpc.ts';
import { useRight } from '#renderer/lib/session.tsx';

/** The figures behind the views; nothing is asked for people who may not read complaints. */
export function useComplaintCounts() {
  const may = useRight('complaints.read') !== undefined;
  return useQuery({ ...orpc.complaints.counts.queryOptions(), enabled: may });
}
