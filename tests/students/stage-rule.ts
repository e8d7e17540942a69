/**
 * The stage of a student, derived and never typed (spec/students-and-money.md, "Student and guardians").
 * Days are `YYYY-MM-DD` in the centre's zone, lessons in halves. The product counts it in SQL (students/stage-sql.ts), which is held against this.
 */

export type Stage = 'enquiry' | 'trial' | 'active' | 'paused' | 'completed' | 'lost' | 'returned' | 'ended' | 'none';

export type StagePack = {
  /** First day on which lessons may be taken: the day of enrolment unless agreed otherwise. */
  readonly startsOn: string;
  /** Last day on which they may; null = no end. */
  readonly validUntil: string | null;
  /** Day on which a person ended it (refund, transfer), whatever its balance; null = not ended. */
  readonly endedOn: string | null;
  /** Balance on the day that is asked about. */
  readonly balanceHalves: number;
};
/** A person's decision or the status of an import. It covers the packs begun by its day; a later one begins afresh. */
export type StageMarker = { readonly kind: 'paused' | 'completed' | 'ended'; readonly on: string };
export type StageFacts = {
  readonly enquiredOn: string | null;
  readonly trialOn: string | null;
  /** Day of the latest loss that is on record (a churn case), null = never lost. */
  readonly lostOn: string | null;
  readonly marker: StageMarker | null;
  readonly packs: readonly StagePack[];
};

/** A pack from which lessons can be taken on `day`, markers of the student left out of account. */
function isRunning(pack: StagePack, day: string): boolean {
  return isOpen(pack, day) && (pack.validUntil === null || pack.validUntil >= day) && pack.balanceHalves > 0;
}

/**
 * The stage on `day`, by cases; the first that holds:
 *
 * 1. a pack runs that no marker covers: `returned` when a loss or the end of all that was before lies before its first day,
 *    else `active`;
 * 2. the marker in force says so: `paused`, `completed` or `ended`;
 * 3. a loss is on record: `lost`;
 * 4. the pack that ended last, and no other on that day, was ended by a person: `ended`;
 * 5. a pack began once (used up or expired): `completed`;
 * 6. no pack began yet: `trial`, else `enquiry` (also for an enrolment in the future), else `none`.
 *
 * Silent (no lesson for 90 days) and at-risk are flags of `active`, no stages.
 */
export function studentStage(facts: StageFacts, day: string): Stage {
  const marker = inForce(facts.marker, day);
  const begun = facts.packs.filter((p) => p.startsOn <= day);
  const running = begun.filter((p) => isRunning(p, day) && (marker === null || p.startsOn > marker.on));
  const lostOn = facts.lostOn !== null && facts.lostOn <= day ? facts.lostOn : null;
  if (running.length > 0) {
    const gone = lostOn ?? (marker !== null && marker.kind !== 'paused' ? marker.on : null);
    return gone !== null && running.every((p) => p.startsOn > gone) ? 'returned' : 'active';
  }
  if (marker !== null) return marker.kind;
  if (lostOn !== null) return 'lost';
  const last = begun
    .map((p) => ({ on: lastDay(p, day), byPerson: !isOpen(p, day) }))
    .sort((a, b) => a.on.localeCompare(b.on))
    .at(-1);
  if (last !== undefined) return last.byPerson ? 'ended' : 'completed';
  if (facts.trialOn !== null && facts.trialOn <= day) return 'trial';
  return facts.packs.length > 0 || (facts.enquiredOn !== null && facts.enquiredOn <= day) ? 'enquiry' : 'none';
}

function inForce(marker: StageMarker | null, day: string): StageMarker | null {
  return marker !== null && marker.on <= day ? marker : null;
}

function isOpen(pack: StagePack, day: string): boolean {
  return pack.startsOn <= day && (pack.endedOn === null || pack.endedOn > day);
}

function lastDay(pack: StagePack, day: string): string {
  return isOpen(pack, day) ? (pack.validUntil ?? pack.startsOn) : (pack.endedOn ?? pack.startsOn);
}
