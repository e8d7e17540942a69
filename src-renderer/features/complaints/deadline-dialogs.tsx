import { Checkbox, NumberInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { FieldRow } from '#renderer/components/form.tsx';
import { client } from '#renderer/lib/client.ts';
import { orpc } from '#renderer/lib/orpc.ts';
import { useSaveKey } from '#renderer/lib/save-key.ts';
import { ActDialog } from './act-dialog.tsx';
import { useCase } from './case-context.tsx';
import { CategoryFields, type Classified } from './category-fields.tsx';
import { ReasonField } from './reason-field.tsx';
import { useWords } from './use-words.ts';

type Close = { readonly onClose: () => void };

export function SeverityDialog({ onClose }: Close) {
  const { t } = useTranslation('complaints');
  const { page } = useCase();
  const { category, subcategory, severity } = page.complaint;
  const initial: Classified & { reason: string; redispatch: boolean } = { category, subcategory, severity, reason: '', redispatch: false };
  return (
    <ActDialog
      form="severity"
      title={t('severity.title')}
      action={t('severity.action')}
      done={t('done.severity')}
      size={640}
      initial={initial}
      check={({ reason }) => ({ 'severity-reason': reason.trim() === '' ? t('error.reason') : undefined })}
      act={(act, value) =>
        client.complaints.changeSeverity({ ...act, ...value, redispatch: value.redispatch && value.category !== category })
      }
      after={<p className="tx-2">{t('severity.after')}</p>}
      onClose={onClose}
    >
      {({ value, patch, errors }) => (
        <>
          <FieldRow label={t('severity.label')}>
            <CategoryFields value={value} onChange={patch} autoFocus />
          </FieldRow>
          {value.category === category ? null : (
            <Redispatch to={value} checked={value.redispatch} onChange={(redispatch) => patch({ redispatch })} />
          )}
          <ReasonField
            id="severity-reason"
            value={value.reason}
            onChange={(reason) => patch({ reason })}
            error={errors['severity-reason']}
          />
        </>
      )}
    </ActDialog>
  );
}

/** Another category: who would own it by the rule and why, if it is somebody else. */
function Redispatch({ to, checked, onChange }: { to: Classified; checked: boolean; onChange: (on: boolean) => void }) {
  const { t } = useTranslation('complaints');
  const words = useWords();
  const { page } = useCase();
  const { complaint, students } = page;
  const working = ['new', 'assigned', 'handling', 'waiting'].includes(complaint.state);
  const { data } = useQuery({
    ...orpc.complaints.forecast.queryOptions({
      input: {
        studentIds: students.map((each) => each.id),
        aboutStaffIds: complaint.about.map((each) => each.id),
        category: to.category,
        severity: to.severity,
        receivedAt: complaint.receivedAt,
      },
    }),
    enabled: working,
    staleTime: 0,
  });
  if (!working || !data?.owner || data.owner.id === complaint.owner?.id) return null;
  return (
    <FieldRow label={t('field.owner')} hint={words.reason(data.reason).join(t('list.comma'))}>
      <Checkbox
        mt={8}
        label={t('severity.redispatch', { name: data.owner.name })}
        checked={checked}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    </FieldRow>
  );
}

const UNIT_MINUTES = { hours: 60, opening_minutes: 1, working_days: 1440 } as const;

interface MoreTimeProps extends Close {
  readonly clockId: string;
  /** To ask the supervisor for it, or to give it. */
  readonly kind: 'ask' | 'extend';
}

/** More time for one clock: asked for by who handles it, given by the supervisor, who finds filled in what was asked for. */
export function MoreTimeDialog({ kind, clockId, onClose }: MoreTimeProps) {
  const { t } = useTranslation('complaints');
  const { page } = useCase();
  const { key } = useSaveKey();
  const clock = page.clocks.find((each) => each.id === clockId);
  if (!clock) return null;
  const each = UNIT_MINUTES[clock.unit];
  const asked = page.extensions.find((request) => request.clockId === clockId);
  const asks = kind === 'ask';
  return (
    <ActDialog
      form={`${kind}.${clock.clock}.${asked?.id ?? ''}`}
      title={t(asks ? 'extension.askTitle' : 'extend.title', { clock: t(`clock.${clock.clock}`) })}
      action={t(asks ? 'extension.askAction' : 'extend.action')}
      done={t(asks ? 'done.askExtension' : 'done.extend')}
      initial={{ amount: asked ? asked.minutes / each : clock.unit === 'hours' ? 24 : 1, reason: asked?.reason ?? '' }}
      check={({ amount, reason }) => ({
        'extend-amount': Math.round(amount * each) < 1 ? t('error.amount') : undefined,
        'extend-reason': reason.trim() === '' ? t('error.reason') : undefined,
      })}
      act={(act, { amount, reason }) => {
        const more = { ...act, clockId, minutes: Math.round(amount * each), reason };
        return asks ? client.complaints.askExtension({ ...more, key }) : client.complaints.extend(more);
      }}
      after={<p className="tx-2">{asks ? t('extension.after') : t('extend.after')}</p>}
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
          <ReasonField id="extend-reason" value={value.reason} onChange={(reason) => patch({ reason })} error={errors['extend-reason']} />
        </>
      )}
    </ActDialog>
  );
}

/** The supervisor says why there is no more time; whoever asked is told. */
export function DeclineDialog({ requestId, onClose }: Close & { requestId: string }) {
  const { t } = useTranslation('complaints');
  const { page } = useCase();
  const asked = page.extensions.find((each) => each.id === requestId);
  if (!asked) return null;
  return (
    <ActDialog
      form={`decline.${requestId}`}
      title={t('extension.declineTitle', { clock: t(`clock.${asked.clock}`) })}
      action={t('extension.declineAction')}
      done={t('done.declineExtension')}
      initial={{ reason: '' }}
      check={({ reason }) => ({ 'decline-reason': reason.trim() === '' ? t('error.reason') : undefined })}
      act={(act, { reason }) => client.complaints.declineExtension({ ...act, requestId, reason })}
      onClose={onClose}
    >
      {({ value, patch, errors }) => (
        <ReasonField
          id="decline-reason"
          value={value.reason}
          onChange={(reason) => patch({ reason })}
          error={errors['decline-reason']}
          placeholder={t('extension.declineHint')}
          autoFocus
        />
      )}
    </ActDialog>
  );
}
