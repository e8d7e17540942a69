import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Dialog } from '#renderer/components/dialog.tsx';
import { describeFailure } from '#renderer/lib/failure.ts';
import classes from './complaints.module.css';
import type { Refusal } from './use-bulk.ts';

/** Which of the chosen ones stayed as they are, and why each. */
export function BulkRefusals({ refused, onClose }: { refused: readonly Refusal[]; onClose: () => void }) {
  const { t } = useTranslation(['views', 'complaints', 'common']);
  const reasons = ({ code, data }: Refusal): string[] =>
    code === 'CLOSING_INCOMPLETE' && Array.isArray(data.missing)
      ? data.missing.map((each) => t(`complaints:closing.${String(each)}`))
      : [describeFailure({ code, data }).what];
  return (
    <Dialog title={t('bulk.refusedTitle', { count: refused.length, n: refused.length })} size={620} onClose={onClose} noCancel>
      <p className="s13 tx-2">{t('bulk.refusedText')}</p>
      <ul className={classes.refusals}>
        {refused.map((each) => (
          <li key={each.id}>
            <Link to="/complaints/$id" params={{ id: each.id }} className="link nowrap">
              {each.number}
            </Link>
            <span>{reasons(each).join(t('bulk.between'))}</span>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
