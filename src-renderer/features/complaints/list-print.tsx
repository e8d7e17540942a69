import { useTranslation } from 'react-i18next';
import { PrintSheet, PrintTable } from '#renderer/components/print-sheet.tsx';
import { useNow } from '#renderer/lib/now.ts';
import { useFormat } from '#renderer/lib/use-format.ts';
import type { ComplaintRow } from '#shared/contract/complaint-list.ts';
import classes from './complaints.module.css';

/** The rows on paper; where there are more than paper takes, it says so. */
export function ListPrint({ rows, total, view }: { rows: readonly ComplaintRow[]; total: number; view: string }) {
  const { t } = useTranslation(['complaints', 'common', 'views']);
  const format = useFormat();
  const now = useNow(60_000);
  return (
    <div className={classes.paper}>
      <PrintSheet
        title={t('print.listTitle')}
        subtitle={t('print.listNote', { view: view, count: rows.length, n: rows.length })}
        mark={t('common:page.printedAt', { time: format.printDateTime(now) })}
      >
        <PrintTable
          widths={[104, 72, undefined, 44, 60, 130, 60]}
          head={[
            t('field.number'),
            t('field.students'),
            t('field.words'),
            t('field.severity'),
            t('field.owner'),
            t('field.next'),
            t('field.state'),
          ]}
          rows={rows.map((row) => [
            row.number,
            row.student,
            row.words,
            t(`common:severity.${row.severity}`),
            row.owner?.name ?? t('noOwner'),
            row.nextClock && row.nextDueAt !== null ? `${t(`clock.${row.nextClock}`)} ${format.dueTime(row.nextDueAt)}` : '',
            t(`state.${row.state}`),
          ])}
        />
        {total > rows.length ? <p>{t('views:print.cut', { n: rows.length, total })}</p> : null}
      </PrintSheet>
    </div>
  );
}
