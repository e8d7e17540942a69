import { Button, PasswordInput } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Avatar } from '#renderer/components/avatar.tsx';
import { client } from '#renderer/lib/client.ts';
import { orpc } from '#renderer/lib/orpc.ts';
import { useSession } from '#renderer/lib/session.tsx';
import { useSecretTry } from './secret.tsx';
import classes from './session.module.css';

/** Who may sit down here today by PIN; nobody listed is said with the reason. `except`: who is locked here already. */
export function PeopleList({ except, quiet }: { except?: string | undefined; quiet?: boolean }) {
  const { t } = useTranslation('session');
  const query = useQuery(orpc.session.switchable.queryOptions({ staleTime: 0, gcTime: 0 }));
  const [chosen, setChosen] = useState<string | null>(null);
  const people = (query.data ?? []).filter((person) => person.id !== except);
  if (people.length === 0) {
    return quiet || query.data === undefined ? null : <p className={`${classes.card} tx-2 s13`}>{t('switch.nobody')}</p>;
  }
  return (
    <section className={classes.card} aria-label={t('switch.title')}>
      <h2 className="s13 tx-2">{t('switch.title')}</h2>
      <ul className={classes.people}>
        {people.map((person) => (
          <li key={person.id}>
            <button
              type="button"
              className={classes.person}
              aria-expanded={person.id === chosen}
              onClick={() => setChosen((now) => (now === person.id ? null : person.id))}
            >
              <Avatar name={person.name} size={28} />
              <span className="grow ellipsis">{person.name}</span>
              <IconChevronRight size={15} aria-hidden="true" />
            </button>
            {person.id === chosen ? <PinForm key={person.id} staffId={person.id} name={person.name} /> : null}
          </li>
        ))}
      </ul>
    </section>
  );
}

function PinForm({ staffId, name }: { staffId: string; name: string }) {
  const { t } = useTranslation('session');
  const { refresh } = useSession();
  const [pin, setPin] = useState('');
  const attempt = useSecretTry(t('switch.wrong'));
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => box.current?.focus(), []);
  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (pin.length < 4 || attempt.busy || attempt.waiting) return;
    await attempt.run(async () => {
      await client.session.switchTo({ staffId, pin });
      await refresh();
    });
    setPin('');
    box.current?.focus();
  }
  return (
    <form className="row gap-8" style={{ padding: '6px 8px 8px 46px', alignItems: 'flex-start' }} onSubmit={(event) => void submit(event)}>
      <PasswordInput
        ref={box}
        className="grow"
        aria-label={t('switch.pinOf', { name })}
        placeholder={t('pin.label')}
        value={pin}
        inputMode="numeric"
        maxLength={6}
        autoComplete="off"
        error={attempt.error}
        visibilityToggleButtonProps={{ 'aria-label': t('password.show') }}
        onChange={(event) => setPin(event.currentTarget.value.replace(/\D/g, ''))}
      />
      <Button type="submit" loading={attempt.busy} disabled={attempt.waiting || pin.length < 4}>
        {t('switch.do')}
      </Button>
    </form>
  );
}
