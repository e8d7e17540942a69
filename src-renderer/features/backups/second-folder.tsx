import { Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Section } from '#renderer/components/page-head.tsx';
import { describeFailure, failureData } from '#renderer/lib/failure.ts';
import { notifyDone } from '#renderer/lib/notify.tsx';
import { orpc } from '#renderer/lib/orpc.ts';
import classes from './backups.module.css';

/** Where the copies lie, and a second place for them such as a USB stick. */
export function SecondFolder({ folder, second }: { folder: string; second: string }) {
  const { t } = useTranslation('backups');
  const queries = useQueryClient();
  const [typed, setTyped] = useState<string | null>(null);
  const save = useMutation(orpc.backups.setSecondFolder.mutationOptions());
  const value = typed ?? second;
  async function set(next: string): Promise<void> {
    try {
      await save.mutateAsync({ folder: next });
      setTyped(null);
      await queries.invalidateQueries({ queryKey: orpc.backups.key() });
      notifyDone({ message: next === '' ? t('second.off') : t('second.saved') });
    } catch {
      // told beside the field
    }
  }
  const reason = failureData(save.error, 'INVALID')?.reason;
  const error = save.isError
    ? typeof reason === 'string'
      ? t(`second.problem.${reason}`, { defaultValue: describeFailure(save.error).what })
      : describeFailure(save.error).what
    : undefined;
  return (
    <div className={classes.second}>
      <Section title={t('second.title')} note={t('second.note')}>
        <div className="row gap-8" style={{ alignItems: 'flex-start', maxWidth: '48rem' }}>
          <TextInput
            className="grow"
            aria-label={t('second.title')}
            placeholder={t('second.placeholder')}
            value={value}
            maxLength={500}
            spellCheck={false}
            error={error}
            onChange={(event) => {
              setTyped(event.currentTarget.value);
              save.reset();
            }}
          />
          <Button
            variant="default"
            loading={save.isPending}
            disabled={value.trim() === second || value.trim() === ''}
            onClick={() => void set(value.trim())}
          >
            {t('second.set')}
          </Button>
          {second !== '' ? (
            <Button variant="subtle" color="gray" loading={save.isPending} onClick={() => void set('')}>
              {t('second.stop')}
            </Button>
          ) : null}
        </div>
        <p className="s12 tx-3" style={{ marginTop: 6, overflowWrap: 'anywhere' }}>
          {t('folder', { folder })}
        </p>
      </Section>
    </div>
  );
}
