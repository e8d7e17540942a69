import type { Translate } from '#main/base/words.ts';
import type { Figure } from '#shared/contract/figures.ts';

/** Key figures as lines for a terminal: the name as the program calls it, the number, what it is a part of. */
export function figureLines(figures: readonly Figure[], t: Translate): string[] {
  return figures.map((figure) => {
    if (figure.kind === 'minutes')
      return t('cli:figures.minutes', { key: figure.key, median: round(figure.median), p90: round(figure.p90) });
    if (figure.kind === 'share' && figure.denominator !== null)
      return t('cli:figures.share', {
        key: figure.key,
        value: figure.value,
        of: figure.denominator,
        percent: figure.denominator === 0 ? '—' : `${round((figure.value / figure.denominator) * 100)} %`,
      });
    return t('cli:figures.count', { key: figure.key, value: figure.value });
  });
}

const round = (value: number | null): string => (value === null ? '—' : String(Math.round(value * 10) / 10));

/** The result as the command line answers it with --json; `ofRow` is null where the other one is on record already. */
export function importSummary<Counts extends object>(
  read: {
    readonly errors: readonly { row: number; column: string; reason: string }[];
    readonly ignoredRows: { blank: number; heading: number; total: number };
  },
  plan: { readonly counts: Counts; readonly duplicates: readonly { row: number; ofRow: number | null }[] },
) {
  const { blank, heading, total } = read.ignoredRows;
  return {
    ...plan.counts,
    duplicates: plan.duplicates.map(({ row, ofRow }) => ({ row, ofRow })),
    errors: read.errors.map(({ row, column, reason }) => ({ row, column, reason })),
    ignoredRows: { blank, heading, total },
  };
}
