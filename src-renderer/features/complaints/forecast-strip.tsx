import { IconArrowUpRight, IconClock, IconUserCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { dayOf } from '#renderer/lib/format.ts';
import { useNow } from '#renderer/lib/now.ts';
import { useFormat } from '#renderer/lib/use-format.ts';
import type { Severity } from '#shared/contract/fields.ts';
import type { Forecast } from './types.ts';
import { useWords } from './use-words.ts';

/** 登记后会发生: who gets it and why, until when what is owed, whom an escalation tells. */
export function ForecastStrip({ forecast, severity, known }: { forecast: Forecast | undefined; severity: Severity; known: boolean }) {
  const { t } = useTranslation('complaints');
  const format = useFormat();
  const now = useNow();
  const words = useWords();
  if (!forecast) return <p className="tx-3">{t('record.forecastLater')}</p>;
  const today = dayOf(now, format.zone);
  const when = (at: number): string => {
    const day = dayOf(at, format.zone);
    return day === today ? format.time(at) : `${format.nearDay(day, today)} ${format.time(at)}`;
  };
  const owed = forecast.clocks
    .filter(({ clock }) => clock !== 'progress' && (known || clock !== 'first_response') && (clock !== 'dispatch' || !forecast.owner))
    .map(({ clock, dueAt }) => t(`record.until.${clock}`, { time: when(dueAt) }));
  return (
    <>
      <p className="s12 tx-3 strong">{t('record.after')}</p>
      <p className="row gap-6">
        <IconUserCheck size={15} color="var(--tx-3)" aria-hidden="true" />
        <span className="ellipsis">
          {forecast.owner ? (
            <>
              {t('record.goesTo')} <b>{forecast.owner.name}</b>
            </>
          ) : (
            <b>{t('record.goesToNobody')}</b>
          )}
          <span className="tx-2">
            {t('list.comma')}
            {words.reason(forecast.reason).join(t('list.comma'))}
          </span>
        </span>
      </p>
      {forecast.escalatesTo.length > 0 ? (
        <p className="row gap-6">
          <IconArrowUpRight size={15} color={severity === 'critical' ? 'var(--red)' : 'var(--tx-3)'} aria-hidden="true" />
          <span className="ellipsis">
            {t(severity === 'critical' ? 'record.escalatesNow' : 'record.escalatesLater')} <b>{forecast.escalatesTo.join(t('list.and'))}</b>
          </span>
        </p>
      ) : null}
      <p className="row gap-6">
        <IconClock size={15} color="var(--tx-3)" aria-hidden="true" />
        <span>{owed.join(t('list.comma'))}</span>
      </p>
    </>
  );
}
