import { Button, SegmentedControl, TextInput } from '@mantine/core';
import type { InferContractRouterOutputs } from '@orpc/contract';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FailurePanel } from '#renderer/components/failure-panel.tsx';
import { LeaveGuard, SaveButton } from '#renderer/components/form.tsx';
import { PageHead, Section } from '#renderer/components/page-head.tsx';
import { QueryView } from '#renderer/components/query-view.tsx';
import { Chip } from '#renderer/components/status.tsx';
import { client } from '#renderer/lib/client.ts';
import { codeOf } from '#renderer/lib/failure.ts';
import { notifyDone, notifyFailure } from '#renderer/lib/notify.tsx';
import { useNow } from '#renderer/lib/now.ts';
import { orpc } from '#renderer/lib/orpc.ts';
import { useRight } from '#renderer/lib/session.tsx';
import { useFormat } from '#renderer/lib/use-format.ts';
import { type Severity, severity } from '#shared/contract/fields.ts';
import type { Contract } from '#shared/contract/index.ts';
import { policyProblems } from '#shared/rules/complaint-policy.ts';
import { policyChanges } from '#shared/rules/complaint-policy-changes.ts';
import classes from './policies.module.css';
import { SeverityForm } from './severity-form.tsx';
import { usePolicyWords } from './use-policy-words.ts';

type Version = InferContractRouterOutputs<Contract>['complaints']['policyVersions'][number];

/** Promised times by severity: the version in force to change, and all versions with what each changed. */
export function PoliciesPage() {
  const query = useQuery(orpc.complaints.policyVersions.queryOptions());
  return <QueryView query={query}>{(versions) => <Policies versions={versions} reload={() => query.refetch()} />}</QueryView>;
}

function Policies({ versions, reload }: { versions: readonly Version[]; reload: () => Promise<unknown> }) {
  const { t } = useTranslation(['policies', 'common']);
  const manages = useRight('settings.manage') !== undefined;
  const newest = versions[0] as Version;
  const [seen, setSeen] = useState(newest);
  const [severities, setSeverities] = useState(newest.severities);
  const [note, setNote] = useState('');
  const [shown, setShown] = useState<Severity>('general');
  const save = useMutation(orpc.complaints.savePolicy.mutationOptions());
  const dirty = policyChanges(seen, { severities }).length > 0;
  function take(): void {
    setSeen(newest);
    setSeverities(newest.severities);
    setNote('');
    save.reset();
  }
  if (!dirty && !save.isPending && seen !== newest) take();
  const problems = policyProblems({ severities });
  const problem = problems[0];

  async function submit(): Promise<void> {
    if (problem) {
      setShown(severity.catch('general').parse(problem.path.split('.')[0]));
      return;
    }
    try {
      const { commandId, version } = await save.mutateAsync({ basedOn: seen.version, severities, note });
      setSeen({ ...seen, severities });
      await reload();
      notifyDone({ message: t('saved', { n: version }), undo: () => client.audit.undo({ commandId }) });
    } catch {
      // told above the button
    }
  }
  return (
    <div className="page">
      <PageHead title={t('title')} note={t('note')} />
      <div className="split">
        <div className="main">
          <div className="pad col gap-16" style={{ paddingBlock: 4, paddingBottom: 24 }}>
            <SegmentedControl
              style={{ alignSelf: 'flex-start' }}
              aria-label={t('severity')}
              data={severity.options.map((each) => ({ value: each, label: t(`common:severity.${each}`) }))}
              value={shown}
              onChange={(next) => setShown(severity.catch('general').parse(next))}
            />
            <SeverityForm
              key={shown}
              severity={shown}
              rules={severities[shown]}
              problems={problems.filter((each) => each.path.startsWith(`${shown}.`)).map((each) => each.path.slice(shown.length + 1))}
              readOnly={!manages}
              onChange={(rules) => setSeverities((now) => ({ ...now, [shown]: rules }))}
            />
            {save.isError ? (
              <FailurePanel
                inline
                error={save.error}
                onRetry={codeOf(save.error) === 'STALE' ? () => void reload().then(take) : undefined}
              />
            ) : null}
          </div>
        </div>
        <div className="side" style={{ width: 348 }}>
          <Section title={t('versions')}>
            <ul className={classes.versions}>
              {versions.map((version, index) => (
                <VersionItem key={version.version} version={version} before={versions[index + 1]} newest={index === 0} manages={manages} />
              ))}
            </ul>
          </Section>
        </div>
      </div>
      {manages ? (
        <div className={classes.foot}>
          <TextInput
            size="xs"
            w={260}
            aria-label={t('why')}
            placeholder={t('why')}
            maxLength={200}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
          <span className={`end s13 ${problem ? 'tx-red' : 'tx-3'}`} role={problem ? 'alert' : undefined}>
            {problem
              ? t('problemIn', { severity: t(`common:severity.${problem.path.split('.')[0]}`), what: t(`problem.${problem.code}`) })
              : t('keeps', { n: seen.version })}
          </span>
          <SaveButton onSave={() => void submit()} saving={save.isPending} blocked={dirty ? undefined : t('nothing')}>
            {t('save')}
          </SaveButton>
        </div>
      ) : null}
      <LeaveGuard when={dirty && !save.isPending} />
    </div>
  );
}

function VersionItem({
  version,
  before,
  newest,
  manages,
}: {
  version: Version;
  before: Version | undefined;
  newest: boolean;
  manages: boolean;
}) {
  const { t, line } = usePolicyWords();
  const format = useFormat();
  const now = useNow(60_000);
  const changes = before ? policyChanges(before, version) : [];
  async function remove(): Promise<void> {
    try {
      const { commandId } = await client.complaints.deletePolicy({ version: version.version });
      notifyDone({ message: t('deleted', { n: version.version }), undo: () => client.audit.undo({ commandId }) });
    } catch (error) {
      notifyFailure(error);
    }
  }
  return (
    <li>
      <p className="row gap-8">
        <span className="strong">{t('version', { n: version.version })}</span>
        {newest ? <Chip tone="accent">{t('inForce')}</Chip> : null}
        <span className="end s12 tx-3">{t('uses', { count: version.uses, n: version.uses, open: version.open })}</span>
      </p>
      <p className="s12 tx-3">
        {version.activeFrom > 0 ? t('since', { at: format.near(version.activeFrom, now) }) : t('fromStart')}
        {version.by ? ` ${version.by}` : ''}
      </p>
      {version.note ? <p className="s13">{version.note}</p> : null}
      {changes.length > 0 ? (
        <ul className={`s13 tx-2 ${classes.changes}`}>
          {changes.map((change) => (
            <li key={line(change)}>{line(change)}</li>
          ))}
        </ul>
      ) : null}
      {manages && before && version.uses === 0 ? (
        <Button size="xs" variant="subtle" color="gray" mt={4} onClick={() => void remove()}>
          {t('delete')}
        </Button>
      ) : null}
    </li>
  );
}
