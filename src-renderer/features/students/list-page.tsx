import { Button, Tabs, TextInput } from '@mantine/core';
import { IconDownload, IconFileImport, IconPlus, IconSearch, IconUsers } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useDeferredValue, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Column, DataTable } from '#renderer/components/data-table.tsx';
import { EmptyState } from '#renderer/components/empty-state.tsx';
import { FailurePanel } from '#renderer/components/failure-panel.tsx';
import { FilterBar } from '#renderer/components/filter-pill.tsx';
import { Keys } from '#renderer/components/key-cap.tsx';
import { PageHead } from '#renderer/components/page-head.tsx';
import { Status } from '#renderer/components/status.tsx';
import type { client } from '#renderer/lib/client.ts';
import { openCreate } from '#renderer/lib/frame.ts';
import { usePageHints, useShortcut } from '#renderer/lib/keys.tsx';
import { orpc } from '#renderer/lib/orpc.ts';
import { useRight } from '#renderer/lib/session.tsx';
import { useFormat } from '#renderer/lib/use-format.ts';
import { StageChip } from './stage-chip.tsx';
import { StudentsExport } from './students-export.tsx';

type Row = Awaited<ReturnType<typeof client.students.list>>['rows'][number];

const STAGES = ['active', 'returned', 'paused', 'completed', 'ended', 'trial', 'enquiry', 'lost', 'none'] as const;

function useColumns(): Column<Row>[] {
  const { t } = useTranslation('students');
  const format = useFormat();
  return [
    { key: 'number', head: t('column.number'), width: 118, cell: (row) => <span className="s13 tx-2">{row.number}</span> },
    {
      key: 'name',
      head: t('column.name'),
      width: 150,
      title: (row) => row.name,
      cell: (row) => <span className="medium clamp-2">{row.name}</span>,
    },
    { key: 'stage', head: t('column.stage'), width: { zh: 88, en: 104 }, cell: (row) => <StageChip stage={row.stage} /> },
    { key: 'guardian', head: t('column.guardian'), width: { zh: 210, en: 230 }, cell: (row) => <GuardianCell row={row} /> },
    {
      key: 'grade',
      head: t('column.grade'),
      width: 96,
      title: (row) => row.grade,
      cell: (row) => <span className="s13 tx-2 ellipsis">{row.grade}</span>,
    },
    {
      key: 'courses',
      head: t('column.courses'),
      title: (row) => row.courses,
      cell: (row) => <span className="s13 tx-2 ellipsis">{row.courses.split(',').join(t('listComma'))}</span>,
    },
    {
      key: 'remaining',
      head: t('column.remaining'),
      width: { zh: 88, en: 104 },
      align: 'right',
      cell: (row) =>
        row.remainingHalves === 0 ? <span className="tx-3">0</span> : <span className="medium">{format.lessons(row.remainingHalves)}</span>,
    },
    {
      key: 'complaints',
      head: t('column.complaints'),
      width: { zh: 120, en: 150 },
      cell: (row) =>
        row.openComplaints > 0 ? <Status kind="escalated">{t('openComplaints', { count: row.openComplaints })}</Status> : null,
    },
  ];
}

function GuardianCell({ row }: { row: Row }) {
  return (
    <span className="row gap-8 s13">
      <span className="ellipsis">{row.guardian}</span>
      <span className="tx-3 nowrap">{row.guardianPhoneMasked || row.phoneMasked}</span>
    </span>
  );
}

