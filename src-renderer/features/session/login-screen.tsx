import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FullScreen } from '#renderer/components/full-screen.tsx';
import { LangSwitch, SchemeSwitch } from '#renderer/components/preferences.tsx';
import { orpc } from '#renderer/lib/orpc.ts';
import { leaveParting, partingWord } from '#renderer/lib/parting.ts';
import { useSession } from '#renderer/lib/session.tsx';
import { LoginForm } from './login-form.tsx';
import { PeopleList } from './people-list.tsx';
import { ResetForm } from './reset-form.tsx';
import classes from './session.module.css';

/** Nobody is signed in: account and password, whoever has a PIN today, the way back with the recovery code. */
export function LoginScreen() {
  const { t } = useTranslation(['session', 'shell']);
  const { info } = useSession();
  const [parting, setParting] = useState(partingWord);
  const [resetting, setResetting] = useState(false);
  const [first, setFirst] = useState<{ login: string; password: string }>();
  useEffect(() => leaveParting(null), []);
  useEffect(() => {
    document.title = `${t('login.title')} - ${t('shell:brand')}`;
  }, [t]);
  if (resetting) {
    return (
      <FullScreen>
        <ResetForm
          onDone={(done) => {
            setResetting(false);
            if (done) setParting('reset');
          }}
        />
      </FullScreen>
    );
  }
  return (
    <FullScreen>
      <h1 className={classes.title}>{info.centreName || t('login.title')}</h1>
      {parting ? (
        <p className={classes.note} data-tone="good" role="status">
          {t(`parting.${parting}`)}
        </p>
      ) : null}
      <LoginForm key={first?.login ?? ''} first={first} />
      {info.demo ? <DemoAccounts onChoose={setFirst} /> : null}
      <PeopleList quiet />
      {info.demo ? null : (
        <div className={classes.links}>
          <button type="button" className="link" onClick={() => setResetting(true)}>
            {t('reset.open')}
          </button>
        </div>
      )}
      <div className={classes.preferences}>
        <LangSwitch />
        <SchemeSwitch />
      </div>
    </FullScreen>
  );
}

/** The accounts of the demo centre, one of each role; a click fills them in. */
function DemoAccounts({ onChoose }: { onChoose: (account: { login: string; password: string }) => void }) {
  const { t } = useTranslation(['session', 'shell']);
  const query = useQuery(orpc.setup.demoAccounts.queryOptions());
  if (!query.data || query.data.accounts.length === 0) return null;
  return (
    <section className={classes.card} aria-label={t('demo.accounts')}>
      <h2 className="s13 tx-2">{t('demo.accounts')}</h2>
      <div className="row gap-8 wrap">
        {query.data.accounts.map((account) => (
          <Button key={account.login} size="xs" variant="default" onClick={() => onChoose(account)}>
            {t('demo.account', { name: account.name, role: t(`shell:role.${account.role}`, { defaultValue: account.role }) })}
          </Button>
        ))}
      </div>
    </section>
  );
}
