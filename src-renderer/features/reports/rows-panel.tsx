import { ActionIcon } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Section } from '#renderer/components/page-head.tsx';
import { QueryView } from '#renderer/components/query-view.tsx';
import type { client } from '#renderer/lib/client.ts';
import { orpc } from '#renderer/lib/orpc.ts';
import { useFormat } from '#renderer/lib/use-format.ts';
import type { Span } from '#shared/contract/figures.ts';
import type { Asked } from './report-sheet.tsx';
import classes from './reports.module.css';

type Answer = Awaited<ReturnType<typeof client.figures.rows>>;
type Row = Answer['rows'][number];

/** More rows than a panel can show at ease; the number itself stays exact. */
const SHOWN = 300;

/** Exactly the rows that a number of the report counted. */
export function RowsPanel({ span, asked, onClose }: { span: Span; asked: Asked; onClose: () => void }) {
  const { t } = useTranslation('reports');
  const { label, ...behind } = asked;
  const query = useQuery(orpc.figures.rows.queryOptions({ input: { span, ...behind } }));
  return (
    <Section
      title={label}
      note={query.data ? t('rows', { count: query.data.rows.length }) : undefined}
      right={
        <ActionIcon size={24} aria-label={t('closeRows')} onClick={onClose}>
          <IconX size={15} />
        </ActionIcon>
      }
    >
      <QueryView query={query}>
        {(answer) => (
          <>
            {answer.rows.length === 0 ? <p className="s13 tx-3">{t('noRows')}</p> : null}
            <ul className={classes.rowList}>
              {answer.rows.slice(0, SHOWN).map((row) => (
                <li key={row.key}>
                  <RowLink kind={answer.kind} row={row}>
                    <RowText row={row} />
                  </RowLink>
                </li>
              ))}
            </ul>
            {answer.rows.length > SHOWN ? <p className="s12 tx-3">{t('moreRows', { n: answer.rows.length - SHOWN })}</p> : null}
          </>
        )}
      </QueryView>
    </Section>
  );
}

function RowLink({ kind, row, children }: { kind: Answer['kind']; row: Row; children: ReactNode }) {
  if (kind === 'complaint') {
    return (
      <Link to="/complaints/$id" params={{ id: row.id }} className={classes.rowLink}>
        {children}
      </Link>
    );
  }
  if (kind === 'student') {
    return (
      <Link to="/students/$id" params={{ id: row.id }} className={classes.rowLink}>
        {children}
      </Link>
    );
  }
  return <div className={classes.rowLink}>{children}</div>;
}

function RowText({ row }: { row: Row }) {
  const { t } = useTranslation('reports');
  const format = useFormat();
  return (
    <>
      <span className="row gap-8 s13">
        <span className="medium ellipsis">{row.name}</span>
        <span className="tx-3 nowrap">{row.number}</span>
        {row.outcome ? <span className="end tx-2 s12 nowrap">{t(`outcome.${row.outcome}`, { defaultValue: row.outcome })}</span> : null}
      </span>
      <span className="row gap-8 s12 tx-3">
        <span className="ellipsis grow">{row.detail}</span>
        {row.at === null ? null : <span className="nowrap">{format.dateTime(row.at)}</span>}
      </span>
    </>
  );
}
