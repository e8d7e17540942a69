import { Button } from '@mantine/core';
import { IconPhoneCall, IconPhonePlus } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type Column, DataTable } from '#renderer/components/data-table.tsx';
import { EmptyState } from '#renderer/components/empty-state.tsx';
import { FailurePanel } from '#renderer/components/failure-panel.tsx';
import { Due, Status, When } from '#renderer/components/status.tsx';
import { openCreate } from '#renderer/lib/frame.ts';
import { orpc } from '#renderer/lib/orpc.ts';
import { useRight } from '#renderer/lib/session.tsx';
import type { FollowUpRow } from '#shared/contract/follow-ups.ts';

/** Every follow-up of a student, open ones to be recorded from here. */
export function StudentFollowUps({ studentId }: { studentId: string }) {
  const { t } = useTranslation(['students', 'keys']);
  const mayWrite = useRight('follow-ups.write') !== undefined;
  const query = useInfiniteQuery(
    orpc.followUps.list.infiniteOptions({
      input: (cursor: string | undefined) => ({ view: 'all' as const, studentId, cursor, limit: 50 }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (last) => last.next ?? undefined,
    }),
  );
  const columns: Column<FollowUpRow>[] = [
    { key: 'due', head: t('calls.due'), width: 130, cell: (row) => <span className="s13 tx-2">{row.dueOn}</span> },
    {
      key: 'reason',
      head: t('calls.reason'),
      title: (row) => row.reason,
      cell: (row) => (row.rule === 'complaint_visit' ? `${t('next.visit')} ${row.complaint?.number ?? ''}` : row.reason),
    },
    { key: 'owner', head: t('calls.owner'), width: 110, cell: (row) => <span className="s13 tx-2">{row.owner?.name ?? '–'}</span> },
    {
      key: 'state',
      head: t('calls.state'),
      width: { zh: 150, en: 190 },
      cell: (row) =>
        row.state === 'open' ? (
          <Due dueAt={row.dueAt} />
        ) : (
          <Status kind={row.state === 'done' ? 'kept' : 'new'}>{t(`calls.states.${row.state}`)}</Status>
        ),
    },
    { key: 'score', head: t('calls.satisfaction'), width: { zh: 80, en: 110 }, align: 'right', cell: (row) => row.satisfaction ?? '' },
    { key: 'done', head: t('calls.doneAt'), width: 130, cell: (row) => (row.doneAt === null ? '' : <When at={row.doneAt} />) },
  ];
  if (query.isError && !query.data) return <FailurePanel error={query.error} reading onRetry={() => void query.refetch()} />;
  return (
    <DataTable
      label={t('tab.follow-ups')}
      columns={columns}
      rows={query.data?.pages.flatMap((page) => page.rows)}
      rowKey={(row) => row.id}
      rowName={(row) => row.reason}
      onOpen={(row) => openCreate('new.follow-up', { followUpId: row.id })}
      more={{ has: query.hasNextPage, loading: query.isFetchingNextPage, load: () => void query.fetchNextPage() }}
      empty={
        <EmptyState
          small
          icon={IconPhoneCall}
          title={t('calls.none')}
          actions={
            mayWrite ? (
              <Button
                variant="default"
                leftSection={<IconPhonePlus size={15} />}
                onClick={() => openCreate('new.follow-up', { studentId })}
              >
                {t('keys:do.new.follow-up')}
              </Button>
            ) : undefined
          }
        />
      }
    />
  );
}
