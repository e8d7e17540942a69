import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FailurePanel } from '#renderer/components/failure-panel.tsx';
import { LeaveGuard, SaveButton } from '#renderer/components/form.tsx';
import { weekTotals } from '#renderer/components/opening-hours/hours.ts';
import { OpeningEditor, openingProblems } from '#renderer/components/opening-hours/opening-editor.tsx';
import { PageHead, Section } from '#renderer/components/page-head.tsx';
import { QueryView } from '#renderer/components/query-view.tsx';
import { client } from '#renderer/lib/client.ts';
import { codeOf } from '#renderer/lib/failure.ts';
import { notifyDone } from '#renderer/lib/notify.tsx';
import { orpc } from '#renderer/lib/orpc.ts';
import type { OpeningHours } from '#shared/contract/calendar.ts';
import classes from './calendar.module.css';

type Loaded = { opening: OpeningHours; zone: string; version: number };

/** Opening hours of the centre, and how far the public holidays are known. */
export function HoursPage() {
  const query = useQuery(orpc.calendar.opening.queryOptions());
  return <QueryView query={query}>{(loaded) => <HoursForm loaded={loaded} reload={() => query.refetch()} />}</QueryView>;
}

function HoursForm({ loaded, reload }: { loaded: Loaded; reload: () => Promise<unknown> }) {
  const { t } = useTranslation('calendar');
  // what was opened stays on the screen until it is saved or the newer one is asked for
  const [seen, setSeen] = useState(loaded);
  const [opening, setOpening] = useState(loaded.opening);
  const [dirty, setDirty] = useState(false);
  const save = useMutation(orpc.calendar.saveOpening.mutationOptions());
  function take(): void {
    setSeen(loaded);
    setOpening(loaded.opening);
    setDirty(false);
    save.reset();
  }
  if (!dirty && !save.isPending && seen.version !== loaded.version) take();
  const stale = dirty && !save.isPending && seen.version !== loaded.version;
  const problem = openingProblems(opening, seen.zone)[0];
  const { hours, intervals } = weekTotals(opening.weekly);

  async function submit(): Promise<void> {
    if (problem) return document.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
    try {
      const { commandId } = await save.mutateAsync({ opening, version: seen.version });
      setDirty(false);
      await reload();
      notifyDone({ message: t('hours.saved'), undo: () => client.audit.undo({ commandId }) });
    } catch {
      // told above the button
    }
  }
  return (
    <div className="page">
      <PageHead title={t('hours.title')} facts={<span className="tx-2">{t('hours.note')}</span>} />
      <div className="scroll pad" style={{ paddingBottom: 24 }}>
        <div className={classes.editor}>
          <OpeningEditor
            value={opening}
            zone={seen.zone}
            onChange={(next) => {
              setDirty(true);
              setOpening(next);
            }}
          />
          <Section title={t('statutory.title')} className={classes.statutory}>
            <Statutory />
          </Section>
          {save.isError && codeOf(save.error) !== 'STALE' ? <FailurePanel inline error={save.error} /> : null}
          {stale || codeOf(save.error) === 'STALE' ? (
            <div className="strip" role="alert" style={{ marginInline: 0 }}>
              <span className="grow">{t('hours.stale')}</span>
              <Button size="xs" variant="default" onClick={take}>
                {t('hours.reload')}
              </Button>
            </div>
          ) : null}
        </div>
      </div>
      <div className={classes.foot}>
        <span className="s13 tx-3">{t('hours.zone', { zone: seen.zone })}</span>
        <span className={`end s13 ${problem ? 'tx-red' : 'tx-3'}`}>
          {problem ? t(`problem.${problem.code}`) : t('hours.perWeek', { count: intervals, n: intervals, hours })}
        </span>
        <SaveButton onSave={() => void submit()} saving={save.isPending}>
          {t('hours.save')}
        </SaveButton>
      </div>
      <LeaveGuard when={dirty && !save.isPending} />
    </div>
  );
}

function Statutory() {
  const { t } = useTranslation('calendar');
  const query = useQuery(orpc.calendar.statutory.queryOptions());
  return (
    <QueryView query={query}>
      {({ years, missingNextYear, provisionalYears }) => (
        <div className="col gap-4 s13">
          <p>
            {years.length > 0 ? t('statutory.known', { from: years[0], to: years[years.length - 1] }) : t('statutory.none')}{' '}
            <span className="tx-2">{t('statutory.what')}</span>
          </p>
          <p>
            <Link to="/settings/holidays" className="link">
              {t('strip.open')}
            </Link>
          </p>
          {missingNextYear ? <p className="tx-amb">{t('statutory.missing', { years: provisionalYears.join(', ') })}</p> : null}
        </div>
      )}
    </QueryView>
  );
}
