import { Button, Progress, Tabs } from '@mantine/core';
import { IconPhoneCall, IconPhonePlus, IconUser } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ContactPhone } from '#renderer/components/contact-phone.tsx';
import { type Column, DataTable } from '#renderer/components/data-table.tsx';
import { EmptyState } from '#renderer/components/empty-state.tsx';
import { FailurePanel } from '#renderer/components/failure-panel.tsx';
import { FilterBar } from '#renderer/components/filter-pill.tsx';
import { Keys } from '#renderer/components/key-cap.tsx';
import { PageHead } from '#renderer/components/page-head.tsx';
import { Due, Status, When } from '#renderer/components/status.tsx';
import { openCreate } from '#renderer/lib/frame.ts';
import { usePageHints } from '#renderer/lib/keys.tsx';
import { useNow } from '#renderer/lib/now.ts';
import { orpc } from '#renderer/lib/orpc.ts';
import { usePerson, useRight } from '#renderer/lib/session.tsx';
import { useFormat } from '#renderer/lib/use-format.ts';
import { useToday } from '#renderer/lib/use-today.ts';
import type { FollowUpRow } from '#shared/contract/follow-ups.ts';
import { views } from './place.ts';
import { RecordDialog } from './record-dialog.tsx';
import { reasonOf, whoIsCalled } from './who.ts';

type View = (typeof views)[number];

function useColumns(view: View): Column<FollowUpRow>[] {
  const { t } = useTranslation('follow-ups');
  const format = useFormat();
  const today = useToday();
  const over = view === 'done';
  return [
    {
      key: 'who',
      head: t('column.who'),
      width: { zh: 190, en: 220 },
      title: (row) => whoIsCalled(t, row),
      cell: (row) => <span className="medium clamp-2">{whoIsCalled(t, row)}</span>,
    },
    { key: 'phone', head: t('column.phone'), width: 160, cell: (row) => <ContactPhone row={row} /> },
    {
      key: 'reason',
      head: t('column.reason'),
      title: (row) => reasonOf(t, row),
      cell: (row) =>
        row.complaint ? (
          <span className="row gap-8">
            <span className="ellipsis">{t('visitShort')}</span>
            <Link to="/complaints/$id" params={{ id: row.complaint.id }} className="link s13">
              {row.complaint.number}
            </Link>
          </span>
        ) : (
          row.reason
        ),
    },
    { key: 'tries', head: t('column.tries'), width: { zh: 84, en: 90 }, cell: (row) => <Tries row={row} /> },
    {
      key: 'owner',
      head: t('column.owner'),
      width: 110,
      cell: (row) => <span className="s13 tx-2">{row.owner?.name ?? t('nobody')}</span>,
    },
    over
      ? {
          key: 'score',
          head: t('column.satisfaction'),
          width: { zh: 90, en: 110 },
          align: 'right',
          cell: (row) => (row.satisfaction === null ? <span className="tx-3">–</span> : row.satisfaction),
        }
      : {
          key: 'next',
          head: t('column.next'),
          width: { zh: 140, en: 160 },
          cell: (row) => <span className="s13 tx-2">{nextText(row)}</span>,
        },
    {
      key: 'due',
      head: over ? t('column.done') : t('column.due'),
      width: { zh: 160, en: 180 },
      align: 'right',
      cell: (row) => <State row={row} />,
    },
  ];

  function nextText(row: FollowUpRow): string {
    const day = format.nearDay(row.nextOn, today);
    return row.notBefore === null ? day : t('after', { when: `${day} ${format.time(row.notBefore)}` });
  }
}

function Tries({ row }: { row: FollowUpRow }) {
  const { t } = useTranslation('follow-ups');
  if (row.doNotContact) return <Status kind="late">{t('doNotContact')}</Status>;
  return row.state === 'open' && row.tries > 0 ? <span className="s13 tx-2">{t('try', { n: row.tries + 1 })}</span> : null;
}

function State({ row }: { row: FollowUpRow }) {
  const { t } = useTranslation('follow-ups');
  const now = useNow();
  const today = useToday();
  if (row.state === 'open') {
    if (row.dueOn > today) return <Status kind="open">{row.dueOn}</Status>;
    return row.dueAt < now ? <Due dueAt={row.dueAt} /> : <Status kind="open">{t('dueToday')}</Status>;
  }
  return (
    <span className="row gap-8" style={{ justifyContent: 'flex-end' }}>
      <Status kind={row.state === 'done' ? 'kept' : 'new'}>{t(`state.${row.state}`)}</Status>
      {row.doneAt === null ? null : (
        <span className="s12 tx-3">
          <When at={row.doneAt} />
        </span>
      )}
    </span>
  );
}

