import type { OpeningCalendar } from '#shared/rules/calendar.ts';
import { visitDay } from '#shared/rules/follow-ups.ts';
import { DAY, dayOf, HOUR, MINUTE } from '#shared/rules/zone.ts';
import type { Template } from './complaint-story.ts';
import { someTimeOn, whenOpen } from './opening-time.ts';
import type { Random } from './random.ts';

/** A visit after the result was told; `doneAt` null = still to be made. */
export type StoryVisit = { cycle: number; toldAt: number; dueOn: string; doneAt: number | null };

/** When what happened to one complaint. Nothing lies at the end or after it; null = it has not happened. */
export type Story = {
  template: Template;
  /** False: nobody to answer. */
  known: boolean;
  receivedAt: number;
  recordedAt: number;
  acceptedAt: number;
  contactAt: number | null;
  toldProgress: boolean;
  /** `until` is what was agreed; the wait is over when it lies before the end. */
  wait: { from: number; until: number } | null;
  decidedAt: number | null;
  toldAt: number | null;
  withdrawnAt: number | null;
  reopened: { at: number; toldAt: number | null } | null;
  rectification: { what: string; doneAt: number | null; verifiedAt: number | null } | null;
  visits: StoryVisit[];
  closedAt: number | null;
};

const LATE_RECORDED = 0.08;
const SLOW_FIRST = 0.05;
const SLOW_RESULT = 0.09;
const WAITS = 0.06;
const WITHDRAWN = 0.03;
const REOPENED = 0.03;
const ANONYMOUS = 0.03;
/** Of the last week some are stuck: they are what is overdue on the last day. */
const STUCK = 0.07;

/** Makes up one complaint that was recorded at `recordedAt`. */
export function makeStory(random: Random, calendar: OpeningCalendar, recordedAt: number, end: number, template: Template): Story {
  const later = (at: number, min: number, max: number): number => whenOpen(calendar, random, at + random.int(min, max) * MINUTE);
  const past = (at: number | null): number | null => (at !== null && at < end ? at : null);
  const known = !random.chance(ANONYMOUS);
  const receivedAt = random.chance(LATE_RECORDED) ? recordedAt - random.int(30, 260) * MINUTE : recordedAt;
  const acceptedAt = past(later(recordedAt, 2, 24)) ?? recordedAt + MINUTE;
  const slow = random.chance(SLOW_RESULT);
  const stuck = end - recordedAt < 8 * DAY && random.chance(STUCK);
  const contacted = random.chance(SLOW_FIRST) ? later(receivedAt, 26 * 60, 40 * 60) : later(acceptedAt, 8, 200);
  const contactAt = known ? past(Math.max(contacted, acceptedAt)) : null;
  const withdrawnAt = random.chance(WITHDRAWN) ? past(later(Math.max(acceptedAt, contactAt ?? 0), 60, 1300)) : null;
  const waitFrom = withdrawnAt === null && contactAt !== null && random.chance(WAITS) ? past(later(contactAt, 30, 200)) : null;
  const wait = waitFrom === null ? null : { from: waitFrom, until: waitFrom + random.int(20, 60) * HOUR };
  const readyAt = Math.max(acceptedAt, contactAt ?? 0, wait?.until ?? 0, receivedAt + (slow ? 46 : 2) * HOUR);
  const decidedAt = withdrawnAt === null && !stuck ? past(later(readyAt, 20, slow ? 1500 : 420)) : null;
  const toldAt = decidedAt === null ? null : known ? past(later(decidedAt, 15, 200)) : decidedAt;
  const visits: StoryVisit[] = [];
  const visit = (cycle: number, at: number): void => {
    if (!known) return;
    const dueOn = visitDay(calendar, at, at);
    const doneOn = random.chance(0.92) ? dueOn : dayOf(later(someTimeOn(calendar, random, dueOn) ?? at, 1440, 2880), calendar.zone);
    visits.push({ cycle, toldAt: at, dueOn, doneAt: past(someTimeOn(calendar, random, doneOn)) });
  };
  if (toldAt !== null) visit(1, toldAt);
  const reopenedAt = toldAt !== null && known && random.chance(REOPENED) ? past(later(toldAt, 20 * 60, 5 * 24 * 60)) : null;
  const reopened = reopenedAt === null ? null : { at: reopenedAt, toldAt: past(later(reopenedAt, 6 * 60, 36 * 60)) };
  if (reopened?.toldAt) visit(2, reopened.toldAt);
  const rectification = rectify(random, template, decidedAt, later, past);
  const lastTold = reopened ? reopened.toldAt : toldAt;
  const lastVisit = visits.find((each) => each.cycle === (reopened ? 2 : 1));
  const visited = !known ? lastTold : (lastVisit?.doneAt ?? null);
  const rectified = rectification === null ? 0 : rectification.verifiedAt;
  const closedAt =
    lastTold === null || visited === null || rectified === null ? null : past(later(Math.max(lastTold, visited, rectified), 60, 1500));
  return {
    template,
    known,
    receivedAt,
    recordedAt,
    acceptedAt,
    contactAt,
    toldProgress: contactAt !== null && random.chance(0.5),
    wait,
    decidedAt,
    toldAt,
    withdrawnAt,
    reopened,
    rectification,
    visits,
    closedAt,
  };
}

function rectify(
  random: Random,
  template: Template,
  decidedAt: number | null,
  later: (at: number, min: number, max: number) => number,
  past: (at: number | null) => number | null,
): Story['rectification'] {
  if (decidedAt === null || !template.rectify || !random.chance(0.55)) return null;
  const doneAt = past(later(decidedAt, 20 * 60, (random.chance(0.1) ? 14 : 6) * 24 * 60));
  const verifiedAt = doneAt === null ? null : past(later(doneAt, 60, 2 * 24 * 60));
  return { what: template.rectify, doneAt, verifiedAt };
}
