import type { RowCells } from './import-row-cells.ts';
import {
  type DayOptions,
  type EnrolmentKind,
  enrolmentKindOf,
  moneyScale,
  parseDay,
  parseLastDay,
  parseLessons,
  parseMoney,
} from './import-values.ts';

/** The pack of lessons of one row: money in 分, lessons in halves, days in the centre's zone. */
export type PackValues = {
  /** Empty when the sheet has no column for the course. */
  readonly course: string;
  readonly className: string;
  readonly kind: EnrolmentKind | null;
  /** Null when the sheet does not say; the day of the import is taken then. */
  readonly enrolledOn: string | null;
  readonly validUntil: string | null;
  readonly paidHalves: number;
  readonly giftHalves: number;
  readonly remainingHalves: number;
  /** remaining − (paid + gift), never above 0: the one `opening` line of the ledger, outside consumption and income figures. */
  readonly openingHalves: number;
  readonly paidFen: number;
  readonly listPriceFen: number | null;
};

/**
 * The pack of a row, or null when the row tells of none. What is left in the sheet is what the student has: when more is
 * left than was bought and given, the surplus counts as given and is warned.
 */
export function packValues(cells: RowCells, options: DayOptions): PackValues | null {
  const course = cells.text('course');
  const kindText = cells.text('enrolmentKind');
  const className = cells.text('className');
  const enrolledOn = cells.take('enrolledOn', (cell) => parseDay(cell, options));
  const validUntil = cells.take('validUntil', (cell) => parseLastDay(cell, options, enrolledOn));
  const purchased = cells.take('purchasedLessons', parseLessons);
  const gift = cells.take('giftLessons', parseLessons);
  const paidLeft = cells.take('remainingLessons', parseLessons);
  const giftLeft = cells.take('remainingGiftLessons', parseLessons);
  const remaining = paidLeft === null || giftLeft === null ? paidLeft : paidLeft + giftLeft;
  const used = cells.take('usedLessons', parseLessons);
  const paidFen = cells.take('paid', (cell, heading) => parseMoney(cell, moneyScale(heading)));
  const listPriceFen = cells.take('listPrice', (cell, heading) => parseMoney(cell, moneyScale(heading)));
  const amounts = [purchased, gift, remaining, used, paidFen];
  if (course === '') {
    if (!amounts.some((n) => n !== null && n > 0)) return null;
    if (cells.has('course')) cells.fail('course', 'course_missing');
    else cells.warn('course', 'course_unnamed');
  }
  const kind = enrolmentKindOf(kindText);
  if (kindText !== '' && kind === null) cells.warn('enrolmentKind', 'kind_unknown');
  if (paidFen === null && cells.has('paid') && amounts.some((n) => n !== null)) cells.warn('paid', 'paid_missing');
  if (validUntil !== null && enrolledOn !== null && validUntil < enrolledOn) cells.warn('validUntil', 'valid_before_enrolled');
  return {
    course,
    className,
    kind,
    enrolledOn,
    validUntil,
    paidFen: paidFen ?? 0,
    listPriceFen,
    ...lessons(cells, purchased, gift ?? 0, remaining, used),
  };
}

type Halves = Pick<PackValues, 'paidHalves' | 'giftHalves' | 'remainingHalves' | 'openingHalves'>;

function lessons(cells: RowCells, purchased: number | null, gift: number, remaining: number | null, used: number | null): Halves {
  let paidHalves = purchased ?? 0;
  let giftHalves = gift;
  if (purchased === null && (remaining !== null || used !== null)) {
    paidHalves = Math.max(0, (remaining ?? 0) + (used ?? 0) - gift);
    cells.warn('purchasedLessons', 'purchased_missing');
  }
  const granted = paidHalves + giftHalves;
  if (remaining === null && used !== null && used > granted) cells.fail('usedLessons', 'used_above_granted');
  const left = remaining ?? Math.max(0, granted - (used ?? 0));
  if (remaining !== null && used !== null && purchased !== null && granted - used !== remaining)
    cells.warn('remainingLessons', 'remaining_and_used_differ');
  if (left > granted) {
    cells.warn('remainingLessons', 'remaining_above_granted');
    giftHalves += left - granted;
  }
  return { paidHalves, giftHalves, remainingHalves: left, openingHalves: Math.min(0, left - paidHalves - giftHalves) };
}
