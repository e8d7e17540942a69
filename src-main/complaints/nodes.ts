import type { ClockRow } from '#main/clocks/service.ts';
import type { Db } from '#main/db/open.ts';
import type { ClockName } from '#shared/contract/fields.ts';
import { type Mark, type NodeFacts, type NodeView, nodeStrip } from '#shared/rules/complaint-nodes.ts';
import { needsReply, type VisitRow } from './closing.ts';
import { isComplainantKnown } from './load.ts';
import { acceptStandardAt } from './standing.ts';
import type { Complaint, Entry, Rectification } from './tables.ts';

type LiveEntry = Entry & { voided: boolean };

const mark = (entry: LiveEntry | undefined): Mark | null => (entry ? { at: entry.happenedAt, by: entry.recordedBy } : null);

/** The rectifications of the running cycle and open ones of earlier cycles are all verified or dropped. */
function rectified(rows: readonly Rectification[], cycle: number): Mark | null {
  const asked = rows.filter((row) => row.cycle === cycle || (row.verifiedAt === null && row.droppedAt === null));
  if (asked.length === 0 || asked.some((row) => row.verifiedAt === null && row.droppedAt === null)) return null;
  const last = [...asked].sort((a, b) => (a.verifiedAt ?? a.droppedAt ?? 0) - (b.verifiedAt ?? b.droppedAt ?? 0)).at(-1);
  return last ? { at: last.verifiedAt ?? last.droppedAt ?? 0, by: last.verifiedBy } : null;
}

/**
 * The clock that the node of rectification is measured by: of those that run the one that falls due first, else of the ended ones the one
 * that was kept worst. What was dropped counts no more.
 */
function rectifyingClock(clocks: readonly ClockRow[], cycle: number): ClockRow | null {
  const asked = clocks.filter((each) => each.clock === 'rectification' && each.outcome !== 'cancelled');
  const running = asked.filter((each) => each.stoppedAt === null);
  const margin = (each: ClockRow) => each.dueAt - (each.stoppedAt ?? 0);
  const worst = running.length > 0 ? running : asked.filter((each) => each.cycle === cycle);
  return worst.toSorted((a, b) => margin(a) - margin(b))[0] ?? null;
}

/** The strip of twelve nodes of a complaint at `now` (UTC ms), told by the rule from what the log and the clocks say. */
export function nodesOf(
  db: Db,
  complaint: Complaint,
  given: { entries: readonly LiveEntry[]; clocks: readonly ClockRow[]; rectifications: readonly Rectification[]; visit: VisitRow | null },
  now: number,
): NodeView[] {
  const live = given.entries.filter((entry) => !entry.voided);
  const cycle = live.filter((entry) => entry.cycle === complaint.cycle);
  const { clocks } = given;
  const clockOf = (name: ClockName) => clocks.filter((each) => each.clock === name).at(-1);
  const responded = clockOf('first_response');
  const firstContact = live.find(
    (entry) => ['contact', 'told'].includes(entry.kind) && !entry.someoneElse && entry.happenedAt === responded?.stoppedAt,
  );
  const dispatched = live.find(
    (entry) => entry.kind === 'assignment' && entry.vals.toId !== undefined && !entry.text.startsWith('hand_over_'),
  );
  const { visit } = given;
  const rectifying = rectifyingClock(clocks, complaint.cycle);
  const dueAt: NodeFacts['dueAt'] = Object.fromEntries(clocks.map((each) => [each.clock, each.dueAt]));
  return nodeStrip({
    now,
    state: complaint.state,
    ownerId: complaint.ownerId,
    complainantKnown: isComplainantKnown(complaint),
    paused: clocks.filter((each) => each.stoppedAt === null && each.paused).map((each) => each.clock),
    received: { at: complaint.receivedAt, by: complaint.firstContactId },
    recorded: { at: complaint.recordedAt, by: complaint.recordedBy },
    dispatched: dispatched
      ? { at: dispatched.happenedAt, by: dispatched.text === 'assigned_by_hand' ? dispatched.recordedBy : null }
      : null,
    assignedAt: complaint.ownerSinceAt,
    accepted: complaint.acceptedAt === null ? null : { at: complaint.acceptedAt, by: complaint.ownerId },
    firstResponse:
      responded?.stoppedAt != null && responded.outcome !== 'cancelled'
        ? { at: responded.stoppedAt, by: firstContact?.recordedBy ?? null }
        : null,
    decided: mark(cycle.filter((entry) => entry.kind === 'decision').at(-1)),
    needsRectification: complaint.needsRectification,
    rectified: rectified(given.rectifications, complaint.cycle),
    told: complaint.resolvedAt === null ? null : { at: complaint.resolvedAt, by: complaint.resolvedBy },
    replyRequired: needsReply(db, complaint),
    replied: complaint.repliedAt === null ? null : { at: complaint.repliedAt, by: complaint.resolvedBy },
    visited: visit?.doneAt != null && visit.state !== 'open' ? { at: visit.doneAt, by: visit.ownerId } : null,
    closed:
      complaint.closedAt === null
        ? null
        : (mark(cycle.filter((entry) => entry.text === 'closed').at(-1)) ?? { at: complaint.closedAt, by: null }),
    rootCause: complaint.rootCause === '' ? null : mark(live.filter((entry) => entry.kind === 'cause').at(-1)),
    dueAt: { ...dueAt, rectification: rectifying?.dueAt ?? null },
    rectifiedAt: rectifying?.stoppedAt ?? null,
    acceptDueAt: acceptStandardAt(db, complaint),
    visitDueAt: visit?.dueAt ?? null,
  });
}
