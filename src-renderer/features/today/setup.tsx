import { IconCircleCheckFilled, IconCircleDashed } from '@tabler/icons-react';
import { type LinkProps, useNavigate, useRouter } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Section } from '#renderer/components/page-head.tsx';
import type { client } from '#renderer/lib/client.ts';
import classes from './today.module.css';

type Hint = Awaited<ReturnType<typeof client.today.get>>['setup'][number];

/** Where each thing is set up. */
const PLACES: Readonly<Record<Hint['key'], string>> = {
  opening: '/settings/hours',
  staff: '/settings/staff',
  roster: '/settings/roster',
  students: '/students/import',
  backup: '/settings/backups',
  calendar_year: '/settings/hours',
};

/** What is still to be set up, for who can do it; gone once all of it is done. */
export function SetupHints({ hints }: { hints: readonly Hint[] }) {
  const { t } = useTranslation('today');
  const navigate = useNavigate();
  const paths: Readonly<Record<string, unknown>> = useRouter().routesByPath;
  const todo = hints.filter((hint) => !hint.done);
  if (todo.length === 0) return null;
  return (
    <Section
      title={t('setup.title')}
      note={t('setup.note', { done: hints.length - todo.length, total: hints.length })}
      className={classes.below}
    >
      {hints.map(({ key, done }) => {
        const place = PLACES[key];
        return (
          <div key={key} className={classes.setup}>
            {done ? <IconCircleCheckFilled size={15} color="var(--grn)" /> : <IconCircleDashed size={15} color="var(--amb)" />}
            <span className={`grow ${done ? 'tx-3' : ''}`}>{t(`setup.${key}.what`)}</span>
            {done ? (
              <span className="s12 tx-3">{t('setup.done')}</span>
            ) : place in paths ? (
              <button type="button" className="link" onClick={() => void navigate({ to: place as NonNullable<LinkProps['to']> })}>
                {t(`setup.${key}.do`)}
              </button>
            ) : null}
          </div>
        );
      })}
    </Section>
  );
}
