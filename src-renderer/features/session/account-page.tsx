import { Button, PasswordInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '#renderer/components/dialog.tsx';
import { SaveButton } from '#renderer/components/form.tsx';
import { PageHead, Section } from '#renderer/components/page-head.tsx';
import { RecoveryCode, useRecoveryProof } from '#renderer/components/recovery-code.tsx';
import { client } from '#renderer/lib/client.ts';
import { notifyDone } from '#renderer/lib/notify.tsx';
import { usePerson, useRight } from '#renderer/lib/session.tsx';
import { useSecretTry } from './secret.tsx';
import classes from './session.module.css';

/** What everybody sets for themselves: PIN and password; who manages settings also a new recovery code. */
export function AccountPage() {
  const { t } = useTranslation('session');
  const person = usePerson();
  const mayRenew = useRight('settings.manage');
  return (
    <div className="page">
      <PageHead title={t('account.title')} note={person.name} />
      <div className={`scroll pad ${classes.account}`}>
        <Section title={t('pin.title')} note={t('pin.note')}>
          <PinForm />
        </Section>
        <Section title={t('password.change')}>
          <PasswordForm />
        </Section>
        {mayRenew ? (
          <Section title={t('code.renewTitle')} note={t('code.renewNote')}>
            <RenewCode />
          </Section>
        ) : null}
      </div>
    </div>
  );
}

function PinForm() {
  const { t } = useTranslation('session');
  const [pin, setPin] = useState('');
  const [again, setAgain] = useState('');
  const [tried, setTried] = useState(false);
  const attempt = useSecretTry('');
  const short = pin.length < 4 ? t('pin.short') : undefined;
  const differ = again !== pin ? t('pin.differ') : undefined;
  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    setTried(true);
    if (short || differ || attempt.busy) return;
    await attempt.run(async () => {
      await client.session.setPin({ pin });
      setPin('');
      setAgain('');
      setTried(false);
      notifyDone({ message: t('pin.done') });
    });
  }
  const digits = (text: string) => text.replace(/\D/g, '');
  const reveal = { 'aria-label': t('password.show') };
  return (
    <form className={classes.form} onSubmit={(event) => void submit(event)} noValidate>
      <PasswordInput
        label={t('pin.label')}
        description={t('pin.hint')}
        value={pin}
        inputMode="numeric"
        maxLength={6}
        autoComplete="off"
        error={(tried ? short : undefined) ?? attempt.error}
        visibilityToggleButtonProps={reveal}
        onChange={(event) => setPin(digits(event.currentTarget.value))}
      />
      <PasswordInput
        label={t('pin.again')}
        value={again}
        inputMode="numeric"
        maxLength={6}
        autoComplete="off"
        error={tried ? differ : undefined}
        visibilityToggleButtonProps={reveal}
        onChange={(event) => setAgain(digits(event.currentTarget.value))}
      />
      <div>
        <Button type="submit" variant="default" loading={attempt.busy}>
          {t('pin.set')}
        </Button>
      </div>
    </form>
  );
}

function PasswordForm() {
  const { t } = useTranslation('session');
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [again, setAgain] = useState('');
  const [tried, setTried] = useState(false);
  const attempt = useSecretTry(t('password.wrong'));
  const short = next.length < 8 ? t('password.short') : undefined;
  const differ = again !== next ? t('password.differ') : undefined;
  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    setTried(true);
    if (current === '' || short || differ || attempt.busy || attempt.waiting) return;
    await attempt.run(async () => {
      await client.session.changePassword({ current, next });
      setCurrent('');
      setNext('');
      setAgain('');
      setTried(false);
      notifyDone({ message: t('password.done') });
    });
  }
  const reveal = { 'aria-label': t('password.show') };
  return (
    <form className={classes.form} onSubmit={(event) => void submit(event)} noValidate>
      <PasswordInput
        label={t('password.current')}
        value={current}
        maxLength={200}
        autoComplete="current-password"
        error={(tried && current === '' ? t('password.needCurrent') : undefined) ?? attempt.error}
        visibilityToggleButtonProps={reveal}
        onChange={(event) => setCurrent(event.currentTarget.value)}
      />
      <PasswordInput
        label={t('password.next')}
        description={t('password.hint')}
        value={next}
        maxLength={200}
        autoComplete="new-password"
        error={tried ? short : undefined}
        visibilityToggleButtonProps={reveal}
        onChange={(event) => setNext(event.currentTarget.value)}
      />
      <PasswordInput
        label={t('password.again')}
        value={again}
        maxLength={200}
        autoComplete="new-password"
        error={tried ? differ : undefined}
        visibilityToggleButtonProps={reveal}
        onChange={(event) => setAgain(event.currentTarget.value)}
      />
      <div>
        <Button type="submit" variant="default" loading={attempt.busy} disabled={attempt.waiting}>
          {t('password.do')}
        </Button>
      </div>
    </form>
  );
}

function RenewCode() {
  const { t } = useTranslation('session');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState<string | null>(null);
  const attempt = useSecretTry(t('password.wrong'));
  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (password === '' || attempt.busy || attempt.waiting) return;
    await attempt.run(async () => {
      const answer = await client.session.newRecoveryCode({ password });
      setPassword('');
      setCode(answer.recoveryCode);
    });
  }
  return (
    <>
      <form className={classes.form} onSubmit={(event) => void submit(event)} noValidate>
        <p className="tx-2 s13">{t('code.renewText')}</p>
        <PasswordInput
          label={t('code.password')}
          value={password}
          maxLength={200}
          autoComplete="current-password"
          error={attempt.error}
          visibilityToggleButtonProps={{ 'aria-label': t('password.show') }}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <div>
          <Button type="submit" variant="default" loading={attempt.busy} disabled={attempt.waiting || password === ''}>
            {t('code.renew')}
          </Button>
        </div>
      </form>
      {code ? <NewCode code={code} onClose={() => setCode(null)} /> : null}
    </>
  );
}

function NewCode({ code, onClose }: { code: string; onClose: () => void }) {
  const { t } = useTranslation('session');
  const proof = useRecoveryProof(code);
  return (
    <Dialog
      title={t('code.renewed')}
      size={620}
      dirty
      onClose={onClose}
      noCancel
      actions={
        <SaveButton
          onSave={() => {
            if (!proof.check()) return;
            onClose();
            notifyDone({ message: t('code.proved') });
          }}
        >
          {t('code.proveDo')}
        </SaveButton>
      }
    >
      <p className="tx-2">
        {t('code.lead')} {t('code.final')}
      </p>
      <RecoveryCode code={code} proof={proof} />
    </Dialog>
  );
}
