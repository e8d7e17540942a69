import { Button } from '@mantine/core';
import type { InferContractRouterOutputs } from '@orpc/contract';
import { IconAlertTriangleFilled, IconCircleCheckFilled, IconDatabase, IconDatabasePlus, IconShieldCheck } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DataTable } from '#renderer/components/data-table.tsx';
import { EmptyState } from '#renderer/components/empty-state.tsx';
import { FailurePanel } from '#renderer/components/failure-panel.tsx';
import { PageHead } from '#renderer/components/page-head.tsx';
import { bytesText } from '#renderer/lib/bytes.ts';
import { notifyDone, notifyFailure } from '#renderer/lib/notify.tsx';
import { useNow } from '#renderer/lib/now.ts';
import { orpc } from '#renderer/lib/orpc.ts';
import { useFormat } from '#renderer/lib/use-format.ts';
import type { Contract } from '#shared/contract/index.ts';
import classes from './backups.module.css';
import { RestoreDialog } from './restore-dialog.tsx';
import { SecondFolder } from './second-folder.tsx';

type BackupRow = InferContractRouterOutputs<Contract>['backups']['create'];

/** What copies there are, that they can be trusted, and the way back to one of them. */
export function BackupsPage() {
  const { t } = useTranslation('backups');
  const format = useFormat();
  const queries = useQueryClient();
  const query = useQuery(orpc.backups.list.queryOptions());
  const create = useMutation(orpc.backups.create.mutationOptions());
  const drill = useMutation(orpc.backups.drill.mutationOptions());
  const [restoring, setRestoring] = useState<BackupRow | null>(null);
  async function make(): Promise<void> {
    try {
      await create.mutateAsync(undefined);
      await queries.invalidateQueries({ queryKey: orpc.backups.key() });
      notifyDone({ message: t('made') });
    } catch (error) {
      notifyFailure(error);
    }
  }
  async function test(): Promise<void> {
    try {
      const result = await drill.mutateAsync(undefined);
      if (result.ok) notifyDone({ message: t('drill.ok', { file: result.file }) });
    } catch (error) {
      notifyFailure(error);
    }
  }
  const makeButton = (
    <Button leftSection={<IconDatabasePlus size={15} />} loading={create.isPending} onClick={() => void make()}>
      {t('make')}
    </Button>
  );
  return (
    <div className="page">
      <PageHead
        title={t('title')}
        note={t('note')}
        actions={
          <>
            <Button
              variant="default"
              leftSection={<IconShieldCheck size={15} />}
              loading={drill.isPending}
              disabled={query.data?.backups.length === 0}
              onClick={() => void test()}
            >
              {t('drill.do')}
            </Button>
            {makeButton}
          </>
        }
      />
      <StateLine />
      <DrillLine testing={drill.isPending} onTest={() => void test()} />
      {drill.data && !drill.data.ok ? (
        <p className="tx-red pad" role="alert">
          {t('drill.bad', { file: drill.data.file, detail: t(`reason.${drill.data.detail}`, { defaultValue: drill.data.detail }) })}
        </p>
      ) : null}
      {query.isError && !query.data ? (
        <FailurePanel error={query.error} reading onRetry={() => void query.refetch()} retrying={query.isFetching} />
      ) : (
        <DataTable<BackupRow>
          label={t('title')}
          rows={query.data?.backups}
          rowKey={(row) => row.file}
          rowName={(row) => format.dateTime(row.at)}
          onOpen={setRestoring}
          empty={<EmptyState icon={IconDatabase} title={t('empty')} text={t('emptyText')} actions={makeButton} />}
          columns={[
            { key: 'at', head: t('field.at'), width: { zh: 190, en: 200 }, cell: (row) => format.dateTime(row.at) },
            { key: 'kind', head: t('field.kind'), width: { zh: 130, en: 150 }, cell: (row) => t(`kind.${row.kind}`) },
            {
              key: 'counts',
              head: t('field.counts'),
              cell: (row) => (
                <span className="tx-2 ellipsis">
                  {t('counts', {
                    students: format.count(row.counts.students),
                    complaints: format.count(row.counts.complaints),
                    followUps: format.count(row.counts.followUps),
                  })}
                </span>
              ),
            },
            { key: 'bytes', head: t('field.bytes'), width: 90, align: 'right', cell: (row) => bytesText(row.bytes) },
            {
              key: 'act',
              head: t('field.act'),
              width: { zh: 140, en: 150 },
              align: 'right',
              cell: (row) => (
                <Button
                  size="xs"
                  variant="default"
                  aria-label={t('restore.openNamed', { at: format.dateTime(row.at) })}
                  onClick={() => setRestoring(row)}
                >
                  {t('restore.open')}
                </Button>
              ),
            },
          ]}
        />
      )}
      {query.data ? <SecondFolder folder={query.data.folder} second={query.data.secondFolder} /> : null}
      {restoring ? <RestoreDialog file={restoring.file} onClose={() => setRestoring(null)} /> : null}
    </div>
  );
}

/** No backup was tested for a quarter: when the last one was, and the way to do it now. */
function DrillLine({ testing, onTest }: { testing: boolean; onTest: () => void }) {
  const { t } = useTranslation('backups');
  const format = useFormat();
  const { data } = useQuery(orpc.backups.state.queryOptions());
  if (!data?.drillDue) return null;
  return (
    <div className={classes.state} data-due role="status">
      <IconShieldCheck size={17} aria-hidden="true" />
      <span className="grow">
        {data.drilledAt === null ? t('drill.dueNever') : t('drill.due', { at: format.dateTime(data.drilledAt) })}
      </span>
      <Button size="xs" variant="default" loading={testing} onClick={onTest}>
        {t('drill.doNow')}
      </Button>
    </div>
  );
}

/** In one line: when the newest copy was made, or what keeps copies from being made. */
function StateLine() {
  const { t } = useTranslation('backups');
  const format = useFormat();
  const now = useNow(30_000);
  const { data } = useQuery(orpc.backups.state.queryOptions());
  if (!data) return null;
  if (data.failure && data.failedAt !== null) {
    return (
      <div className={classes.state} data-bad role="alert">
        <IconAlertTriangleFilled size={17} aria-hidden="true" />
        <span>
          {t('state.failed', { at: format.near(data.failedAt, now), reason: t(`reason.${data.failure}`, { defaultValue: data.failure }) })}
        </span>
      </div>
    );
  }
  return (
    <div className={classes.state}>
      <IconCircleCheckFilled size={17} aria-hidden="true" />
      <span>
        {data.lastAt === null
          ? t('state.never')
          : t('state.good', { ago: format.ago(now - data.lastAt), at: format.dateTime(data.lastAt) })}
      </span>
    </div>
  );
}
