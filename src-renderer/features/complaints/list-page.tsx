import { Button, Tabs } from '@mantine/core';
import { IconPlus, IconPrinter, IconUserShare } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { BulkAction, BulkBar } from '#renderer/components/bulk-bar.tsx';
import { DataTable } from '#renderer/components/data-table.tsx';
import { FailurePanel } from '#renderer/components/failure-panel.tsx';
import { Keys } from '#renderer/components/key-cap.tsx';
import { PageHead } from '#renderer/components/page-head.tsx';
import { client } from '#renderer/lib/client.ts';
import { openCreate } from '#renderer/lib/frame.ts';
import { usePageHints, useShortcut } from '#renderer/lib/keys.tsx';
import { useNow } from '#renderer/lib/now.ts';
import { usePerson, useRight } from '#renderer/lib/session.tsx';
import { useFormat } from '#renderer/lib/use-format.ts';
import { type ComplaintRow, listView } from '#shared/contract/complaints.ts';
import { BulkAssignDialog } from './bulk-assign.tsx';
import classes from './complaints.module.css';
import { useComplaintColumns } from './list-columns.tsx';
import { NoComplaints, NoneInView } from './list-empty.tsx';
import { ListFilters } from './list-filters.tsx';
import { ListPrint } from './list-print.tsx';
import { isFiltered, type ListPlace, type ListView } from './place.ts';
import { useAct } from './use-act.ts';
import { useComplaintCounts } from './use-counts.ts';
import { useComplaintList } from './use-list.ts';
import { usePrint } from './use-print.ts';

/** The row that was opened last, to stand on it when coming back. */
let lastOpened: string | null = null;

/** 投诉: saved views with counts, filters in the address, one row per complaint. */
export function ComplaintListPage() {
  const { t } = useTranslation('complaints');
  const place = useSearch({ from: '/complaints' });
  const navigate = useNavigate();
  const me = usePerson();
  const { query, rows, total, view } = useComplaintList(place);
  const counts = useComplaintCounts().data;
  const columns = useComplaintColumns();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [assigning, setAssigning] = useState(false);
  const mayRecord = useRight('complaints.record') !== undefined;
  const mayAssign = useRight('complaints.assign') !== undefined;
  const { printing, print } = usePrint();
  const { run } = useAct('');

  const change = useCallback(
    (part: Partial<ListPlace>) => void navigate({ to: '/complaints', search: { ...place, ...part }, replace: true }),
    [navigate, place],
  );
  const clear = () => void navigate({ to: '/complaints', search: { view: place.view, sort: place.sort }, replace: true });

  usePageHints([
    { id: ['list.down', 'list.up'], label: t('hint.move') },
    { id: 'list.select' },
    { id: 'list.open' },
    { id: 'list.act' },
    { id: 'list.filter' },
  ]);
  useShortcut('print', print);

  function open(row: ComplaintRow, begin?: 'log'): void {
    lastOpened = row.id;
    void navigate({ to: '/complaints/$id', params: { id: row.id }, search: { ...place, view, begin } });
  }
  /** 办理: takes on what waits for me, else opens it where the next contact is written. */
  function act(row: ComplaintRow): void {
    if (row.state === 'assigned' && row.owner?.id === me.id && !row.accepted) {
      void run(() => client.complaints.accept({ id: row.id, version: row.version }), { done: t('done.accept', { number: row.number }) });
    } else open(row, 'log');
  }

  const chosen = rows?.filter((row) => selected.has(row.id)) ?? [];
  const unassignable = chosen.find((row) => ['resolved', 'closed', 'withdrawn'].includes(row.state));
  const nothingYet = counts !== undefined && counts.views.all === 0 && !isFiltered(place);

  return (
    <div className="page">
      <div className="page no-print">
        <PageHead
          title={t('title')}
          note={<OpenNote open={counts?.open} oldest={counts?.oldestOpenAt} />}
          actions={
            mayRecord ? (
              <Button
                leftSection={<IconPlus size={15} />}
                rightSection={<Keys id="new.complaint" />}
                onClick={() => openCreate('new.complaint')}
              >
                {t('record.title')}
              </Button>
            ) : undefined
          }
        />
        <Views view={view} counts={counts?.views} onChange={(next) => change({ view: next })} />
        {nothingYet ? (
          <NoComplaints />
        ) : (
          <>
            <ListFilters place={place} total={counts?.views[view] ?? total} onChange={change} onClear={clear} />
            {query.isError && !rows ? (
              <FailurePanel error={query.error} reading onRetry={() => void query.refetch()} retrying={query.isFetching} />
            ) : (
              <DataTable
                label={t('title')}
                columns={columns}
                rows={rows}
                rowKey={(row) => row.id}
                rowName={(row) => `${row.number} ${row.student}`}
                onOpen={open}
                onAct={act}
                selection={{ selected, onChange: setSelected }}
                startAt={lastOpened}
                more={{ has: query.hasNextPage, loading: query.isFetchingNextPage, load: () => void query.fetchNextPage() }}
                empty={<NoneInView filtered={isFiltered(place)} onClear={clear} />}
                foot={rows ? <span>{t('shown', { count: total, from: rows.length > 0 ? 1 : 0, to: rows.length, total })}</span> : null}
              />
            )}
          </>
        )}
        <BulkBar count={chosen.length} onClear={() => setSelected(new Set())}>
          {mayAssign ? (
            <BulkAction
              icon={IconUserShare}
              label={t('do.assign')}
              shortcut="list.assign"
              onRun={() => setAssigning(true)}
              blocked={unassignable ? t('bulk.cannotAssign', { number: unassignable.number }) : undefined}
            />
          ) : null}
          <BulkAction icon={IconPrinter} label={t('do.print')} onRun={print} />
        </BulkBar>
        {assigning ? (
          <BulkAssignDialog
            rows={chosen}
            onClose={() => setAssigning(false)}
            onDone={() => {
              setAssigning(false);
              setSelected(new Set());
            }}
          />
        ) : null}
      </div>
      {printing ? <ListPrint rows={chosen.length > 0 ? chosen : (rows ?? [])} view={view} /> : null}
    </div>
  );
}

function OpenNote({ open, oldest }: { open: number | undefined; oldest: number | null | undefined }) {
  const { t } = useTranslation('complaints');
  const format = useFormat();
  const now = useNow(60_000);
  if (!open) return null;
  const days = oldest ? Math.floor((now - oldest) / 86_400_000) : 0;
  return (
    <>
      {days > 0 && oldest
        ? t('openSince', { count: open, n: open, time: format.duration(days * 86_400_000) })
        : t('open', { count: open, n: open })}
    </>
  );
}

function Views({
  view,
  counts,
  onChange,
}: {
  view: ListView;
  counts: Partial<Record<ListView, number>> | undefined;
  onChange: (view: ListView) => void;
}) {
  const { t } = useTranslation('complaints');
  return (
    <Tabs value={view} onChange={(next) => onChange(listView.catch(view).parse(next))} className={classes.tabs}>
      <Tabs.List px={16} aria-label={t('views')}>
        {listView.options.map((each) => {
          const count = counts?.[each];
          return (
            <Tabs.Tab key={each} value={each}>
              <span className={each === 'overdue' && count ? classes.late : undefined}>
                {t(`view.${each}`)}
                <span className={classes.count}>{count ?? ''}</span>
              </span>
            </Tabs.Tab>
          );
        })}
      </Tabs.List>
    </Tabs>
  );
}
