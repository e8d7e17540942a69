import { Button, PasswordInput, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '#renderer/lib/client.ts';
import { codeOf, describeFailure } from '#renderer/lib/failure.ts';
import classes from './session.module.css';

const SHORTEST = 8;

/** A manager who forgot the password sets a new one with the recovery code; every manager is told. */
export function ResetForm({ onDone }: { onDone: (done: boolean) => void }) {
  const { t } = useTranslation(['session', 'common']);
  const [login, setLogin] = useState('');
  const [code, setCode] = useState('');
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const errors = {
    login: login.trim() === '' ? t('login.needAccount') : undefined,
    code: code.trim() === '' ? t('reset.needCode') : undefined,
    password: password.length < SHORTEST ? t('password.short') : undefined,
    again: again !== password ? t('password.differ') : undefined,
  };
  const shown = (field: keyof typeof errors) => (tried ? errors[field] : undefined);
  const wrongCode = failure !== undefined && codeOf(failure) === 'WRONG_CODE';

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    setTried(true);
    const wrong = Object.entries(errors).find(([, words]) => words !== undefined);
    if (wrong) return document.getElementById(`reset-${wrong[0]}`)?.focus();
    setBusy(true);
    setFailure(undefined);
    try {
      await client.session.resetWithRecoveryCode({ login, recoveryCode: code, password });
      onDone(true);
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  }
  const reveal = { 'aria-label': t('password.show') };
  return (
    <form className={classes.card} onSubmit={(event) => void submit(event)} noValidate>
      <h1 className="s16 strong">{t('reset.title')}</h1>
      <p className="s13 tx-2">{t('reset.lead')}</p>
      <TextInput
        id="reset-login"
        label={t('login.account')}
        value={login}
        required
        maxLength={60}
        autoFocus
        autoComplete="username"
        spellCheck={false}
        error={shown('login')}
        onChange={(event) => setLogin(event.currentTarget.value)}
      />
      <TextInput
        id="reset-code"
        label={t('code.label')}
        description={t('reset.codeHint')}
        value={code}
        required
        maxLength={120}
        autoComplete="off"
        spellCheck={false}
        error={shown('code') ?? (wrongCode ? t('reset.wrong') : undefined)}
        onChange={(event) => {
          setCode(event.currentTarget.value);
          setFailure(undefined);
        }}
      />
      <PasswordInput
        id="reset-password"
        label={t('password.next')}
        description={t('password.hint')}
        value={password}
        required
        maxLength={200}
        autoComplete="new-password"
        error={shown('password')}
        visibilityToggleButtonProps={reveal}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      <PasswordInput
        id="reset-again"
        label={t('password.again')}
        value={again}
        required
        maxLength={200}
        autoComplete="new-password"
        error={shown('again')}
        visibilityToggleButtonProps={reveal}
        onChange={(event) => setAgain(event.currentTarget.value)}
      />
      {failure !== undefined && !wrongCode ? (
        <p className="tx-red s13" role="alert">
          {describeFailure(failure).what} {describeFailure(failure).next}
        </p>
      ) : null}
      <div className="row gap-8" style={{ justifyContent: 'flex-end' }}>
        <Button variant="default" onClick={() => onDone(false)}>
          {t('common:do.back')}
        </Button>
        <Button type="submit" loading={busy}>
          {t('reset.do')}
        </Button>
      </div>
    </form>
  );
}
