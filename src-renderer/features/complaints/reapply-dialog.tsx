import { useTranslation } from 'react-i18next';
import { client } from '#renderer/lib/client.ts';
import { useRight } from '#renderer/lib/session.tsx';
import { ActDialog } from './act-dialog.tsx';
import { useCase } from './case-context.tsx';
import { ReasonField } from './reason-field.tsx';

/** The newest version of the targets, when a manager may move this complaint to it; else null. */
export function useNewerPolicy(): number | null {
  const { policyVersion, newestPolicyVersion } = useCase().page.complaint;
  const manages = useRight('settings.manage') !== undefined;
  return manages && newestPolicyVersion > policyVersion ? newestPolicyVersion : null;
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
        <ReasonField
          id="policy-reason"
          value={value.reason}
          onChange={(reason) => patch({ reason })}
          error={errors['policy-reason']}
          autoFocus
        />
      )}
    </ActDialog>
  );
}
