import type { Events } from '#main/base/events.ts';
import type { Ids } from '#main/base/ids.ts';
import type { Department, Severity } from '#shared/contract/fields.ts';

/** What the complaint services need besides the transaction. The time is the command's. */
export type Desk = { ids: Ids; events: Events };

/** An act on a complaint names the row version that the screen has seen. */
export type Act = { id: string; version: number };

declare module '#main/base/events.ts' {
  interface DomainEvents {
    /** `filesId`: files were added while it was being recorded, under this id. */
    'complaints.recorded': { complaintId: string; filesId: string | null };
    /** The result was told; a visit is to be planned. `studentId` is the first student concerned, if any. */
    'complaints.resolved': {
      complaintId: string;
      number: string;
      cycle: number;
      resolvedAt: number;
      ownerId: string | null;
      studentId: string | null;
      /** Guardian who complained, if it was one. */
      guardianId: string | null;
      /** Nobody was told, because nobody could be reached: the visit counts as tried in vain. */
      unreachable: boolean;
      severity: Severity;
      department: Department;
    };
    /** Open visits of the cycles before are void. */
    'complaints.reopened': { complaintId: string; cycle: number };
    'complaints.closed': { complaintId: string };
    'complaints.withdrawn': { complaintId: string };
    /** One record of an event went into the other: what hangs on it goes along. */
    'complaints.merged': { goneId: string; intoId: string };
  }
}
