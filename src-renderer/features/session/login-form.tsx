import { Button, PasswordInput, TextInput } from '@mantine/core';
import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '#renderer/lib/client.ts';
import { useSession } from '#renderer/lib/session.tsx';
import { useSecretTry } from './secret.tsx';
import classes from './session.module.css';

/** Account and password. `first`: an account that is already known, for example one of the demo. */
export function LoginForm({ first }: { first?: { login: string; password: string } | undefined }) {
  const { t } = useTranslation('session');
  const { refresh } = useSession();
  const [login, setLogin] = useState(first?.login ?? '');
  const [password, setPassword] = useState(first?.password ?? '');
  const [tried, setTried] = useState(false);
  const attempt = useSecretTry(t('login.wrong'));
  const passwordBox = useRef<HTMLInputElement>(null);
  const loginBox = useRef<HTMLInputElement>(null);

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    setTried(true);
    if (login.trim() === '') return loginBox.current?.focus();
    if (password === '') return passwordBox.current?.focus();
    if (attempt.busy || attempt.waiting) return;
    await attempt.run(async () => {
      await client.session.login({ login, password });
      await refresh();
    });
    passwordBox.current?.select();
  }
  return (
    <form className={classes.card} onSubmit={(event) => void submit(event)} noValidate>
      <TextInput
        ref={loginBox}
        label={t('login.account')}
        value={login}
        required
        maxLength={60}
        autoComplete="username"
        spellCheck={false}
        autoFocus={first === undefined}
        error={tried && login.trim() === '' ? t('login.needAccount') : undefined}
        onChange={(event) => setLogin(event.currentTarget.value)}
      />
      <PasswordInput
        ref={passwordBox}
        label={t('password.label')}
        value={password}
        required
        maxLength={200}
        autoComplete="current-password"
        visibilityToggleButtonProps={{ 'aria-label': t('password.show') }}
        error={tried && password === '' ? t('login.needPassword') : attempt.error}
        onChange={(event) => {
          setPassword(event.currentTarget.value);
          if (!attempt.waiting) attempt.clear();
        }}
      />
      <Button type="submit" loading={attempt.busy} disabled={attempt.waiting}>
        {t('login.do')}
      </Button>
    </form>
  );
}
