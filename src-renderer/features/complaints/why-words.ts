import type { WhyData } from '#renderer/components/why.tsx';
import { dayOf, type Format, type Words } from '#renderer/lib/format.ts';
import type { Severity } from '#shared/contract/fields.ts';
import type { CaseWalk } from './types.ts';

type Segment = CaseWalk['segments'][number];

const MINUTE = 60_000;
const DAY_MINUTES = 1440;

/**
 * Whole minutes that add up: each stretch gets what its end adds to the sum so far, so that no minute is lost between lines
 * and their total.
 */
function wholeMinutes(segments: readonly Segment[]): Segment[] {
  let sum = 0;
  return segments.map((segment) => {
    if (!segment.counted) return segment;
    const before = Math.floor(sum);
    sum += segment.minutes;
    return { ...segment, minutes: Math.floor(sum) - before };
  });
}

/** Neighbours that say the same become one line; a split at `at` stays only where it tells used from left. */
function merged(segments: readonly Segment[], at: number | null): Segment[] {
  const lines: Segment[] = [];
  for (const segment of segments) {
    const last = lines.at(-1);
    const alike = last && last.to === segment.from && last.why === segment.why && last.note === segment.note && segment.from !== at;
    if (last && alike) lines[lines.length - 1] = { ...last, to: segment.to, minutes: last.minutes + segment.minutes };
    else lines.push(segment);
  }
  return lines;
}

/** The walk of one clock in words. `now` UTC ms. */
export function whyData(walk: CaseWalk, severity: Severity, t: Words, format: Format, now: number): WhyData {
  const { clock, segments } = walk;
  const { unit } = clock;
  const running = clock.stoppedAt === null;
  const due = unit === 'opening_minutes' ? exactDue(clock.dueAt, format, now) : format.nearDue(clock.dueAt, now);
  const figure = (minutes: number): string => {
    if (unit === 'working_days') {
      const days = minutes / DAY_MINUTES;
      return Number.isInteger(days) ? t('why.days', { count: days, n: days }) : format.hours(minutes * MINUTE);
    }
    if (unit === 'hours') return format.hours(minutes * MINUTE);
    // five minutes are short enough for seconds to matter: 1 分 42 秒 + 3 分 18 秒 = 5 分
    const seconds = Math.round(minutes * 60);
    const parts = [
      ...(seconds >= 60 ? [format.hours(Math.floor(seconds / 60) * MINUTE)] : []),
      ...(seconds % 60 > 0 ? [t('why.seconds', { n: seconds % 60 })] : []),
    ];
    return parts.length > 0 ? parts.join(' ') : format.hours(0);
  };
  // for hours what lies ahead is one pale piece; for the other units the way to the due time is what explains it
  const edge = running ? (nowEdge(segments, now) ?? clock.startedAt) : Number.POSITIVE_INFINITY;
  const cut = merged(segments, unit === 'hours' ? edge : null);
  const shown = unit === 'hours' ? wholeMinutes(cut.filter((segment) => !(segment.from >= edge && segment.counted))) : cut;
  const span = (segment: Segment): string => {
    if (unit === 'working_days') {
      const from = dayOf(segment.from, format.zone);
      const to = dayOf(segment.to - 1, format.zone);
      const today = dayOf(now, format.zone);
      return from === to ? format.shortDay(from, today) : `${format.shortDay(from, today)} → ${format.shortDay(to, today)}`;
    }
    const sameDay = dayOf(segment.from, format.zone) === dayOf(segment.to - 1, format.zone);
    const end = sameDay ? format.nearDue(segment.to, now).split(' ').at(-1)! : format.nearDue(segment.to, now);
    const isNow = unit === 'hours' && segment.to === edge;
    return `${format.near(segment.from, now)} → ${isNow ? t('why.now', { time: format.time(segment.to) }) : end}`;
  };
  let counted = 0;
  const lines = shown.map((segment) => {
    if (segment.counted) counted += 1;
    return {
      counted: segment.counted,
      span: span(segment),
      why: reasonOf(segment, unit, counted, t),
      time: segment.counted || segment.why === 'pause' ? figure(segment.minutes) : wall(segment, t, format, unit),
    };
  });
  return {
    title: t(`why.title.${clock.clock}`, { due: format.nearDue(clock.dueAt, now) }),
    bar: barOf(walk, edge),
    lines,
    sums: sumsOf(walk, { t, format, now, edge, due, figure }),
    note: [
      t(`why.note.${unit}`, {
        severity: t(`common:severity.${severity}`),
        target: target(unit, clock.targetMinutes - clock.extensionMinutes, t, format),
        version: walk.policyVersion,
      }),
      ...(walk.provisional ? [t('why.provisional')] : []),
    ].join(''),
  };
}

/** Where the core cut the way at its own now, a few seconds before the screen's. */
function nowEdge(segments: readonly Segment[], now: number): number | null {
  return segments.findLast((segment) => segment.to <= now)?.to ?? null;
}

function exactDue(at: number, format: Format, now: number): string {
  const day = format.nearDue(at, now);
  return day.endsWith('24:00') ? day : `${day.slice(0, day.lastIndexOf(' '))} ${format.timeSeconds(at)}`;
}

