import { NumberInput, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { FieldRow } from '#renderer/components/form.tsx';
import { client } from '#renderer/lib/client.ts';
import { ActDialog } from './act-dialog.tsx';
import { useCase } from './case-context.tsx';
import { CategoryFields, type Classified } from './category-fields.tsx';

type Close = { readonly onClose: () => void };

export function SeverityDialog({ onClose }: Close) {
  const { t } = useTranslation('complaints');
  const { page } = useCase();
  const { category, subcategory, severity } = page.complaint;
  const initial: Classified & { reason: string } = { category, subcategory, severity, reason: '' };
  return (
    <ActDialog
      form="severity"
      title={t('severity.title')}
      action={t('severity.action')}
      done={t('done.severity')}
      size={640}
      initial={initial}
      check={({ reason }) => ({ 'severity-reason': reason.trim() === '' ? t('error.reason') : undefined })}
      act={(act, value) => client.complaints.changeSeverity({ ...act, ...value })}
      after={<p className="tx-2">{t('severity.after')}</p>}
      onClose={onClose}
    >
      {({ value, patch, errors }) => (
        <>
          <FieldRow label={t('severity.label')}>
            <CategoryFields value={value} onChange={patch} autoFocus />
          </FieldRow>
          <FieldRow label={t('field.reason')} htmlFor="severity-reason" required error={errors['severity-reason']}>
            <TextInput
              id="severity-reason"
              maxLength={200}
              value={value.reason}
              onChange={(event) => patch({ reason: event.currentTarget.value })}
            />
          </FieldRow>
        </>
      )}
    </ActDialog>
  );
}

const UNIT_MINUTES = { hours: 60, opening_minutes: 1, working_days: 1440 } as const;

export function ExtendDialog({ clockId, onClose }: Close & { clockId: string }) {
  const { t } = useTranslation('complaints');
  const { page } = useCase();
  const clock = page.clocks.find((each) => each.id === clockId);
  if (!clock) return null;
  const each = UNIT_MINUTES[clock.unit];
  return (
    <ActDialog
      form={`extend.${clock.clock}`}
      title={t('extend.title', { clock: t(`clock.${clock.clock}`) })}
      action={t('extend.action')}
      done={t('done.extend')}
      initial={{ amount: clock.unit === 'hours' ? 24 : 1, reason: '' }}
      check={({ amount, reason }) => ({
        'extend-amount': Math.round(amount * each) < 1 ? t('error.amount') : undefined,
        'extend-reason': reason.trim() === '' ? t('error.reason') : undefined,
      })}
      act={(act, { amount, reason }) => client.complaints.extend({ ...act, clockId, minutes: Math.round(amount * each), reason })}
      after={<p className="tx-2">{t('extend.after')}</p>}
      onClose={onClose}
    >
      {({ value, patch, errors }) => (
        <>
          <FieldRow label={t(`extend.${clock.unit}`)} htmlFor="extend-amount" required error={errors['extend-amount']}>
            <NumberInput
              id="extend-amount"
              data-autofocus
              w={120}
              min={1}
              max={1000}
              value={value.amount}
              onChange={(amount) => patch({ amount: Number(amount) || 0 })}
            />
          </FieldRow>
          <FieldRow label={t('field.reason')} htmlFor="extend-reason" required error={errors['extend-reason']}>
            <TextInput
              id="extend-reason"
              maxLength={200}
              value={value.reason}
              onChange={(event) => patch({ reason: event.currentTarget.value })}
            />
          </FieldRow>
        </>
      )}
    </ActDialog>
  );
}
