import { useTranslation } from 'react-i18next';
import { addDays, dayOf, momentOf } from '#renderer/lib/format.ts';
import { serverNow } from '#renderer/lib/now.ts';
import { useFormat } from '#renderer/lib/use-format.ts';

/** Usual moments in the next days, at the hours at which people are called. */
export function useAheadPresets(): { label: string; at: number }[] {
  const { t } = useTranslation('complaints');
  const { zone } = useFormat();
  const now = serverNow();
  const today = dayOf(now, zone);
  return [
    { label: t('ahead.today'), at: momentOf(today, '18:00', zone) },
    { label: t('ahead.tomorrowNoon'), at: momentOf(addDays(today, 1), '12:00', zone) },
    { label: t('ahead.tomorrow'), at: momentOf(addDays(today, 1), '18:00', zone) },
    { label: t('ahead.inThree'), at: momentOf(addDays(today, 3), '18:00', zone) },
    { label: t('ahead.inWeek'), at: momentOf(addDays(today, 7), '18:00', zone) },
  ].filter((preset) => preset.at > now);
}
