import { Button } from '@mantine/core';
import { IconCheck, IconCircleDashed, IconFilterOff, IconInbox, IconMessageReport, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, type LinkProps, useRouter } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '#renderer/components/empty-state.tsx';
import { Keys } from '#renderer/components/key-cap.tsx';
import { addDays, dayOf } from '#renderer/lib/format.ts';
import { openCreate } from '#renderer/lib/frame.ts';
import { useNow } from '#renderer/lib/now.ts';
import { orpc } from '#renderer/lib/orpc.ts';
import { useRight, useZone } from '#renderer/lib/session.tsx';
import classes from './complaints.module.css';

/** Nothing was ever recorded: why, the one button, and what is still to set up. */
export function NoComplaints() {
  const { t } = useTranslation('complaints');
  const may = useRight('complaints.record') !== undefined;
  return (
    <EmptyState
      icon={IconMessageReport}
      title={t('empty.title')}
      text={
        <>
          {t('empty.text1')}
          <br />
          {t('empty.text2')}
        </>
      }
      actions={
        may ? (
          <Button
            leftSection={<IconPlus size={15} />}
            rightSection={<Keys id="new.complaint" />}
            onClick={() => openCreate('new.complaint')}
          >
            {t('empty.first')}
          </Button>
        ) : undefined
      }
    >
      <SetupList />
    </EmptyState>
  );
}

/** The view is empty; with filters the way back is to clear them. */
export function NoneInView({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  const { t } = useTranslation(['complaints', 'common']);
  if (!filtered) return <EmptyState icon={IconInbox} title={t('empty.view')} text={t('empty.viewText')} />;
  return (
    <EmptyState
      icon={IconFilterOff}
      title={t('common:empty.filtered')}
      text={t('common:empty.filteredText')}
      actions={
        <Button variant="default" onClick={onClear}>
          {t('common:empty.clearFilters')}
        </Button>
      }
    />
  );
}

/** What complaints need before they work as promised, and whether it is there. */
function SetupList() {
  const { t } = useTranslation('complaints');
  const router = useRouter();
  const today = dayOf(useNow(60_000), useZone());
  const opening = useQuery(orpc.calendar.opening.queryOptions());
  const staff = useQuery(orpc.staff.names.queryOptions({ input: {} }));
  const duty = useQuery(orpc.calendar.duty.queryOptions({ input: { from: today, to: addDays(today, 7) } }));
  if (!opening.data || !staff.data || !duty.data) return null;
  const openDays = Object.values(opening.data.opening.weekly).filter((intervals) => intervals.length > 0).length;
  const workers = staff.data.filter((each) => each.roles.length > 0);
  const departments = new Set(workers.flatMap((each) => each.departments)).size;
  const planned = new Set(duty.data.duty.map((each) => each.day)).size;
  const items = [
    { key: 'opening', ok: openDays > 0, text: t('setup.openingText', { count: openDays, n: openDays }) },
    {
      key: 'staff',
      ok: workers.length > 1,
      text: t('setup.staffText', { people: workers.length, departments }),
    },
    {
      key: 'roster',
      ok: planned > 0,
      text:
        planned > 0
          ? t('setup.rosterText', { count: planned, n: planned })
          : t(duty.data.rosterExists ? 'setup.rosterEmpty' : 'setup.rosterMissing'),
    },
  ];
  const missing = items.filter((item) => !item.ok).length;
  const settings = '/settings' in router.routesByPath;
  return (
    <section aria-label={t('setup.title')}>
      <h2 className="s13 strong tx-2" style={{ marginBottom: 6 }}>
        {missing > 0 ? t('setup.missing', { count: missing, n: missing }) : t('setup.complete')}
      </h2>
      {items.map((item) => (
        <div key={item.key} className={classes.setup}>
          {item.ok ? (
            <IconCheck size={16} stroke={2.2} color="var(--grn)" role="img" aria-label={t('setup.there')} />
          ) : (
            <IconCircleDashed size={16} color="var(--amb)" role="img" aria-label={t('setup.open')} />
          )}
          <span className={classes.setupName}>{t(`setup.${item.key}`)}</span>
          <span className="tx-2 grow">{item.text}</span>
          {settings ? (
            <Link to={'/settings' as NonNullable<LinkProps['to']>} className={`link ${classes.usual}`}>
              {item.ok ? t('setup.look') : t('setup.go')}
            </Link>
          ) : null}
        </div>
      ))}
    </section>
  );
}
