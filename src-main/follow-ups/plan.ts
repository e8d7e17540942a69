import type { Ids } from '#main/base/ids.ts';
import type { Tx } from '#main/db/open.ts';
import { zoneOf } from '#main/settings/service.ts';
import { followUpDueAt } from '#shared/rules/follow-ups.ts';
import { followUpsTable } from './tables.ts';

type Stored = typeof followUpsTable.$inferSelect;

/** Inserts an open follow-up due on `dueOn` (centre's zone) and answers its id. */
export function plan(
  tx: Tx,
  ids: Ids,
  task: Pick<Stored, 'rule' | 'studentId' | 'guardianId' | 'complaintId' | 'cycle' | 'ownerId' | 'reason' | 'dueOn'> & {
    notBefore?: number | null;
  },
): string {
  const id = ids.next();
  const { notBefore = null, ...rest } = task;
  tx.insert(followUpsTable)
    .values({
      id,
      ...rest,
      dueAt: followUpDueAt(task.dueOn, zoneOf(tx)),
      nextOn: task.dueOn,
      notBefore,
      state: 'open',
      createdAt: tx.command.at,
    })
    .run();
  return id;
}
