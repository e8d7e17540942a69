import { Button, Progress } from '@mantine/core';
import { IconAlertTriangleFilled, IconCircleCheckFilled, IconDownload, IconFolderOpen, IconRefresh, IconRotate } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Section } from '#renderer/components/page-head.tsx';
import { bytesText } from '#renderer/lib/bytes.ts';
import { client } from '#renderer/lib/client.ts';
import { notifyFailure } from '#renderer/lib/notify.tsx';
import { useFormat } from '#renderer/lib/use-format.ts';
import type { Lang } from '#shared/contract/fields.ts';
import type { UpdateStatus } from '#shared/contract/updates.ts';
import classes from './updates.module.css';

type Step = 'check' | 'open' | 'download' | 'cancel' | 'prepare' | 'restart';

/** Phases in which something runs that no button may disturb. */
const BUSY: ReadonlySet<UpdateStatus['phase']> = new Set(['checking', 'downloading', 'backup', 'restarting']);

/** Where the update stands, what went wrong, and the one next step. */
export function UpdateSteps({ status }: { status: UpdateStatus }) {
  const { t } = useTranslation('updates');
  const step = useMutation({ mutationFn: (name: Step) => client.updates[name](), onError: (error) => notifyFailure(error) });
  const take = (name: Step) => () => step.mutate(name);
  const busy = BUSY.has(status.phase) || step.isPending;
  return (
    <Section title={t('way.title')} note={t('way.note')}>
      <div className={classes.way}>
        <div className="row gap-8">
          <Button variant="default" leftSection={<IconRefresh size={15} />} disabled={busy || !status.feed} onClick={take('check')}>
            {t('do.check')}
          </Button>
          <Button variant="default" leftSection={<IconFolderOpen size={15} />} disabled={busy} onClick={take('open')}>
            {t('do.open')}
          </Button>
        </div>
        {status.feed ? null : <p className="s12 tx-3">{t('noFeed')}</p>}
        {status.refusal ? <Refusal status={status} /> : null}
        {status.found ? <Found found={status.found} /> : null}
        <Now status={status} />
        <div className="row gap-8">
          {status.phase === 'found' ? (
            <Button leftSection={<IconDownload size={15} />} loading={step.isPending} onClick={take('download')}>
              {t('do.download')}
            </Button>
          ) : null}
          {status.phase === 'downloading' && status.found?.from === 'feed' ? (
            <Button variant="default" onClick={take('cancel')}>
              {t('do.cancel')}
            </Button>
          ) : null}
          {status.phase === 'verified' ? (
            <Button loading={step.isPending} onClick={take('prepare')}>
              {t('do.prepare')}
            </Button>
          ) : null}
          {status.phase === 'ready' ? (
            <Button leftSection={<IconRotate size={15} />} loading={step.isPending} onClick={take('restart')}>
              {t('do.restart')}
            </Button>
          ) : null}
        </div>
      </div>
    </Section>
  );
}

/** What happened, that nothing is lost, and what to do next. */
function Refusal({ status }: { status: UpdateStatus }) {
  const { t } = useTranslation('updates');
  return (
    <div className={classes.refusal} role="alert">
      <IconAlertTriangleFilled size={16} aria-hidden="true" />
      <div className="col gap-4">
        <p className="strong">{t(`refusal.${status.refusal}.what`)}</p>
        <p>{t('unchanged')}</p>
        <p className="tx-2">{t(`refusal.${status.refusal}.next`)}</p>
      </div>
    </div>
  );
}

function Found({ found }: { found: NonNullable<UpdateStatus['found']> }) {
  const { t, i18n } = useTranslation('updates');
  const format = useFormat();
  return (
    <article className={classes.found}>
      <h3 className="strong">{t('found.title', { version: found.version })}</h3>
      <p className="s12 tx-3">{t(`found.from.${found.from}`, { at: format.dateTime(found.releasedAt), size: bytesText(found.bytes) })}</p>
      <p className={classes.notes}>{found.notes[i18n.language as Lang]}</p>
    </article>
  );
}

/** The line that is read aloud when it changes. */
function Now({ status }: { status: UpdateStatus }) {
  const { t } = useTranslation('updates');
  const total = status.found?.bytes ?? 0;
  const percent = total > 0 ? Math.floor((status.done / total) * 100) : 0;
  const good = status.phase === 'newest' || status.phase === 'verified' || status.phase === 'ready';
  return (
    <div className="col gap-8">
      <p className="row gap-8" role="status">
        {good ? <IconCircleCheckFilled size={16} color="var(--green)" aria-hidden="true" /> : null}
        {t(`phase.${status.phase}`)}
      </p>
      {status.phase === 'downloading' ? (
        <div className="row gap-12">
          <Progress className="grow" value={percent} size={6} bg="var(--bar)" aria-label={t('phase.downloading')} />
          <span className="s12 tx-2">{t('progress', { percent, done: bytesText(status.done), total: bytesText(total) })}</span>
        </div>
      ) : null}
    </div>
  );
}
