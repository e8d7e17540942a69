import { useTranslation } from 'react-i18next';
import { PrintSheet, PrintTable } from '#renderer/components/print-sheet.tsx';
import { serverNow } from '#renderer/lib/now.ts';
import { useFormat } from '#renderer/lib/use-format.ts';
import type { Paper, PrintKind } from '#shared/rules/printing.ts';
import classes from './printing.module.css';

/** How long the line to measure is, in mm. */
const LINE: Record<Paper, number> = { a4: 100, half: 100, roll: 50 };
const GREYS = ['100', '75', '50', '25', '10'] as const;

/** What shows at once whether paper, size and printer are right: the edges, a line to measure, greys, words and figures. */
export function TestSheet({ kind, paper }: { kind: PrintKind; paper: Paper }) {
  const { t } = useTranslation(['printing', 'common']);
  const format = useFormat();
  return (
    <PrintSheet
      title={t('test.title')}
      subtitle={t('test.for', { kind: t(`kind.${kind}`), paper: t(`paper.${paper}`) })}
      number={t('test.number')}
      mark={t('common:page.printedAt', { time: format.printDateTime(serverNow()) })}
    >
      <div className={classes.edges} data-paper={paper}>
        <p>{t('test.edges')}</p>
        <div className={classes.measure} style={{ width: `${String(LINE[paper])}mm` }} />
        <p>{t('test.measure', { n: LINE[paper] })}</p>
        <div className={classes.greys}>
          {GREYS.map((grey) => (
            <span key={grey} data-grey={grey} />
          ))}
        </div>
        <p>{t('test.greys')}</p>
        <PrintTable
          widths={paper === 'roll' ? [undefined, 104] : [undefined, 160]}
          head={[t('test.item'), t('test.amount')]}
          rows={[
            [t('test.words'), format.money(128_000)],
            [t('test.letters'), '0123456789'],
          ]}
        />
      </div>
    </PrintSheet>
  );
}
