import { IconCoffee } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '#renderer/components/empty-state.tsx';
import { FigureRow, FigureStrip } from '#renderer/components/figure-tile.tsx';
import { PageHead } from '#renderer/components/page-head.tsx';
import { QueryView } from '#renderer/components/query-view.tsx';
import { SkeletonPage } from '#renderer/components/skeletons.tsx';
import type { StatusKind } from '#renderer/components/status.tsx';
import { clockText } from '#renderer/components/time-field.tsx';
import type { client } from '#renderer/lib/client.ts';
import { usePageHints, useShortcut } from '#renderer/lib/keys.tsx';
import { useNow } from '#renderer/lib/now.ts';
import { orpc } from '#renderer/lib/orpc.ts';
import { useZone } from '#renderer/lib/session.tsx';
import { useFormat } from '#renderer/lib/use-format.ts';
import { Calls } from './calls.tsx';
import { DeskBlock } from './desk.tsx';
import { grouped } from './groups.ts';
import { SetupHints } from './setup.tsx';
import classes from './today.module.css';
import { TodoLine } from './todo-line.tsx';
import { useActs } from './use-acts.ts';

type Page = Awaited<ReturnType<typeof client.today.get>>;
type Share = Page['strip']['weekFirstResponse'];

/** 今日: what to do in order with the time left, whom to call, how the week goes. */
export function TodayPage() {
  const query = useQuery(orpc.today.get.queryOptions());
  return (
    <QueryView query={query} skeleton={<SkeletonPage />}>
      {(page) => <Today page={page} />}
    </QueryView>
  );
}

function Today({ page }: { page: Page }) {
  const { t } = useTranslation(['today', 'keys']);
  const open = page.openToday.map(([from, to]) => `${clockText(from)}–${clockText(to)}`).join(t('listComma'));
  return (
    <div className="page">
      <PageHead
        title={t('title')}
        note={page.openToday.length > 0 ? t('open', { hours: open }) : t('closed')}
        actions={page.caughtUp ? <CaughtUp caughtUp={page.caughtUp} /> : undefined}
      />
      <Strip page={page} />
      <div className="split">
        <div className="main">
          <Todos page={page} />
        </div>
        <div className="side" style={{ width: 372 }}>
          <Calls page={page} />
          {page.desk ? <DeskBlock desk={page.desk} /> : null}
          <SetupHints hints={page.setup} />
        </div>
      </div>
    </div>
  );
}

function CaughtUp({ caughtUp }: { caughtUp: NonNullable<Page['caughtUp']> }) {
  const { t } = useTranslation('today');
  const format = useFormat();
  const now = useNow(60_000);
  return (
    <span className="s13 tx-3" style={{ paddingTop: 6 }} title={`${format.dateTime(caughtUp.since)} – ${format.dateTime(caughtUp.until)}`}>
      {t('caughtUp', { count: caughtUp.count, since: format.near(caughtUp.since, now) })}{' '}
      <Link to="/complaints" className="link">
        {t('view')}
      </Link>
    </span>
  );
}

/** Kept, close (within five points) or missed; nothing to judge without a target or without a case. */
function stateOf({ numerator, denominator, target }: Share): StatusKind | undefined {
  if (denominator === 0 || target === null) return undefined;
  const ratio = numerator / denominator;
  return ratio >= target ? 'met' : ratio >= target - 0.05 ? 'near' : 'missed';
}

