/**
 * Value in 分 of the halves from `before` to `after` of a pack: after k of n paid halves round(paid × k / n) is used up, gift halves come
 * last and carry 0 (spec/students-and-money.md, "Enrolment and the lesson ledger").
 */
export function consumedValue(pack: { paidFen: number; paidHalves: number }, before: number, after: number): number {
  const used = (halves: number): number =>
    pack.paidHalves === 0 ? 0 : Math.round((pack.paidFen * Math.min(halves, pack.paidHalves)) / pack.paidHalves);
  return used(after) - used(before);
}
