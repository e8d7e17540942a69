import { Select } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '#renderer/lib/use-format.ts';
import type { ImportView } from '#shared/contract/imports.ts';
import { studentFields } from '#shared/rules/import-fields.ts';
import classes from './imports.module.css';

/** A plain table of the preview; `heads` are keys of `imports:head`. */
function Sheet({ label, heads, children }: { label: string; heads: readonly string[]; children: ReactNode }) {
  const { t } = useTranslation('imports');
  return (
    <table className={classes.table} aria-label={label}>
      <thead>
        <tr>
          {heads.map((head) => (
            <th key={head} scope="col" className={head === 'row' ? classes.number : undefined}>
              {t(`head.${head}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}

function Nothing({ children }: { children: string }) {
  return (
    <p className="pad tx-3 s13" style={{ paddingBlock: 16 }}>
      {children}
    </p>
  );
}

export function SampleTable({ view }: { view: ImportView }) {
  const { t } = useTranslation('imports');
  const format = useFormat();
  if (view.sample.length === 0) return <Nothing>{t('none.sample')}</Nothing>;
  return (
    <Sheet label={t('tab.sample')} heads={['row', 'name', 'guardian', 'phone', 'course', 'remaining', 'kind']}>
      {view.sample.map((row) => (
        <tr key={row.row}>
          <td className={classes.number}>{row.row}</td>
          <td className="medium">{row.name}</td>
          <td>{row.guardian}</td>
          <td className="nowrap">{row.phoneMasked}</td>
          <td>{row.course}</td>
          <td>{row.remainingHalves === null ? '' : format.lessons(row.remainingHalves)}</td>
          <td className="tx-2">{t(`kind.${row.kind}`)}</td>
        </tr>
      ))}
    </Sheet>
  );
}

export function ErrorTable({ view }: { view: ImportView }) {
  const { t } = useTranslation('imports');
  if (view.errors.length === 0) return <Nothing>{t('none.errors')}</Nothing>;
  return (
    <Sheet label={t('tab.errors')} heads={['row', 'column', 'value', 'reason']}>
      {view.errors.map((error) => (
        <tr key={`${error.row}:${error.column}:${error.reason}`}>
          <td className={classes.number}>{error.row}</td>
          <td>{error.column}</td>
          <td className="tx-2">{error.value.trim() === '' ? '–' : error.value}</td>
          <td>{t(`reason.${error.reason}`)}</td>
        </tr>
      ))}
    </Sheet>
  );
}

export function DuplicateTable({ view }: { view: ImportView }) {
  const { t } = useTranslation('imports');
  if (view.duplicates.length === 0) return <Nothing>{t('none.duplicates')}</Nothing>;
  return (
    <Sheet label={t('tab.duplicates')} heads={['row', 'name', 'of']}>
      {view.duplicates.map((duplicate) => (
        <tr key={duplicate.row}>
          <td className={classes.number}>{duplicate.row}</td>
          <td className="medium">{duplicate.name}</td>
          <td className="tx-2">
            {duplicate.ofRow === null ? t('ofStudent') : t('ofRow', { n: duplicate.ofRow })}{' '}
            {duplicate.ofRow === null && duplicate.ofStudent ? (
              <Link to="/students/$id" params={{ id: duplicate.ofStudent }} className="link" target="_blank">
                {t('openStudent')}
              </Link>
            ) : null}
          </td>
        </tr>
      ))}
    </Sheet>
  );
}

export function HintTable({ view }: { view: ImportView }) {
  const { t } = useTranslation('imports');
  if (view.hints.length === 0) return <Nothing>{t('none.hints')}</Nothing>;
  return (
    <Sheet label={t('tab.hints')} heads={['row', 'name', 'hint']}>
      {view.hints.map((hint) => (
        <tr key={`${hint.row}:${hint.reason}:${hint.other}`}>
          <td className={classes.number}>{hint.row}</td>
          <td className="medium">{hint.name}</td>
          <td className="tx-2">{t(`hint.${hint.reason}`, { other: hint.other })}</td>
        </tr>
      ))}
    </Sheet>
  );
}

/** What each column was taken for, to be put right. */
export function ColumnTable({ view, onChange }: { view: ImportView; onChange: (index: number, field: string) => void }) {
  const { t } = useTranslation('imports');
  const choices = [
    { value: '', label: t('ignoredColumn') },
    ...studentFields.map((field) => ({ value: field, label: t(`field.${field}`) })),
  ];
  return (
    <Sheet label={t('tab.columns')} heads={['heading', 'field', 'sample']}>
      {view.mapping.map((column) => (
        <tr key={column.index}>
          <td className="medium">{column.heading}</td>
          <td>
            <Select
              size="xs"
              w={220}
              searchable
              allowDeselect={false}
              aria-label={t('column', { heading: column.heading })}
              data={choices}
              value={column.field}
              onChange={(field) => onChange(column.index, field ?? '')}
            />
          </td>
          <td className="tx-3">{column.sample}</td>
        </tr>
      ))}
    </Sheet>
  );
}
