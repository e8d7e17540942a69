import { IconCalendarOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useNow } from '#renderer/lib/now.ts';
import { orpc } from '#renderer/lib/orpc.ts';
import { useRight, useZone } from '#renderer/lib/session.tsx';
import { dayOf } from '#shared/rules/zone.ts';

/** To who plans the roster, while there is none: who counts as on duty meanwhile, and where to set it up. */
export function RosterStrip() {
  const manages = useRight('roster.manage') !== undefined;
  return manages ? <Missing /> : null;
}

function Missing() {
  const { t } = useTranslation('calendar');
  const today = dayOf(useNow(60_000), useZone());
  const query = useQuery(orpc.calendar.duty.queryOptions({ input: { from: today, to: today } }));
  if (!query.data || query.data.rosterExists) return null;
  return (
    <div className="strip no-print" role="note" style={{ marginBlock: 8 }}>
      <IconCalendarOff size={16} aria-hidden="true" />
      <span className="grow">{t('strip.noRoster')}</span>
      <Link to="/settings/roster" className="link">
        {t('strip.plan')}
      </Link>
    </div>
  );
}
