import { useTranslation } from 'react-i18next';
import { PartBar } from '#renderer/components/bars.tsx';
import { Status } from '#renderer/components/status.tsx';
import { useFormat } from '#renderer/lib/use-format.ts';
import { useToday } from '#renderer/lib/use-today.ts';
import type { Pack } from '#shared/contract/students.ts';
import { daysBetween } from '#shared/rules/zone.ts';
import classes from './students.module.css';

const SOON_DAYS = 45;

/** The packs of lessons: used and left, price, until when. Amounts only where the core sent them. */
export function Packs({ packs }: { packs: readonly Pack[] }) {
  const { t, i18n } = useTranslation('students');
  const format = useFormat();
  const money = packs.some((pack) => pack.paidFen !== null);
  const english = i18n.language === 'en';
  if (packs.length === 0)
    return (
      <p className="pad tx-3 s13" style={{ paddingBlock: '10px 2px' }}>
        {t('pack.none')}
      </p>
    );
  return (
    <table className={classes.packs} aria-label={t('pack.title')}>
      <colgroup>
        <col />
        <col style={{ width: english ? '6rem' : '4rem' }} />
        <col style={{ width: '9.5rem' }} />
        <col style={{ width: english ? '6.25rem' : '5.75rem' }} />
        {money ? <col style={{ width: '6rem' }} /> : null}
        {money ? <col style={{ width: '6rem' }} /> : null}
        <col style={{ width: english ? '11rem' : '10rem' }} />
      </colgroup>
      <thead>
        <tr>
          <th scope="col">{t('pack.course')}</th>
          <th scope="col">{t('pack.kind')}</th>
          <th scope="col">{t('pack.used')}</th>
          <th scope="col" className={classes.end}>
            {t('pack.left')}
          </th>
          {money ? (
            <th scope="col" className={classes.end}>
              {t('pack.price')}
            </th>
          ) : null}
          {money ? (
            <th scope="col" className={classes.end}>
              {t('pack.paid')}
            </th>
          ) : null}
          <th scope="col">{t('pack.until')}</th>
        </tr>
      </thead>
      <tbody>
        {packs.map((pack) => {
          const total = pack.paidHalves + pack.giftHalves;
          return (
            <tr key={pack.id} className={pack.state === 'running' ? undefined : classes.over}>
              <td title={pack.course} className="medium">
                {pack.course}
              </td>
              <td>{t(`pack.kinds.${pack.kind}`)}</td>
              <td>
                <span className="row gap-8">
                  <span className="grow row">
                    <PartBar parts={[{ tone: 'used', size: pack.usedHalves }]} total={total} />
                  </span>
                  <span className="tx-3 nowrap">
                    {format.lessons(pack.usedHalves)}/{format.lessons(total)}
                  </span>
                </span>
              </td>
              <td
                className={`${classes.end} medium`}
                title={pack.giftHalves > 0 ? t('pack.gift', { n: format.lessons(pack.giftHalves) }) : undefined}
              >
                {format.lessons(pack.remainingHalves)}
              </td>
              {money ? <td className={classes.end}>{pack.listPriceFen === null ? '–' : format.money(pack.listPriceFen)}</td> : null}
              {money ? <td className={classes.end}>{pack.paidFen === null ? '–' : format.money(pack.paidFen)}</td> : null}
              <td>
                <Until pack={pack} />
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Until({ pack }: { pack: Pack }) {
  const { t } = useTranslation('students');
  const today = useToday();
  if (pack.state !== 'running') return <>{t(`pack.state.${pack.state}`)}</>;
  if (pack.validUntil === null) return <span className="tx-3">{t('pack.noEnd')}</span>;
  const left = daysBetween(today, pack.validUntil);
  if (left > SOON_DAYS) return <>{pack.validUntil}</>;
  return <Status kind="soon">{t('pack.untilSoon', { day: pack.validUntil.slice(5), count: left })}</Status>;
}
