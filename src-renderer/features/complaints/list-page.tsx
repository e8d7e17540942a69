import { ActionIcon, Button } from '@mantine/core';
import { IconDownload, IconFileText, IconPlus, IconPrinter, IconSquareCheck, IconTag, IconUserShare } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { BulkAction, BulkBar } from '#renderer/components/bulk-bar.tsx';
import { DataTable } from '#renderer/components/data-table.tsx';
import { FailurePanel } from '#renderer/components/failure-panel.tsx';
import { Keys } from '#renderer/components/key-cap.tsx';
import { PageHead } from '#renderer/components/page-head.tsx';
import { PrintRoom } from '#renderer/components/print-room.tsx';
import { client } from '#renderer/lib/client.ts';
import { openCreate } from '#renderer/lib/frame.ts';
import { usePageHints, useShortcut } from '#renderer/lib/keys.tsx';
import { useNow } from '#renderer/lib/now.ts';
import { usePerson, useRight } from '#renderer/lib/session.tsx';
import { useFormat } from '#renderer/lib/use-format.ts';
import { BULK_MOST, type ComplaintListRow } from '#shared/contract/complaint-list.ts';
import { BulkAssignDialog } from './bulk-assign.tsx';
import { BulkRefusals } from './bulk-refusals.tsx';
import { BulkTagDialog } from './bulk-tag.tsx';
import { CasePrintMany } from './case-print-many.tsx';
import { ColumnChoice } from './column-choice.tsx';
import { useComplaintColumns } from './list-columns.tsx';
import { NoComplaints, NoneInView } from './list-empty.tsx';
import { ListExport } from './list-export.tsx';
import { ListFilters } from './list-filters.tsx';
import { ListPrint } from './list-print.tsx';
import { ListViews } from './list-views.tsx';
import { isFiltered, type ListPlace } from './place.ts';
import { RecurringStrip } from './recurring-strip.tsx';
import { useAct } from './use-act.ts';
import { useBulk } from './use-bulk.ts';
import { useComplaintCounts } from './use-counts.ts';
import { useComplaintList } from './use-list.ts';
import { useListPrint } from './use-list-print.ts';
import { useViews } from './use-views.ts';

/** More record forms than this in one go are a mistake. */
const MOST_RECORDS = 50;

/** The row that was opened last, to stand on it when coming back. */
let lastOpened: string | null = null;