function reasonOf(segment: Segment, unit: CaseWalk['clock']['unit'], nth: number, t: Words): string {
  if (segment.why === 'counted') return t(unit === 'opening_minutes' ? 'why.open' : nth > 1 ? 'why.goesOn' : 'why.counted');
  if (segment.note !== '' && ['pause', 'holiday', 'exception'].includes(segment.why)) {
    return t(`why.${segment.why}`, { note: t(`why.holidayName.${segment.note}`, { defaultValue: segment.note }) });
  }
  return t(`why.plain.${segment.why}`);
}

function wall(segment: Segment, t: Words, format: Format, unit: CaseWalk['clock']['unit']): string {
  if (unit !== 'working_days') return format.hours(segment.to - segment.from);
  const days = Math.round((segment.to - segment.from) / (DAY_MINUTES * MINUTE));
  return days >= 1 ? t('why.calendarDays', { count: days, n: days }) : format.hours(segment.to - segment.from);
}

function barOf({ segments }: CaseWalk, edge: number): WhyData['bar'] {
  // skipped time is drawn short: it says that something was left out, not how long the night was
  const whole = segments.reduce((sum, segment) => sum + (segment.counted ? segment.minutes : 0), 0);
  return merged(segments, edge).map((segment) =>
    segment.counted
      ? { kind: segment.from >= edge ? ('left' as const) : ('counted' as const), size: segment.minutes }
      : { kind: 'skipped' as const, size: Math.min(segment.minutes, whole * 0.15) },
  );
}

/** Minutes of a target in the words of its unit. */
function target(unit: CaseWalk['clock']['unit'], minutes: number, t: Words, format: Format): string {
  const days = minutes / DAY_MINUTES;
  return unit === 'working_days' && Number.isInteger(days) ? t('why.days', { count: days, n: days }) : format.hours(minutes * MINUTE);
}

type Tools = { t: Words; format: Format; now: number; edge: number; due: string; figure: (minutes: number) => string };

function sumsOf(walk: CaseWalk, { t, format, now, edge, due, figure }: Tools): WhyData['sums'] {
  const { clock } = walk;
  const running = clock.stoppedAt === null;
  const sums: { label: string; text: string; strong?: boolean }[] = [];
  const plus = (segments: readonly Segment[]) => segments.map((segment) => figure(segment.minutes)).join(' + ');
  const counted = merged(
    walk.segments.filter((segment) => segment.counted && (clock.unit !== 'hours' || segment.from < edge)),
    null,
  );
  const pieces = clock.unit === 'hours' ? wholeMinutes(counted) : counted;
  if (clock.unit === 'hours' && running) {
    const usedMinutes = Math.floor(walk.usedMinutes);
    const used = figure(usedMinutes);
    const few = pieces.length > 1 && pieces.length <= 3;
    sums.push({ label: t('why.used'), text: few ? `${plus(pieces)} = ${used}` : used });
    const left = clock.targetMinutes - usedMinutes;
    sums.push(
      left >= 0
        ? { label: t('why.left'), text: `${figure(clock.targetMinutes)} − ${used} = ${figure(left)}` }
        : { label: t('why.over'), text: `${used} − ${figure(clock.targetMinutes)} = ${figure(-left)}` },
    );
  } else if (clock.unit !== 'hours') {
    const all =
      clock.unit === 'opening_minutes'
        ? t('why.openingTotal', { n: clock.targetMinutes })
        : target(clock.unit, clock.targetMinutes, t, format);
    const few = pieces.length > 1 && pieces.length <= 4;
    sums.push({ label: t('why.total'), text: few ? `${plus(pieces)} = ${all}` : all });
  }
  if (clock.extensionMinutes > 0) {
    const [policy, more, all] = [clock.targetMinutes - clock.extensionMinutes, clock.extensionMinutes, clock.targetMinutes].map((minutes) =>
      target(clock.unit, minutes, t, format),
    );
    const names = walk.extendedBy.join(t('list.and'));
    sums.splice(0, 0, { label: t('why.extended'), text: t('why.extendedBy', { sum: `${policy} + ${more} = ${all}`, names }) });
  }
  const base = clock.unit === 'hours' ? format.near(clock.startedAt, now) : format.nearDue(walk.baseDueAt, now);
  const dueText =
    walk.pausedMinutes > 0
      ? t('why.duePaused', { base: format.nearDue(walk.baseDueAt, now), pause: figure(walk.pausedMinutes), due })
      : clock.unit === 'hours'
        ? t('why.duePlain', { base, target: figure(clock.targetMinutes), due })
        : due;
  sums.push({ label: t('why.due'), text: dueText, strong: true });
  if (clock.stoppedAt !== null && clock.outcome !== 'cancelled') {
    const margin = clock.dueAt - clock.stoppedAt;
    sums.push({
      label: t('why.actual'),
      text: t(`why.stopped.${clock.clock}`, {
        at: format.near(clock.stoppedAt, now),
        margin: margin >= 0 ? format.early(margin) : format.late(-margin),
      }),
    });
  }
  return sums;
}
