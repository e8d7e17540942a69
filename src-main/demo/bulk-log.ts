import { BLANK_ENTRY, type Entry } from '#main/complaints/tables.ts';
import type { ComplaintState } from '#shared/contract/fields.ts';
import { DEFAULT_POLICY } from '#shared/rules/complaint-policy.ts';
import { isRecordedLate } from '#shared/rules/complaints.ts';
import { MINUTE } from '#shared/rules/zone.ts';
import content from '../../resources/demo/complaints.json' with { type: 'json' };
import type { Story } from './bulk-story.ts';
import type { BulkWorld } from './bulk-world.ts';
import type { Random } from './random.ts';

export type StoryState = { state: ComplaintState; cycle: number; fromAt: number; toAt: number | null; reason: string };

/** The state history of a story, the last one open. */
export function statesOf(story: Story, waitingFor: string, random: Random, end: number): StoryState[] {
  const { recordedAt, acceptedAt, wait, toldAt, withdrawnAt, reopened, closedAt } = story;
  const states: StoryState[] = [];
  const enter = (state: ComplaintState, fromAt: number | null | undefined, cycle = 1, reason = ''): void => {
    if (fromAt !== null && fromAt !== undefined) states.push({ state, cycle, fromAt, toAt: null, reason });
  };
  enter('new', recordedAt);
  enter('assigned', recordedAt);
  enter('handling', acceptedAt);
  enter('waiting', wait?.from, 1, waitingFor);
  if (wait && wait.until < end) enter('handling', wait.until);
  enter('resolved', toldAt);
  if (reopened) enter('handling', reopened.at, 2, random.pick(content.reopened));
  enter('resolved', reopened?.toldAt, 2);
  enter('closed', closedAt, reopened ? 2 : 1);
  if (withdrawnAt !== null) enter('withdrawn', withdrawnAt, 1, random.pick(content.withdrawn));
  return states.map((each, index) => ({ ...each, toAt: states[index + 1]?.fromAt ?? null }));
}

export type StoryLine = Omit<Entry, 'id' | 'complaintId'>;
type Line = Pick<Entry, 'kind' | 'happenedAt'> & Partial<Entry>;
type Told = { story: Story; recordedBy: string; firstOwnerId: string; ownerId: string };

export const ENTRIES = 5;

/** Five lines of the log: taken, given, spoken, decided, told; what did not happen is a note. */
export function linesOf({ story, recordedBy, firstOwnerId, ownerId }: Told, { random, end, nameOf }: BulkWorld): StoryLine[] {
  const { template, recordedAt, receivedAt, acceptedAt, contactAt, decidedAt, toldAt, withdrawnAt, reopened } = story;
  const lines: Line[] = [
    {
      kind: 'state',
      happenedAt: recordedAt,
      recordedBy,
      text: isRecordedLate(receivedAt, recordedAt) ? 'recorded_late' : 'recorded',
      vals: { receivedAt, firstContact: nameOf(recordedBy) },
    },
    {
      kind: 'assignment',
      happenedAt: recordedAt,
      recordedBy,
      text: 'assigned_by_rule',
      vals: { to: nameOf(firstOwnerId), toId: firstOwnerId, from: '', rule: 'no_roster' },
    },
  ];
  if (contactAt !== null) {
    const spoken = { channel: 'phone', direction: 'out', outcome: 'reached', toldProgress: story.toldProgress } as const;
    lines.push({ kind: 'contact', happenedAt: contactAt, recordedBy: firstOwnerId, words: template.first, ...spoken });
  }
  if (decidedAt !== null && !reopened?.toldAt) {
    lines.push({ kind: 'decision', happenedAt: decidedAt, words: template.decision, text: 'decided' });
  }
  if (toldAt !== null) lines.push(toldLine(story, toldAt, 1));
  if (reopened?.toldAt) lines.push(toldLine(story, reopened.toldAt, 2));
  if (withdrawnAt !== null) {
    lines.push({ kind: 'state', happenedAt: withdrawnAt, text: 'withdrawn', words: random.pick(content.withdrawn) });
  }
  for (let note = 1; lines.length < ENTRIES; note += 1) {
    const happenedAt = Math.min(acceptedAt + note * 7 * MINUTE, end - note);
    lines.push({ kind: 'note', happenedAt, words: random.pick(content.notes) });
  }
  return lines.slice(0, ENTRIES).map((line) => ({ ...BLANK_ENTRY, cycle: 1, recordedAt: line.happenedAt, recordedBy: ownerId, ...line }));
}

function toldLine({ template, known }: Story, happenedAt: number, cycle: number): Line {
  if (!known) return { kind: 'state', happenedAt, cycle, text: 'resolved_by_decision' };
  const inWriting = DEFAULT_POLICY.severities[template.severity].writtenReply;
  const spoken = { channel: inWriting ? 'paper' : 'phone', direction: 'out', outcome: 'reached', toldResult: true } as const;
  return { kind: 'told', happenedAt, cycle, words: template.told, text: inWriting ? 'told_in_writing' : 'told', ...spoken };
}