/** All students: by stage, by any part of a name, newest first. */
export function StudentListPage() {
  const { t } = useTranslation('students');
  const place = useSearch({ from: '/students' });
  const navigate = useNavigate();
  const mayWrite = useRight('students.write') !== undefined;
  const mayImport = useRight('imports.run') !== undefined;
  const mayExport = useRight('exports.personal') !== undefined;
  const [typed, setTyped] = useState(place.text ?? '');
  const [exporting, setExporting] = useState(false);
  const text = useDeferredValue(typed.trim());
  const field = useRef<HTMLInputElement>(null);
  const columns = useColumns();

  useEffect(() => {
    if ((place.text ?? '') !== text)
      void navigate({ to: '/students', search: { ...place, text: text === '' ? undefined : text }, replace: true });
  }, [text, place, navigate]);

  const query = useInfiniteQuery(
    orpc.students.list.infiniteOptions({
      input: (cursor: string | undefined) => ({ text, stage: place.stage ?? null, cursor, limit: 100 }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (last) => last.next ?? undefined,
      placeholderData: keepPreviousData,
    }),
  );
  const first = query.data?.pages[0];
  const rows = query.data?.pages.flatMap((page) => page.rows);
  const all = first ? Object.values(first.byStage).reduce((sum, n) => sum + n, 0) : 0;
  const nobody = first !== undefined && all === 0 && text === '';

  useShortcut('list.filter', () => field.current?.focus());
  usePageHints([{ id: ['list.down', 'list.up'], label: t('hint.move') }, { id: 'list.open' }, { id: 'list.filter' }]);

  return (
    <div className="page">
      <PageHead
        title={t('title')}
        note={first ? t('note', { count: (first.byStage.active ?? 0) + (first.byStage.returned ?? 0) }) : undefined}
        actions={
          <>
            {mayExport && !nobody ? (
              <Button variant="default" leftSection={<IconDownload size={15} />} onClick={() => setExporting(true)}>
                {t('do.export')}
              </Button>
            ) : null}
            {mayImport && !nobody ? (
              <Button
                variant="default"
                leftSection={<IconFileImport size={15} />}
                onClick={() => void navigate({ to: '/students/import' })}
              >
                {t('do.import')}
              </Button>
            ) : null}
            {mayWrite ? (
              <Button
                leftSection={<IconPlus size={15} />}
                rightSection={<Keys id="new.student" />}
                onClick={() => openCreate('new.student')}
              >
                {t('do.create')}
              </Button>
            ) : null}
          </>
        }
      />
      {nobody ? (
        <EmptyState
          icon={IconUsers}
          title={t('empty.title')}
          text={t('empty.text')}
          actions={
            <>
              {mayImport ? (
                <Button leftSection={<IconFileImport size={15} />} onClick={() => void navigate({ to: '/students/import' })}>
                  {t('empty.import')}
                </Button>
              ) : null}
              {mayWrite ? (
                <Button variant="default" leftSection={<IconPlus size={15} />} onClick={() => openCreate('new.student')}>
                  {t('empty.create')}
                </Button>
              ) : null}
            </>
          }
        />
      ) : (
        <>
          <Tabs
            value={place.stage ?? 'all'}
            onChange={(value) =>
              void navigate({
                to: '/students',
                search: { ...place, stage: value === 'all' ? undefined : (value as Row['stage']) },
                replace: true,
              })
            }
          >
            <Tabs.List px={16}>
              <Tabs.Tab value="all" rightSection={<span className="s12 tx-3">{all}</span>}>
                {t('stage.all')}
              </Tabs.Tab>
              {STAGES.filter((stage) => (first?.byStage[stage] ?? 0) > 0 || place.stage === stage).map((stage) => (
                <Tabs.Tab key={stage} value={stage} rightSection={<span className="s12 tx-3">{first?.byStage[stage] ?? 0}</span>}>
                  {t(`stage.${stage}`)}
                </Tabs.Tab>
              ))}
            </Tabs.List>
          </Tabs>
          <FilterBar>
            <TextInput
              ref={field}
              size="xs"
              w={260}
              aria-label={t('filter')}
              placeholder={t('filter')}
              leftSection={<IconSearch size={14} />}
              rightSection={<Keys id="list.filter" />}
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
            />
          </FilterBar>
          {query.isError && !rows ? (
            <FailurePanel error={query.error} reading onRetry={() => void query.refetch()} />
          ) : (
            <DataTable
              label={t('title')}
              columns={columns}
              rows={rows}
              rowKey={(row) => row.id}
              rowName={(row) => row.name}
              onOpen={(row) => void navigate({ to: '/students/$id', params: { id: row.id } })}
              more={{ has: query.hasNextPage, loading: query.isFetchingNextPage, load: () => void query.fetchNextPage() }}
              empty={
                <EmptyState
                  small
                  icon={IconSearch}
                  title={t('nothing.title')}
                  text={t('nothing.text')}
                  actions={
                    <Button
                      variant="default"
                      onClick={() => {
                        setTyped('');
                        void navigate({ to: '/students', search: {}, replace: true });
                      }}
                    >
                      {t('nothing.clear')}
                    </Button>
                  }
                />
              }
            />
          )}
        </>
      )}
      {exporting ? <StudentsExport text={text} stage={place.stage ?? null} onClose={() => setExporting(false)} /> : null}
    </div>
  );
}
