import { useTranslation } from 'react-i18next';
import { Avatar } from '#renderer/components/avatar.tsx';
import classes from './bonds.module.css';
import type { PresentOne } from './use-presence.ts';

/** Who else has this complaint open, and who of them is writing. */
export function PresenceMarks({ others }: { others: readonly PresentOne[] }) {
  const { t } = useTranslation('bonds');
  return (
    <span role="status" aria-live="polite" className="row gap-8">
      {others.map((each) => (
        <span key={each.id} className={classes.present}>
          <Avatar name={each.name} size={20} />
          <span>
            {each.name} <span className={each.writing ? 'tx-amb' : 'tx-3'}>{t(each.writing ? 'presentWriting' : 'present')}</span>
          </span>
        </span>
      ))}
    </span>
  );
}
