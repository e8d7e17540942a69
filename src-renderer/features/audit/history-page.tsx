import { Button } from '@mantine/core';
import type { InferContractRouterOutputs } from '@orpc/contract';
import { IconCircleCheckFilled, IconHistory, IconShieldCheck, IconShieldX } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { DataTable } from '#renderer/components/data-table.tsx';
import { EmptyState } from '#renderer/components/empty-state.tsx';
import { FailurePanel } from '#renderer/components/failure-panel.tsx';
import { PageHead } from '#renderer/components/page-head.tsx';
import { orpc } from '#renderer/lib/orpc.ts';
import { useFormat } from '#renderer/lib/use-format.ts';
import type { Contract } from '#shared/contract/index.ts';
import { commandWords } from './command-words.ts';

type Row = InferContractRouterOutputs<Contract>['audit']['commands']['rows'][number];

/** Everything that was ever done, newest first, and the proof that nothing of it was changed. */
export function HistoryPage() {
  const { t } = useTranslation('audit');
  const format = useFormat();
  const query = useInfiniteQuery(
    orpc.audit.commands.infiniteOptions({
      input: (cursor: string | undefined) => ({ cursor, limit: 100 }),
      initialPageParam: undefined,
      getNextPageParam: (page) => page.next ?? undefined,
    }),
  );
  const verify = useMutation(orpc.audit.verify.mutationOptions());
  const rows = query.data?.pages.flatMap((page) => page.rows);
  const by = (row: Row) => t(`by.${row.by}`, { defaultValue: row.by });
  return (
    <div className="page">
      <PageHead
        title={t('title')}
        note={t('note')}
        actions={
          <Button
            variant="default"
            leftSection={<IconShieldCheck size={15} />}
            loading={verify.isPending}
            onClick={() => verify.mutate(undefined)}
          >
            {t('verify.do')}
          </Button>
        }
      />
      {verify.data ? <Verdict {...verify.data} /> : <LastCheck />}
      {verify.isError ? (
        <div className="pad">
          <FailurePanel inline reading error={verify.error} onRetry={() => verify.mutate(undefined)} />
        </div>
      ) : null}
      {query.isError && !query.data ? (
        <FailurePanel error={query.error} reading onRetry={() => void query.refetch()} retrying={query.isFetching} />
      ) : (
        <DataTable<Row>
          label={t('title')}
          rows={rows}
          rowKey={(row) => row.id}
          rowName={(row) => `${commandWords(t, row.name)} ${by(row)} ${format.dateTime(row.at)}`}
          rowHeight={36}
          more={{ has: query.hasNextPage, loading: query.isFetchingNextPage, load: () => void query.fetchNextPage() }}
          empty={<EmptyState icon={IconHistory} title={t('empty')} />}
          columns={[
            {
              key: 'at',
              head: t('field.at'),
              width: { zh: 210, en: 220 },
              cell: (row) => <span className="tx-2 s13">{format.dateTime(row.at)}</span>,
            },
            { key: 'name', head: t('field.what'), cell: (row) => <span className="ellipsis">{commandWords(t, row.name)}</span> },
            { key: 'by', head: t('field.by'), width: { zh: 150, en: 170 }, cell: (row) => <span className="ellipsis">{by(row)}</span> },
            {
              key: 'rows',
              head: t('field.rows'),
              width: { zh: 110, en: 130 },
              align: 'right',
              cell: (row) => (
                <span className="tx-3 s13">{row.rows > 0 ? t('rows', { count: row.rows, n: format.count(row.rows) }) : ''}</span>
              ),
            },
          ]}
        />
      )}
    </div>
  );
}

/** What the check that runs by itself found. */
function LastCheck() {
  const { t } = useTranslation('audit');
  const format = useFormat();
  const { data } = useQuery(orpc.audit.lastCheck.queryOptions());
  if (!data) return null;
  const [kind = '', place = ''] = (data.brokenAt ?? '').split(':');
  const at = format.dateTime(data.at);
  return data.brokenAt === null ? (
    <p className="row gap-8 tx-2 s13 pad" style={{ paddingBottom: 8 }}>
      <IconCircleCheckFilled size={17} color="var(--grn)" aria-hidden="true" />
      {t('verify.lastGood', { at })}
    </p>
  ) : (
    <p className="row gap-8 tx-red pad" style={{ paddingBottom: 8 }} role="alert">
      <IconShieldX size={17} aria-hidden="true" />
      {t('verify.lastBroken', { at, what: t(`verify.kind.${kind}`, { defaultValue: kind }), place })}
    </p>
  );
}

function Verdict({ ok, commands, rows, brokenAt }: { ok: boolean; commands: number; rows: number; brokenAt: string | null }) {
  const { t } = useTranslation('audit');
  const format = useFormat();
  const [kind = '', place = ''] = (brokenAt ?? '').split(':');
  return (
    <div className="pad" style={{ paddingBottom: 8 }} role="status">
      {ok ? (
        <p className="row gap-8 tx-grn">
          <IconCircleCheckFilled size={17} aria-hidden="true" />
          {t('verify.ok', { commands: format.count(commands), rows: format.count(rows) })}
        </p>
      ) : (
        <p className="row gap-8 tx-red">
          <IconShieldX size={17} aria-hidden="true" />
          {t('verify.broken', { what: t(`verify.kind.${kind}`, { defaultValue: kind }), place })}
        </p>
      )}
    </div>
  );
}
