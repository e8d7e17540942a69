import { createTanstackQueryUtils } from '@orpc/tanstack-query';
import { client } from './client.ts';

/**
 * Query and mutation options for every procedure of the contract: `useQuery(orpc.students.get.queryOptions({ input }))`,
 * `useMutation(orpc.complaints.record.mutationOptions())`. Keys begin with the contract's path; lib/live.ts invalidates by it.
 */
export const orpc = createTanstackQueryUtils(client);
