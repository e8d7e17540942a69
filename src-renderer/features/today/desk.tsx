import { useTranslation } from 'react-i18next';
import { Section } from '#renderer/components/page-head.tsx';
import type { client } from '#renderer/lib/client.ts';
import classes from './today.module.css';

type Desk = NonNullable<Awaited<ReturnType<typeof client.today.get>>['desk']>;
const SHOWN = 6;

/** For supervisor and manager: the desk as a whole, and who carries what. */
export function DeskBlock({ desk }: { desk: Desk }) {
  const { t } = useTranslation('today');
  return (
    <Section title={t('desk.title')} className={classes.below}>
      <div className={classes.desk}>
        {(['open', 'overdue', 'escalated', 'unassigned'] as const).map((key) => (
          <div key={key}>
            <div className="s12 tx-3">{t(`desk.${key}`)}</div>
            <div className={`strong ${key === 'overdue' && desk.overdue > 0 ? 'tx-red' : ''}`}>{desk[key]}</div>
          </div>
        ))}
      </div>
      {desk.byOwner.length > 0 ? (
        <table className={classes.owners}>
          <thead>
            <tr>
              <th scope="col">{t('desk.owner')}</th>
              <th scope="col">{t('desk.open')}</th>
              <th scope="col">{t('desk.overdue')}</th>
            </tr>
          </thead>
          <tbody>
            {desk.byOwner.slice(0, SHOWN).map((owner) => (
              <tr key={owner.name}>
                <td>{owner.name}</td>
                <td>{owner.open}</td>
                <td className={owner.overdue > 0 ? 'tx-red medium' : 'tx-3'}>{owner.overdue}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
    </Section>
  );
}
