import { Button, Textarea } from '@mantine/core';
import { IconHourglass, IconPhoneOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { FieldRow } from '#renderer/components/form.tsx';
import { client } from '#renderer/lib/client.ts';
import { useNow } from '#renderer/lib/now.ts';
import { useSaveKey } from '#renderer/lib/save-key.ts';
import { useFormat } from '#renderer/lib/use-format.ts';
import { ActDialog } from './act-dialog.tsx';
import { useCase } from './case-context.tsx';
import classes from './complaints.module.css';

/** More time that somebody asked for: who may grants or declines it here, the others see that it waits. */
export function ExtensionStrips() {
  const { t } = useTranslation('complaints');
  const format = useFormat();
  const { page, open } = useCase();
  return page.extensions.map((asked) => (
    <div key={asked.id} className="strip" role="status">
      <IconHourglass size={16} aria-hidden="true" />
      <span className="grow s13">
        {t('extension.strip', {
          who: asked.by.name,
          clock: t(`clock.${asked.clock}`),
          minutes: format.hours(asked.minutes * 60_000),
          reason: asked.reason,
        })}
        {page.may.supervise ? '' : t('extension.waiting')}
      </span>
      {page.may.supervise ? (
        <>
          <Button size="xs" variant="default" onClick={() => open({ kind: 'extend', of: asked.clockId })}>
            {t('extension.grant')}
          </Button>
          <Button size="xs" variant="subtle" color="gray" onClick={() => open({ kind: 'declineExtension', of: asked.id })}>
            {t('extension.decline')}
          </Button>
        </>
      ) : null}
    </div>
  ));
}

/** The complainant was tried in vain often enough, or it was resolved so. */
export function UnreachedStrip() {
  const { t } = useTranslation('complaints');
  const format = useFormat();
  const now = useNow(60_000);
  const { page, open } = useCase();
  const { tries, may, resolvedAt } = page.unreached;
  if (!may && resolvedAt === null) return null;
  return (
    <div className={`strip ${classes.plain}`} role="status">
      <IconPhoneOff size={16} aria-hidden="true" />
      <span className="grow s13">
        {resolvedAt === null ? t('unreached.strip', { n: tries }) : t('unreached.resolved', { time: format.near(resolvedAt, now) })}
      </span>
      {may ? (
        <Button size="xs" variant="default" onClick={() => open({ kind: 'unreached' })}>
          {t('unreached.action')}
        </Button>
      ) : null}
    </div>
  );
}

export function UnreachedDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('complaints');
  const { key } = useSaveKey();
  return (
    <ActDialog
      form="unreached"
      title={t('unreached.title')}
      action={t('unreached.action')}
      done={t('done.unreached')}
      initial={{ words: '' }}
      check={({ words }) => ({ 'unreached-words': words.trim() === '' ? t('error.unreached') : undefined })}
      act={(act, { words }) => client.complaints.resolveUnreached({ ...act, words, key })}
      after={<p className="tx-2">{t('unreached.after')}</p>}
      onClose={onClose}
    >
      {({ value, patch, errors }) => (
        <FieldRow label={t('unreached.words')} htmlFor="unreached-words" required error={errors['unreached-words']}>
          <Textarea
            id="unreached-words"
            data-autofocus
            minRows={2}
            maxLength={2000}
            placeholder={t('unreached.hint')}
            value={value.words}
            onChange={(event) => patch({ words: event.currentTarget.value })}
          />
        </FieldRow>
      )}
    </ActDialog>
  );
}