/** 投诉: saved views with counts, filters in the address, one row per complaint. */
export function ComplaintListPage() {
  const { t } = useTranslation(['complaints', 'views']);
  const place = useSearch({ from: '/complaints' });
  const navigate = useNavigate();
  const me = usePerson();
  const { query, rows, total, view, look } = useComplaintList(place);
  const counts = useComplaintCounts().data;
  const views = useViews(place, view);
  const columns = useComplaintColumns(views.columns);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [asking, setAsking] = useState<'assign' | 'tag' | 'export' | null>(null);
  const bulk = useBulk();
  const mayRecord = useRight('complaints.record') !== undefined;
  const mayAssign = useRight('complaints.assign') !== undefined;
  const mayHandle = useRight('complaints.handle') !== undefined;
  const mayExport = useRight('exports.personal') !== undefined;
  const paper = useListPrint(views.filter, { list: t('print.listTitle'), records: t('views:print.records') });
  useEffect(() => look({ chosen: selected }), [look, selected]);
  const onSight = useCallback((from: number, to: number) => look({ first: from, last: to }), [look]);
  const { run } = useAct('');

  const change = useCallback(
    (part: Partial<ListPlace>) => void navigate({ to: '/complaints', search: { ...place, ...part }, replace: true }),
    [navigate, place],
  );
  const clear = () => void navigate({ to: '/complaints', search: { view: place.view, own: place.own, sort: place.sort }, replace: true });

  usePageHints([
    { id: ['list.down', 'list.up'], label: t('hint.move') },
    { id: 'list.select' },
    { id: 'list.open' },
    { id: 'list.act' },
    { id: 'list.filter' },
  ]);
  useShortcut('print', () => void paper.printList());

  function open(row: ComplaintListRow, begin?: 'log'): void {
    lastOpened = row.id;
    void navigate({ to: '/complaints/$id', params: { id: row.id }, search: { ...place, view, begin } });
  }
  /** 办理: takes on what waits for me, else opens it where the next contact is written. */
  function act(row: ComplaintListRow): void {
    if (row.state === 'assigned' && row.owner?.id === me.id && !row.accepted) {
      void run(() => client.complaints.accept({ id: row.id, version: row.version }), { done: t('done.accept', { number: row.number }) });
    } else open(row, 'log');
  }

  function finish(): void {
    setAsking(null);
    setSelected(new Set());
  }
  async function closeChosen(): Promise<void> {
    if (await bulk.run(chosen, { do: 'close' }, (n) => t('views:bulk.closed', { count: n, n }))) setSelected(new Set());
  }

  const chosen = rows?.filter((row) => selected.has(row.id)) ?? [];
  const unassignable = chosen.find((row) => ['resolved', 'closed', 'withdrawn'].includes(row.state));
  const many = chosen.length > BULK_MOST ? t('views:bulk.tooMany', { n: BULK_MOST }) : undefined;
  const nothingYet = counts !== undefined && counts.views.all === 0 && !isFiltered(place);

  return (
    <div className="page">
      <div className="page no-print">
        <PageHead
          title={t('title')}
          note={<OpenNote open={counts?.open} oldest={counts?.oldestOpenAt} />}
          actions={
            <>
              {nothingYet ? null : (
                <ActionIcon size={28} aria-label={t('views:print.list')} loading={paper.busy} onClick={() => void paper.printList()}>
                  <IconPrinter size={16} />
                </ActionIcon>
              )}
              {mayExport && !nothingYet ? (
                <ActionIcon size={28} aria-label={t('views:export.open')} onClick={() => setAsking('export')}>
                  <IconDownload size={16} />
                </ActionIcon>
              ) : null}
              {mayRecord ? (
                <Button
                  leftSection={<IconPlus size={15} />}
                  rightSection={<Keys id="new.complaint" />}
                  onClick={() => openCreate('new.complaint')}
                >
                  {t('record.title')}
                </Button>
              ) : null}
            </>
          }
        />
        <RecurringStrip />
        <ListViews
          view={view}
          views={views}
          counts={counts?.views}
          total={total}
          onGo={(next) => void navigate({ to: '/complaints', search: next, replace: true })}
          onView={(next) => change({ view: next, own: undefined })}
        />
        {nothingYet ? (
          <NoComplaints />
        ) : (
          <>
            <ListFilters
              place={place}
              total={counts?.views[view] ?? total}
              onChange={change}
              onClear={clear}
              right={<ColumnChoice columns={views.columns} onChange={views.chooseColumns} />}
            />
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
                onSight={onSight}
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
              onRun={() => setAsking('assign')}
              blocked={many ?? (unassignable ? t('bulk.cannotAssign', { number: unassignable.number }) : undefined)}
            />
          ) : null}
          {mayHandle ? (
            <>
              <BulkAction icon={IconTag} label={t('views:bulk.tag')} shortcut="list.tag" onRun={() => setAsking('tag')} blocked={many} />
              <BulkAction icon={IconSquareCheck} label={t('views:bulk.close')} onRun={() => void closeChosen()} blocked={many} />
            </>
          ) : null}
          <BulkAction icon={IconPrinter} label={t('do.print')} onRun={() => void paper.printRows(chosen)} />
          <BulkAction
            icon={IconFileText}
            label={t('views:print.records')}
            onRun={() => void paper.printRecords([...selected])}
            blocked={chosen.length > MOST_RECORDS ? t('views:bulk.tooMany', { n: MOST_RECORDS }) : undefined}
          />
          {mayExport ? (
            <BulkAction icon={IconDownload} label={t('views:export.short')} onRun={() => setAsking('export')} blocked={many} />
          ) : null}
        </BulkBar>
        {asking === 'assign' ? <BulkAssignDialog rows={chosen} bulk={bulk} onClose={() => setAsking(null)} onDone={finish} /> : null}
        {asking === 'tag' ? <BulkTagDialog rows={chosen} bulk={bulk} onClose={() => setAsking(null)} onDone={finish} /> : null}
        {asking === 'export' ? (
          <ListExport
            filter={views.filter}
            columns={views.columns}
            ids={chosen.length > 0 ? chosen.map((row) => row.id) : null}
            count={chosen.length > 0 ? chosen.length : total}
            onClose={() => setAsking(null)}
          />
        ) : null}
        {bulk.refused.length > 0 ? <BulkRefusals refused={bulk.refused} onClose={bulk.read} /> : null}
      </div>
      <PrintRoom title={t('print.listTitle')} print={paper.list}>
        {paper.sheet?.kind === 'list' ? (
          <ListPrint rows={paper.sheet.rows} total={paper.sheet.total} view={views.open?.name ?? t(`view.${view}`)} />
        ) : null}
      </PrintRoom>
      <PrintRoom title={t('views:print.records')} print={paper.records}>
        {paper.sheet?.kind === 'records' ? <CasePrintMany pages={paper.sheet.pages} /> : null}
      </PrintRoom>
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
