import { Button } from '@mantine/core';
import { IconBookmark, IconMessageReport, IconPhoneCall } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Section } from '#renderer/components/page-head.tsx';
import { Due } from '#renderer/components/status.tsx';
import { openCreate } from '#renderer/lib/frame.ts';
import { notifyDone, notifyFailure } from '#renderer/lib/notify.tsx';
import { orpc } from '#renderer/lib/orpc.ts';
import { useRight } from '#renderer/lib/session.tsx';
import { undoOf } from '#renderer/lib/undo.ts';
import type { StudentPage } from './form-value.ts';
import classes from './students.module.css';

type Step = StudentPage['nextSteps'][number];

/** 接下来: what is owed to this student, by its time. */
export function NextSteps({ steps }: { steps: readonly Step[] }) {
  const { t } = useTranslation('students');
  return (
    <Section title={t('next.title')}>
      {steps.length === 0 ? <p className="tx-3 s13">{t('next.nothing')}</p> : null}
      {steps.map((step) => (
        <NextStep key={`${step.kind}:${step.id}`} step={step} />
      ))}
    </Section>
  );
}

function NextStep({ step }: { step: Step }) {
  const { t } = useTranslation('students');
  const mayWrite = useRight('follow-ups.write') !== undefined;
  const keep = useMutation(
    orpc.followUps.keepPromise.mutationOptions({
      onSuccess: (done) => notifyDone({ message: t('next.kept'), undo: undoOf(done) }),
      onError: (error) => notifyFailure(error),
    }),
  );
  const [family, rule] = step.kind.split('.');
  const Icon = family === 'clock' ? IconMessageReport : family === 'promise' ? IconBookmark : IconPhoneCall;
  const title =
    family === 'clock'
      ? t(`next.clock.${rule}`)
      : family === 'promise'
        ? step.text
        : rule === 'complaint_visit'
          ? t('next.visit')
          : step.text;
  return (
    <div className={classes.step}>
      <Icon size={16} stroke={1.6} aria-hidden="true" />
      <div className="col grow">
        <span className="medium ellipsis" title={title}>
          {family === 'clock' ? (
            <Link to="/complaints/$id" params={{ id: step.id }} className="link">
              {title}
            </Link>
          ) : family === 'follow-up' && mayWrite ? (
            <button type="button" className="link" onClick={() => openCreate('new.follow-up', { followUpId: step.id })}>
              {title}
            </button>
          ) : (
            title
          )}
        </span>
        <span className="s12 tx-3 ellipsis">
          {[family === 'clock' ? step.text : '', step.owner || t('next.nobody')].filter(Boolean).join(' ')}
        </span>
      </div>
      {step.dueAt !== null ? (
        <span className="s13 nowrap">
          <Due dueAt={step.dueAt} />
        </span>
      ) : null}
      {family === 'promise' && mayWrite ? (
        <Button size="xs" variant="default" loading={keep.isPending} onClick={() => keep.mutate({ id: step.id })}>
          {t('next.keep')}
        </Button>
      ) : null}
    </div>
  );
}
