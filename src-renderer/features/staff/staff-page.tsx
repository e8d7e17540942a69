import { Button } from '@mantine/core';
import { IconPlus, IconUsers } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DataTable } from '#renderer/components/data-table.tsx';
import { EmptyState } from '#renderer/components/empty-state.tsx';
import { FailurePanel } from '#renderer/components/failure-panel.tsx';
import { PageHead } from '#renderer/components/page-head.tsx';
import { Chip } from '#renderer/components/status.tsx';
import { usePageHints } from '#renderer/lib/keys.tsx';
import { orpc } from '#renderer/lib/orpc.ts';
import { useFormat } from '#renderer/lib/use-format.ts';
import type { StaffRow } from '#shared/contract/staff.ts';
import { StaffDialog } from './staff-dialog.tsx';

/** Everybody of the centre: who may log in, in which roles, in which departments. */
export function StaffPage() {
  const { t } = useTranslation(['staff', 'shell']);
  const format = useFormat();
  const query = useQuery(orpc.staff.list.queryOptions());
  const [open, setOpen] = useState<StaffRow | 'new' | null>(null);
  usePageHints([
    { id: ['list.down', 'list.up'], label: t('move') },
    { id: 'list.open', label: t('edit') },
  ]);
  const add = (
    <Button leftSection={<IconPlus size={15} />} onClick={() => setOpen('new')}>
      {t('add')}
    </Button>
  );
  const joined = (keys: readonly string[], from: string) => keys.map((key) => t(`${from}.${key}`)).join(t('and'));
  const active = query.data?.filter((row) => row.active).length ?? 0;
  return (
    <div className="page">
      <PageHead title={t('title')} note={query.data ? t('count', { count: active, n: active }) : undefined} actions={add} />
      {query.isError && !query.data ? (
        <FailurePanel error={query.error} reading onRetry={() => void query.refetch()} retrying={query.isFetching} />
      ) : (
        <DataTable<StaffRow>
          label={t('title')}
          rows={query.data}
          rowKey={(row) => row.id}
          rowName={(row) => row.name}
          onOpen={setOpen}
          empty={<EmptyState icon={IconUsers} title={t('empty')} text={t('emptyText')} actions={add} />}
          columns={[
            {
              key: 'name',
              head: t('field.name'),
              width: 140,
              title: (row) => row.name,
              cell: (row) => (
                <button type="button" className="link ellipsis" style={{ maxWidth: '100%' }} onClick={() => setOpen(row)}>
                  {row.name}
                </button>
              ),
            },
            { key: 'login', head: t('field.login'), width: 120, cell: (row) => row.login || <span className="tx-3">{t('noLogin')}</span> },
            { key: 'roles', head: t('field.roles'), cell: (row) => <span className="clamp-2 s13">{joined(row.roles, 'shell:role')}</span> },
            {
              key: 'departments',
              head: t('field.departments'),
              width: 160,
              cell: (row) => <span className="clamp-2 s13">{joined(row.departments, 'department')}</span>,
            },
            {
              key: 'headOf',
              head: t('field.headOf'),
              width: { zh: 120, en: 140 },
              cell: (row) => <span className="clamp-2 s13">{joined(row.headOf, 'department')}</span>,
            },
            {
              key: 'joinedOn',
              head: t('field.joinedOn'),
              width: 110,
              cell: (row) => <span className="tx-2 s13">{row.joinedOn}</span>,
            },
            {
              key: 'state',
              head: t('field.state'),
              width: { zh: 130, en: 140 },
              cell: (row) =>
                row.active ? (
                  row.login && !row.hasPassword ? (
                    <Chip tone="amber">{t('state.noPassword')}</Chip>
                  ) : (
                    <span className="tx-2 s13">{t('state.active')}</span>
                  )
                ) : (
                  <span className="tx-3 s13">
                    {row.leftOn ? t('state.left', { day: format.shortDay(row.leftOn, '') }) : t('state.later')}
                  </span>
                ),
            },
          ]}
        />
      )}
      {open ? (
        <StaffDialog key={open === 'new' ? 'new' : open.id} row={open === 'new' ? null : open} onClose={() => setOpen(null)} />
      ) : null}
    </div>
  );
}
