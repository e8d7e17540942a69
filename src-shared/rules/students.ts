/**
 * The stage of a student, derived and never typed (spec/students-and-money.md, "Student and guardians").
 * Days are `YYYY-MM-DD` in the centre's zone, lessons in halves.
 */

export type Stage = 'enquiry' | 'trial' | 'active' | 'paused' | 'completed' | 'lost' | 'returned' | 'ended' | 'none';

export type StagePack = {
  /** First day on which lessons may be taken: the day of enrolment unless agreed otherwise. */
  readonly startsOn: string;
  /** Last day on which they may; null = no end. */
  readonly validUntil: string | null;
  /** Balance on the day that is asked about. */
  readonly balanceHalves: number;
  /** Set by a person or by the status of an import; counts from its day on. */
  readonly marker: { readonly kind: 'paused' | 'completed' | 'ended'; readonly on: string } | null;
};
export type StageFacts = {
  readonly enquiredOn: string | null;
  readonly trialOn: string | null;
  /** Day of the latest loss that is on record (a churn case), null = never lost. */
  readonly lostOn: string | null;
  readonly packs: readonly StagePack[];
};

/** A pack from which lessons can be taken on `day`, a pause left out of account. */
export function isRunning(pack: StagePack, day: string): boolean {
  return pack.startsOn <= day && !isOver(pack, day) && (pack.validUntil === null || pack.validUntil >= day) && pack.balanceHalves > 0;
}

/** Paused on `day`: a pause was set and nothing ended the pack. */
export function isPaused(pack: StagePack, day: string): boolean {
  return pack.marker?.kind === 'paused' && pack.marker.on <= day;
}

/** Ended or completed with lessons left: listed for a person to decide. */
export function isEndedWithBalance(pack: StagePack, day: string): boolean {
  return isOver(pack, day) && pack.balanceHalves > 0;
}

function isOver(pack: StagePack, day: string): boolean {
  return (pack.marker?.kind === 'ended' || pack.marker?.kind === 'completed') && pack.marker.on <= day;
}

/**
 * The stage on `day`, by cases; the first that holds:
 *
 * 1. a pack runs and is not paused: `returned` when a loss lies before the first day of such a pack, else `active`;
 * 2. a pack that is not over is paused (whatever its balance): `paused`;
 * 3. a loss is on record: `lost`;
 * 4. the pack that ended last was ended by refund or withdrawal: `ended`;
 * 5. a pack began once (completed, used up or expired): `completed`;
 * 6. no pack began yet: `trial`, else `enquiry` (also for an enrolment in the future), else `none`.
 *
 * Silent (no lesson for 90 days) and at-risk are flags of `active`, no stages.
 */
export function studentStage(facts: StageFacts, day: string): Stage {
  const begun = facts.packs.filter((p) => p.startsOn <= day);
  const running = begun.filter((p) => isRunning(p, day) && !isPaused(p, day));
  const lostOn = facts.lostOn !== null && facts.lostOn <= day ? facts.lostOn : null;
  if (running.length > 0) return lostOn !== null && running.some((p) => p.startsOn > lostOn) ? 'returned' : 'active';
  if (begun.some((p) => isPaused(p, day))) return 'paused';
  if (lostOn !== null) return 'lost';
  const last = begun
    .map((p) => ({ on: endOf(p, day), kind: isOver(p, day) ? p.marker?.kind : undefined }))
    .sort((a, b) => a.on.localeCompare(b.on))
    .at(-1);
  if (last !== undefined) return last.kind === 'ended' ? 'ended' : 'completed';
  if (facts.trialOn !== null && facts.trialOn <= day) return 'trial';
  return facts.packs.length > 0 || (facts.enquiredOn !== null && facts.enquiredOn <= day) ? 'enquiry' : 'none';
}

function endOf(pack: StagePack, day: string): string {
  if (pack.marker !== null && isOver(pack, day)) return pack.marker.on;
  return pack.validUntil ?? pack.startsOn;
}
