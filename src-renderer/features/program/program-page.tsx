import { Button, Switch } from '@mantine/core';
import type { InferContractRouterOutputs } from '@orpc/contract';
import { IconClipboardCopy, IconFileZip, IconLifebuoy } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { PageHead, Section } from '#renderer/components/page-head.tsx';
import { QueryView } from '#renderer/components/query-view.tsx';
import { download } from '#renderer/lib/download.ts';
import { notifyDone, notifyFailure } from '#renderer/lib/notify.tsx';
import { orpc } from '#renderer/lib/orpc.ts';
import type { Contract } from '#shared/contract/index.ts';
import { KeyPart } from './key-part.tsx';
import classes from './program.module.css';

type Program = InferContractRouterOutputs<Contract>['program']['get'];

/** 本机程序: what belongs to this computer and not to the centre. */
export function ProgramPage() {
  const { t } = useTranslation('program');
  const query = useQuery(orpc.program.get.queryOptions());
  return (
    <div className="page">
      <PageHead title={t('title')} note={t('note')} />
      <QueryView query={query}>
        {(program) => (
          <div className="scroll pad col gap-24" style={{ paddingBottom: 24 }}>
            {program.switches ? <Switches switches={program.switches} /> : null}
            <KeyPart keys={program.keys} />
            <Help program={program} />
            <Versions versions={program.versions} />
          </div>
        )}
      </QueryView>
    </div>
  );
}

function Switches({ switches }: { switches: NonNullable<Program['switches']> }) {
  const { t } = useTranslation('program');
  const queries = useQueryClient();
  const set = useMutation(
    orpc.program.set.mutationOptions({
      onError: (error) => notifyFailure(error),
      onSettled: () => queries.invalidateQueries({ queryKey: orpc.program.key() }),
    }),
  );
  const { background, openAtLogin, openAtLoginBlocked } = switches;
  return (
    <Section title={t('switches.title')} note={t('switches.note')}>
      <div className={classes.switches}>
        <Switch
          label={t('switches.background')}
          description={t('switches.backgroundHint')}
          checked={background}
          disabled={set.isPending}
          onChange={(event) => set.mutate({ background: event.currentTarget.checked })}
        />
        <Switch
          label={t('switches.openAtLogin')}
          description={openAtLoginBlocked ? t(`switches.blocked.${openAtLoginBlocked}`) : t('switches.openAtLoginHint')}
          checked={openAtLogin}
          disabled={set.isPending || openAtLoginBlocked === 'not_installed'}
          onChange={(event) => set.mutate({ openAtLogin: event.currentTarget.checked })}
        />
      </div>
    </Section>
  );
}

function Help({ program }: { program: Program }) {
  const { t } = useTranslation('program');
  const diagnostics = useMutation(
    orpc.program.diagnostics.mutationOptions({
      onSuccess: ({ file }) => download(file),
      onError: (error) => notifyFailure(error, { reading: true }),
    }),
  );
  const restart = useMutation(orpc.program.restart.mutationOptions({ onError: (error) => notifyFailure(error) }));
  return (
    <Section title={t('help.title')}>
      <div className={classes.parts}>
        <p className={classes.words}>{t('help.diagnostics')}</p>
        <Button
          variant="default"
          leftSection={<IconFileZip size={15} />}
          loading={diagnostics.isPending}
          onClick={() => diagnostics.mutate(undefined)}
        >
          {t('help.save')}
        </Button>
        <p className={classes.words}>{t(program.switches ? 'safe.what' : 'safe.whatBrowser')}</p>
        {program.switches ? (
          <Button
            variant="default"
            leftSection={<IconLifebuoy size={15} />}
            loading={restart.isPending}
            onClick={() => restart.mutate({ safeMode: !program.safeMode })}
          >
            {t(program.safeMode ? 'safe.leave' : 'safe.open')}
          </Button>
        ) : (
          <span />
        )}
      </div>
    </Section>
  );
}

function Versions({ versions }: { versions: Program['versions'] }) {
  const { t } = useTranslation('program');
  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(versions.map(({ part, version }) => `${t(`versions.${part}`)} ${version}`).join('\n'));
      notifyDone({ message: t('versions.copied') });
    } catch (error) {
      notifyFailure(error);
    }
  }
  return (
    <Section
      title={t('versions.title')}
      right={
        <Button size="xs" variant="default" leftSection={<IconClipboardCopy size={14} />} onClick={() => void copy()}>
          {t('versions.copy')}
        </Button>
      }
    >
      <dl className={classes.facts}>
        {versions.map(({ part, version }) => (
          <div key={part}>
            <dt>{t(`versions.${part}`)}</dt>
            <dd>{version}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}
