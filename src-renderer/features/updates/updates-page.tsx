import type { InferContractRouterOutputs } from '@orpc/contract';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { PageHead, Section } from '#renderer/components/page-head.tsx';
import { QueryView } from '#renderer/components/query-view.tsx';
import { orpc } from '#renderer/lib/orpc.ts';
import { useRight } from '#renderer/lib/session.tsx';
import { useFormat } from '#renderer/lib/use-format.ts';
import type { Contract } from '#shared/contract/index.ts';
import { UpdateSteps } from './update-steps.tsx';
import classes from './updates.module.css';

export type UpdateState = InferContractRouterOutputs<Contract>['updates']['state'];

/** Which version runs, and the way to a newer one. */
export function UpdatesPage() {
  const { t } = useTranslation('updates');
  const query = useQuery(orpc.updates.state.queryOptions());
  return (
    <div className="page">
      <PageHead title={t('title')} note={t('note')} />
      <QueryView query={query}>
        {(state) => (
          <div className="scroll pad col gap-24" style={{ paddingBottom: 24 }}>
            <Version state={state} />
            <Way state={state} />
          </div>
        )}
      </QueryView>
    </div>
  );
}

function Version({ state }: { state: UpdateState }) {
  const { t } = useTranslation('updates');
  const format = useFormat();
  const last = state.status?.last;
  return (
    <Section title={t('version.title')}>
      <dl className={classes.facts}>
        <dt>{t('version.now')}</dt>
        <dd className="strong">{state.version}</dd>
        {state.status?.checkedAt ? (
          <>
            <dt>{t('version.checked')}</dt>
            <dd>{format.dateTime(state.status.checkedAt)}</dd>
          </>
        ) : null}
        {last ? (
          <>
            <dt>{t('version.last')}</dt>
            <dd className={last.outcome === 'not_installed' ? 'tx-red' : undefined}>
              {t(`last.${last.outcome}`, { from: last.from, to: last.to, at: format.dateTime(last.at) })}
            </dd>
          </>
        ) : null}
      </dl>
    </Section>
  );
}

/** The steps, for who may take them; in words why not, for everybody else. */
function Way({ state }: { state: UpdateState }) {
  const { t } = useTranslation('updates');
  const manages = useRight('settings.manage');
  if (state.place !== 'here' || !state.status) return <p className={classes.words}>{t(`place.${state.place}`)}</p>;
  if (!manages) return <p className={classes.words}>{t('managerOnly')}</p>;
  return <UpdateSteps status={state.status} />;
}
