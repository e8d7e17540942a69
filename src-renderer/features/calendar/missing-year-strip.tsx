import { IconCalendarOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useNow } from '#renderer/lib/now.ts';
import { orpc } from '#renderer/lib/orpc.ts';
import { useRight, useZone } from '#renderer/lib/session.tsx';
import { dayOf } from '#shared/rules/zone.ts';

/** From December on, while the next year's public holidays are not known. */
export function MissingYearStrip() {
  const { t } = useTranslation('calendar');
  const manages = useRight('calendar.manage');
  const today = dayOf(useNow(60_000), useZone());
  const query = useQuery(orpc.calendar.statutory.queryOptions());
  // another day may be the first of December
  const asked = useRef(today);
  const { refetch } = query;
  useEffect(() => {
    if (asked.current === today) return;
    asked.current = today;
    void refetch();
  }, [today, refetch]);
  if (!query.data?.missingNextYear) return null;
  return (
    <div className="strip no-print" role="note" style={{ marginBlock: 8 }}>
      <IconCalendarOff size={16} aria-hidden="true" />
      <span className="grow">{t('strip.missing', { years: query.data.provisionalYears.join(', ') })}</span>
      {manages ? (
        <Link to="/settings/holidays" className="link">
          {t('strip.open')}
        </Link>
      ) : null}
    </div>
  );
}
