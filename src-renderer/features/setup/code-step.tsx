import { useTranslation } from 'react-i18next';
import { RecoveryCode, useRecoveryProof } from '#renderer/components/recovery-code.tsx';
import { WizardFrame } from './wizard-frame.tsx';
import type { WizardState } from './wizard-state.ts';

export function CodeStep({ code, state, onDone }: { code: string; state: WizardState; onDone: () => void }) {
  const { t } = useTranslation(['setup', 'session']);
  const proof = useRecoveryProof(code);
  return (
    <WizardFrame
      step="code"
      state={state}
      title={t('code.title')}
      lead={t('session:code.lead')}
      next={t('next', { step: t('step.data') })}
      onNext={() => {
        if (proof.check()) onDone();
        else requestAnimationFrame(() => document.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
      }}
    >
      <p className="tx-2">{t('session:code.final')}</p>
      <RecoveryCode code={code} proof={proof} centreName={state.centreName} />
    </WizardFrame>
  );
}