/** 回访: whom to call, what is late, what comes, what was done. */
export function FollowUpListPage() {
  const { t } = useTranslation(['follow-ups', 'keys']);
  const place = useSearch({ from: '/follow-ups' });
  const navigate = useNavigate();
  const person = usePerson();
  const mayWrite = useRight('follow-ups.write') !== undefined;
  const seesAll = person.grants['follow-ups.read'] === 'all';
  const view = place.view ?? 'today';
  const mine = place.mine ?? false;
  const columns = useColumns(view);
  const query = useInfiniteQuery(
    orpc.followUps.list.infiniteOptions({
      input: (cursor: string | undefined) => ({ view, mine, cursor, limit: 100 }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (last) => last.next ?? undefined,
      placeholderData: keepPreviousData,
    }),
  );
  const counts = query.data?.pages[0]?.counts;
  const rows = query.data?.pages.flatMap((page) => page.rows);
  const open = (id: string | undefined) => void navigate({ to: '/follow-ups', search: { ...place, open: id }, replace: id === undefined });
  usePageHints([
    { id: ['list.down', 'list.up'], label: t('hint.move') },
    { id: 'list.act', label: t('record') },
    ...(mayWrite ? [{ id: 'new.follow-up' as const, label: t('keys:do.new.follow-up') }] : []),
  ]);

  return (
    <div className="page">
      <PageHead
        title={t('title')}
        note={counts ? <Day done={counts.doneToday} open={counts.today} /> : undefined}
        actions={
          mayWrite ? (
            <Button
              leftSection={<IconPhonePlus size={15} />}
              rightSection={<Keys id="new.follow-up" />}
              onClick={() => openCreate('new.follow-up')}
            >
              {t('keys:do.new.follow-up')}
            </Button>
          ) : undefined
        }
      />
      <Tabs
        value={view}
        onChange={(next) =>
          void navigate({
            to: '/follow-ups',
            search: { ...place, view: views.find((each) => each === next && each !== 'today') },
            replace: true,
          })
        }
      >
        <Tabs.List px={16}>
          {views.map((each) => (
            <Tabs.Tab key={each} value={each} rightSection={<Count view={each} counts={counts} />}>
              {t(`view.${each}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
      </Tabs>
      {seesAll ? (
        <FilterBar>
          <Button
            size="xs"
            variant={mine ? 'light' : 'default'}
            aria-pressed={mine}
            leftSection={<IconUser size={14} />}
            onClick={() => void navigate({ to: '/follow-ups', search: { ...place, mine: mine ? undefined : true }, replace: true })}
          >
            {t('mine')}
          </Button>
        </FilterBar>
      ) : null}
      {query.isError && !rows ? (
        <FailurePanel error={query.error} reading onRetry={() => void query.refetch()} />
      ) : (
        <DataTable
          label={t('title')}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.id}
          rowName={(row) => `${whoIsCalled(t, row)} ${reasonOf(t, row)}`}
          onOpen={(row) => open(row.id)}
          onAct={(row) => open(row.id)}
          sleeping={place.open !== undefined}
          more={{ has: query.hasNextPage, loading: query.isFetchingNextPage, load: () => void query.fetchNextPage() }}
          empty={
            <EmptyState
              small
              icon={IconPhoneCall}
              title={t(`empty.${view}`)}
              text={t('empty.text')}
              actions={
                mayWrite ? (
                  <Button variant="default" leftSection={<IconPhonePlus size={15} />} onClick={() => openCreate('new.follow-up')}>
                    {t('keys:do.new.follow-up')}
                  </Button>
                ) : undefined
              }
            />
          }
        />
      )}
      {place.open ? <RecordDialog key={place.open} id={place.open} onClose={() => open(undefined)} /> : null}
    </div>
  );
}

type Counts = { today: number; overdue: number; upcoming: number; doneToday: number };

function Count({ view, counts }: { view: View; counts: Counts | undefined }) {
  if (!counts || view === 'all' || view === 'done') return null;
  const late = view === 'overdue' && counts.overdue > 0;
  return <span className={`s12 ${late ? 'tx-red' : 'tx-3'}`}>{counts[view]}</span>;
}

/** 已打 5 / 共 12 with a bar. */
function Day({ done, open }: { done: number; open: number }) {
  const { t } = useTranslation('follow-ups');
  const total = done + open;
  return (
    <span className="row gap-8">
      <span>{t('day', { done, total })}</span>
      {total > 0 ? <Progress value={(done / total) * 100} w={96} size={4} bg="var(--bar)" aria-label={t('day', { done, total })} /> : null}
    </span>
  );
}
