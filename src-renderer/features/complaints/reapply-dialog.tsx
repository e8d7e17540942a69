import { Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { FieldRow } from '#renderer/components/form.tsx';
import { client } from '#renderer/lib/client.ts';
import { orpc } from '#renderer/lib/orpc.ts';
import { useRight } from '#renderer/lib/session.tsx';
import { ActDialog } from './act-dialog.tsx';
import { useCase } from './case-context.tsx';

/** The newest version of the targets, when a manager may move this complaint to it; else null. */
export function useNewerPolicy(): number | null {
  const { page } = useCase();
  const manages = useRight('settings.manage') !== undefined;
  const { data } = useQuery({ ...orpc.complaints.policies.queryOptions(), enabled: manages });
  const newest = data?.[0]?.version ?? 0;
  return manages && newest > page.complaint.policyVersion ? newest : null;
}

/** 换用新时限: open clocks follow the newest version from their original start. */
export function ReapplyDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('complaints');
  const { page } = useCase();
  return (
    <ActDialog
      form="policy"
      title={t('policy.title')}
      action={t('policy.action')}
      done={t('policy.done')}
      initial={{ reason: '' }}
      check={({ reason }) => ({ 'policy-reason': reason.trim() === '' ? t('error.reason') : undefined })}
      act={(act, { reason }) => client.complaints.reapplyPolicy({ ...act, reason })}
      after={<p className="tx-2">{t('policy.after', { n: page.complaint.policyVersion })}</p>}
      onClose={onClose}
    >
      {({ value, patch, errors }) => (
        <FieldRow label={t('field.reason')} htmlFor="policy-reason" required error={errors['policy-reason']}>
          <Textarea
            id="policy-reason"
            data-autofocus
            minRows={2}
            maxLength={200}
            value={value.reason}
            onChange={(event) => patch({ reason: event.currentTarget.value })}
          />
        </FieldRow>
      )}
    </ActDialog>
  );
}
