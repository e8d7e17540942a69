import { Button, SegmentedControl, Tabs } from '@mantine/core';
import { IconTableExport } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FigureRow, FigureStrip } from '#renderer/components/figure-tile.tsx';
import { ScrollRoom } from '#renderer/components/scroll-room.tsx';
import { download } from '#renderer/lib/download.ts';
import { currentLang } from '#renderer/lib/i18n.ts';
import { notifyFailure } from '#renderer/lib/notify.tsx';
import { orpc } from '#renderer/lib/orpc.ts';
import { useFormat } from '#renderer/lib/use-format.ts';
import type { ImportView } from '#shared/contract/imports.ts';
import classes from './imports.module.css';
import { ColumnTable, DuplicateTable, ErrorTable, HintTable, SampleTable } from './tables.tsx';

export type Policy = 'skip' | 'update' | 'new';
const TABS = ['sample', 'errors', 'duplicates', 'hints', 'columns'] as const;

/** The rows with errors, as a sheet to mend. */
export function ErrorSheetButton({ id, size }: { id: string; size?: 'xs' }) {
  const { t } = useTranslation('imports');
  const sheet = useMutation(
    orpc.imports.errorSheet.mutationOptions({
      onSuccess: ({ file }) => download(file),
      onError: (error) => notifyFailure(error, { reading: true }),
    }),
  );
  return (
    <Button
      variant="default"
      {...(size ? { size } : {})}
      leftSection={<IconTableExport size={14} />}
      loading={sheet.isPending}
      onClick={() => sheet.mutate({ id, lang: currentLang() })}
    >
      {t('do.errorSheet')}
    </Button>
  );
}

/** What an import would do, before it does it. */
export function Preview({ view, policy, onPolicy }: { view: ImportView; policy: Policy; onPolicy: (policy: Policy) => void }) {
  const { t } = useTranslation('imports');
  const format = useFormat();
  const [tab, setTab] = useState<string>('sample');
  const replan = useMutation(orpc.imports.replan.mutationOptions({ onError: (error) => notifyFailure(error, { reading: true }) }));
  const counts: Readonly<Record<(typeof TABS)[number], number>> = {
    sample: view.sample.length,
    errors: view.errors.length,
    duplicates: view.duplicates.length,
    hints: view.hints.length,
    columns: view.mapping.length,
  };
  const { blank, heading, total } = view.ignoredRows;
  const errorRows = new Set(view.errors.map((error) => error.row)).size;
  return (
    <>
      <FigureRow>
        <FigureStrip label={t('counts.students')} value={format.count(view.counts.students)} />
        <FigureStrip label={t('counts.guardians')} value={format.count(view.counts.guardians)} />
        <FigureStrip label={t('counts.packs')} value={format.count(view.counts.packs)} />
        <FigureStrip label={t('counts.updated')} value={format.count(view.counts.updated)} />
        <FigureStrip label={t('counts.duplicates')} value={format.count(view.duplicates.length)} onOpen={() => setTab('duplicates')} />
        <FigureStrip
          label={t('counts.errors')}
          value={format.count(errorRows)}
          {...(errorRows > 0 ? { state: 'missed' as const, stateText: t('errorCells', { count: view.errors.length }) } : {})}
          onOpen={() => setTab('errors')}
        />
        <FigureStrip
          label={t('counts.ignored')}
          value={format.count(blank + heading + total)}
          note={t('ignored', { blank, heading, total })}
        />
      </FigureRow>
      {view.duplicates.length > 0 || policy !== 'skip' ? (
        <div className={classes.rule}>
          <span className="tx-2">{t('rule.label')}</span>
          <SegmentedControl
            aria-label={t('rule.label')}
            value={policy}
            onChange={(next) => {
              onPolicy(next as Policy);
              replan.mutate({ id: view.id, duplicates: next as Policy, mapping: null });
            }}
            data={(['skip', 'update', 'new'] as const).map((value) => ({ value, label: t(`rule.${value}`) }))}
          />
          <span className="s13 tx-3">{t(`ruleHint.${policy}`)}</span>
        </div>
      ) : null}
      <div className={classes.tabs}>
        <Tabs value={tab} onChange={(next) => setTab(next ?? 'sample')}>
          <Tabs.List px={16}>
            {TABS.map((each) => (
              <Tabs.Tab
                key={each}
                value={each}
                rightSection={<span className={`s12 ${each === 'errors' && counts.errors > 0 ? 'tx-red' : 'tx-3'}`}>{counts[each]}</span>}
              >
                {t(`tab.${each}`)}
              </Tabs.Tab>
            ))}
          </Tabs.List>
        </Tabs>
        <div className={classes.side}>
          {view.headingRow === null ? null : t('headingRow', { n: view.headingRow })}
          {view.encoding && view.encoding !== 'xlsx' ? <span>{t('encoding', { encoding: view.encoding })}</span> : null}
          {counts.errors > 0 ? <ErrorSheetButton id={view.id} size="xs" /> : null}
        </div>
      </div>
      <ScrollRoom label={t(`tab.${tab}`)}>
        {tab === 'sample' ? <SampleTable view={view} /> : null}
        {tab === 'errors' ? <ErrorTable view={view} /> : null}
        {tab === 'duplicates' ? <DuplicateTable view={view} /> : null}
        {tab === 'hints' ? <HintTable view={view} /> : null}
        {tab === 'columns' ? (
          <ColumnTable
            view={view}
            onChange={(index, field) => {
              const mapping = view.mapping.map((column) => {
                if (column.index === index) return { index, field };
                // a field that is given anew is taken from the column that had it
                return { index: column.index, field: field !== '' && column.field === field ? '' : column.field };
              });
              replan.mutate({ id: view.id, duplicates: policy, mapping });
            }}
          />
        ) : null}
      </ScrollRoom>
    </>
  );
}
