import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '#renderer/lib/client.ts';
import { codeOf } from '#renderer/lib/failure.ts';
import { notifyFailure } from '#renderer/lib/notify.tsx';
import { holdSession, useSession } from '#renderer/lib/session.tsx';
import { CentreStep } from './centre-step.tsx';
import { CodeStep } from './code-step.tsx';
import { DataStep } from './data-step.tsx';
import { HoursStep } from './hours-step.tsx';
import { ManagerStep } from './manager-step.tsx';
import { keepWizard, loadWizard, type Step, type StepProps, type WizardState } from './wizard-state.ts';

/**
 * The first minutes of a centre (spec/people-and-access.md, "Staff"). The centre is made between the third and the fourth
 * step; until its recovery code is on paper and the beginning is chosen, news of the session wait.
 */
export function SetupScreen() {
  const { t } = useTranslation('setup');
  const { refresh } = useSession();
  const [state, setState] = useState(loadWizard);
  const [step, setStep] = useState<Step>(state.step);
  const [code, setCode] = useState<string | null>(null);
  const [making, setMaking] = useState(false);
  const letGo = useRef<(() => void) | null>(null);
  useEffect(() => () => letGo.current?.(), []);
  // whoever leaves now would never see the code again
  useEffect(() => {
    if (step !== 'code') return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [step]);
  useEffect(() => {
    document.title = t('title');
  }, [t]);

  function change(changes: Partial<WizardState>): void {
    setState((now) => ({ ...now, ...changes }));
  }
  useEffect(() => {
    if (code === null) keepWizard({ ...state, step: step === 'code' || step === 'data' ? 'manager' : step });
  }, [state, step, code]);

  async function make(password: string): Promise<void> {
    setMaking(true);
    letGo.current ??= holdSession();
    try {
      const { recoveryCode } = await client.setup.finish({
        centreName: state.centreName.trim(),
        zone: state.zone,
        opening: state.opening,
        manager: { name: state.name.trim(), login: state.login.trim(), password },
      });
      setCode(recoveryCode);
      keepWizard(null);
      setStep('code');
    } catch (error) {
      letGo.current();
      letGo.current = null;
      notifyFailure(error);
      // another window was faster: there is a centre now
      if (codeOf(error) === 'ALREADY_SET_UP') await refresh();
      if (codeOf(error) === 'NO_OPENING_TIME') setStep('hours');
    } finally {
      setMaking(false);
    }
  }

  /** Lets the session in; `path` is where the desk opens. */
  async function leave(path: string): Promise<void> {
    keepWizard(null);
    history.replaceState(null, '', path);
    letGo.current?.();
    letGo.current = null;
    await refresh();
  }

  const props: StepProps = { state, change, go: setStep };
  switch (step) {
    case 'centre':
      return <CentreStep {...props} />;
    case 'hours':
      return <HoursStep {...props} />;
    case 'manager':
      return <ManagerStep {...props} making={making} onMake={(password) => void make(password)} />;
    case 'code':
      return <CodeStep code={code ?? ''} state={state} onDone={() => setStep('data')} />;
    case 'data':
      return <DataStep state={state} onLeave={leave} />;
  }
}
