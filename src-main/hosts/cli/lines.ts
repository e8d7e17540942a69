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
