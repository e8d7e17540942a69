import { Button, PasswordInput } from '@mantine/core';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Avatar } from '#renderer/components/avatar.tsx';
import { FullScreen } from '#renderer/components/full-screen.tsx';
import { LangSwitch } from '#renderer/components/preferences.tsx';
import { client } from '#renderer/lib/client.ts';
import { notifyFailure } from '#renderer/lib/notify.tsx';
import { useSession } from '#renderer/lib/session.tsx';
import { LoginForm } from './login-form.tsx';
import { PeopleList } from './people-list.tsx';
import { useSecretTry } from './secret.tsx';
import classes from './session.module.css';

type View = 'unlock' | 'switch' | 'login';

/** Locked: who locked it opens it again, by PIN or password; somebody else sits down by PIN or by a full login. */
export function LockedScreen({ toSwitch }: { toSwitch: boolean }) {
  const { t } = useTranslation(['session', 'shell']);
  const { info, refresh } = useSession();
  const [view, setView] = useState<View>(toSwitch ? 'switch' : 'unlock');
  useEffect(() => {
    document.title = `${t('lock.title')} - ${t('shell:brand')}`;
  }, [t]);
  async function leave(): Promise<void> {
    try {
      await client.session.logout();
      await refresh();
    } catch (error) {
      notifyFailure(error);
    }
  }
  const to = (next: View, words: string) =>
    view === next ? null : (
      <button type="button" className="link" onClick={() => setView(next)}>
        {words}
      </button>
    );
  const name = info.person?.name ?? '';
  return (
    <FullScreen>
      <h1 className={classes.title}>{view === 'unlock' ? t('lock.title') : t('switch.heading')}</h1>
      {view === 'unlock' ? <UnlockForm name={name} /> : null}
      {view === 'switch' ? <PeopleList except={info.person?.id} /> : null}
      {view === 'login' ? <LoginForm /> : null}
      <div className={classes.links}>
        {to('unlock', t('lock.back', { name }))}
        {to('switch', t('switch.open'))}
        {to('login', t('switch.byPassword'))}
        <button type="button" className="link" onClick={() => void leave()}>
          {t('lock.logout')}
        </button>
      </div>
      <div className={classes.preferences}>
        <LangSwitch />
      </div>
    </FullScreen>
  );
}

function UnlockForm({ name }: { name: string }) {
  const { t } = useTranslation('session');
  const { refresh } = useSession();
  const [secret, setSecret] = useState('');
  const attempt = useSecretTry(t('lock.wrong'));
  const box = useRef<HTMLInputElement>(null);
  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (secret === '' || attempt.busy || attempt.waiting) return box.current?.focus();
    await attempt.run(async () => {
      await client.session.unlock({ secret });
      await refresh();
    });
    setSecret('');
    box.current?.focus();
  }
  return (
    <form className={classes.card} onSubmit={(event) => void submit(event)} noValidate>
      <div className="row gap-12">
        <Avatar name={name} size={36} />
        <div className="grow">
          <div className="strong ellipsis">{name}</div>
          <div className="s12 tx-3">{t('lock.kept')}</div>
        </div>
      </div>
      <PasswordInput
        ref={box}
        label={t('lock.secret')}
        value={secret}
        maxLength={200}
        autoFocus
        autoComplete="current-password"
        error={attempt.error}
        visibilityToggleButtonProps={{ 'aria-label': t('password.show') }}
        onChange={(event) => {
          setSecret(event.currentTarget.value);
          if (!attempt.waiting) attempt.clear();
        }}
      />
      <Button type="submit" loading={attempt.busy} disabled={attempt.waiting}>
        {t('lock.do')}
      </Button>
    </form>
  );
}
