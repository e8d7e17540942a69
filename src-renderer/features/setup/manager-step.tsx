import { PasswordInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './setup.module.css';
import { WizardFrame } from './wizard-frame.tsx';
import type { StepProps } from './wizard-state.ts';

const SHORTEST = 8;

interface ManagerStepProps extends StepProps {
  readonly making: boolean;
  readonly onMake: (password: string) => void;
}

export function ManagerStep({ state, change, go, making, onMake }: ManagerStepProps) {
  const { t } = useTranslation(['setup', 'session']);
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const [tried, setTried] = useState(false);
  const errors = {
    'manager-name': state.name.trim() === '' ? t('manager.needName') : undefined,
    'manager-login': state.login.trim() === '' ? t('manager.needLogin') : undefined,
    'manager-password': password.length < SHORTEST ? t('session:password.short') : undefined,
    'manager-again': again !== password ? t('session:password.differ') : undefined,
  };
  const shown = (field: keyof typeof errors) => (tried ? errors[field] : undefined);
  return (
    <WizardFrame
      step="manager"
      state={state}
      title={t('manager.title')}
      lead={t('manager.lead')}
      next={t('next', { step: t('step.code') })}
      busy={making}
      onBack={() => go('hours')}
      onNext={() => {
        setTried(true);
        const wrong = Object.entries(errors).find(([, words]) => words !== undefined);
        if (wrong) document.getElementById(wrong[0])?.focus();
        else onMake(password);
      }}
    >
      <div className={classes.fields}>
        <TextInput
          id="manager-name"
          label={t('manager.name')}
          value={state.name}
          required
          maxLength={200}
          error={shown('manager-name')}
          data-autofocus
          autoComplete="off"
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        <TextInput
          id="manager-login"
          label={t('session:login.account')}
          description={t('manager.loginHint')}
          value={state.login}
          required
          maxLength={60}
          error={shown('manager-login')}
          autoComplete="username"
          spellCheck={false}
          onChange={(event) => change({ login: event.currentTarget.value })}
        />
        <PasswordInput
          id="manager-password"
          label={t('session:password.label')}
          description={t('session:password.hint')}
          value={password}
          required
          maxLength={200}
          error={shown('manager-password')}
          autoComplete="new-password"
          visibilityToggleButtonProps={{ 'aria-label': t('session:password.show') }}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <PasswordInput
          id="manager-again"
          label={t('session:password.again')}
          value={again}
          required
          maxLength={200}
          error={shown('manager-again')}
          autoComplete="new-password"
          visibilityToggleButtonProps={{ 'aria-label': t('session:password.show') }}
          onChange={(event) => setAgain(event.currentTarget.value)}
        />
      </div>
    </WizardFrame>
  );
}