function Strip({ page }: { page: Page }) {
  const { t } = useTranslation('today');
  const format = useFormat();
  const navigate = useNavigate();
  const { strip } = page;
  const share = (label: string, value: Share) => (
    <FigureStrip
      label={label}
      value={format.percent(value.numerator, value.denominator)}
      state={stateOf(value)}
      stateText={`${value.numerator}/${value.denominator}`}
      note={
        value.denominator === 0
          ? t('strip.noCase')
          : value.target === null
            ? undefined
            : t('strip.target', { target: format.ratio(value.target, 0) })
      }
    />
  );
  return (
    <FigureRow>
      <FigureStrip
        label={t('strip.todos')}
        value={format.count(page.total)}
        {...(page.overdue > 0 ? { state: 'late' as const, stateText: t('strip.overdue', { count: page.overdue }) } : {})}
      />
      <FigureStrip
        label={t('strip.mine')}
        value={format.count(strip.myOpenComplaints)}
        {...(strip.escalated > 0 ? { state: 'escalated' as const, stateText: t('strip.escalated', { count: strip.escalated }) } : {})}
        onOpen={() => void navigate({ to: '/complaints' })}
      />
      {share(t('strip.firstResponse'), strip.weekFirstResponse)}
      <FigureStrip
        label={t('strip.calls')}
        value={`${format.count(page.callsDone)}/${format.count(page.callsTotal)}`}
        {...(stateOf(strip.followUpsInTime) ? { state: stateOf(strip.followUpsInTime) as StatusKind } : {})}
        stateText={t('strip.inTime', { share: format.percent(strip.followUpsInTime.numerator, strip.followUpsInTime.denominator, 0) })}
        onOpen={() => void navigate({ to: '/follow-ups' })}
      />
      {share(t('strip.satisfaction'), strip.weekSatisfaction)}
    </FigureRow>
  );
}

function Todos({ page }: { page: Page }) {
  const { t } = useTranslation(['today', 'keys']);
  const now = useNow(10_000);
  const zone = useZone();
  const { open, act, later, canWait, busy } = useActs();
  const [cursorKey, setCursorKey] = useState<string | null>(null);
  const { todos } = page;
  const found = todos.findIndex((todo) => todo.key === cursorKey);
  const cursor = Math.max(found, 0);
  const here = todos[cursor];
  const awake = todos.length > 0;

  function move(to: number): void {
    const next = todos[Math.max(0, Math.min(todos.length - 1, to))];
    if (!next) return;
    setCursorKey(next.key);
    document.querySelector(`[data-todo="${CSS.escape(next.key)}"]`)?.scrollIntoView({ block: 'nearest' });
  }
  useShortcut('list.down', () => move(cursor + 1), { enabled: awake });
  useShortcut('list.up', () => move(cursor - 1), { enabled: awake });
  useShortcut('list.first', () => move(0), { enabled: awake });
  useShortcut('list.last', () => move(todos.length - 1), { enabled: awake });
  useShortcut('list.open', () => here && open(here), { enabled: awake });
  useShortcut('list.act', () => here && void act(here), { enabled: awake });
  useShortcut('today.later', () => canWait(here) && void later(here), { enabled: awake });
  usePageHints([
    { id: ['list.down', 'list.up'], label: t('hint.move') },
    { id: 'list.open', label: t('keys:do.list.open') },
    { id: 'list.act', label: t('keys:do.list.act') },
    ...(canWait(here) ? [{ id: 'today.later' as const, label: t('laterHint') }] : []),
  ]);

  if (!awake) return <EmptyState icon={IconCoffee} title={t('empty.title')} text={t('empty.text')} />;
  return (
    <div className={classes.todos}>
      {grouped(todos, now, zone).map((group) => (
        <section key={group.key} aria-label={t(`group.${group.key}`)}>
          <h2 className={classes.group} data-late={group.key === 'late' || undefined}>
            {t(`group.${group.key}`)}
            <span>{group.todos.length}</span>
          </h2>
          <ul style={{ margin: 0, padding: 0, listStyle: 'none' }}>
            {group.todos.map((todo) => (
              <TodoLine
                key={todo.key}
                todo={todo}
                current={todo.key === here?.key}
                busy={busy === todo.key}
                onOpen={() => {
                  setCursorKey(todo.key);
                  open(todo);
                }}
                onAct={() => void act(todo)}
              />
            ))}
          </ul>
        </section>
      ))}
      {page.total > todos.length ? (
        <p className="tx-3 s13" style={{ padding: '8px 12px' }}>
          {t('more', { count: page.total - todos.length })}{' '}
          <Link to="/complaints" className="link">
            {t('moreComplaints')}
          </Link>{' '}
          <Link to="/follow-ups" className="link">
            {t('moreCalls')}
          </Link>
        </p>
      ) : null}
    </div>
  );
}
