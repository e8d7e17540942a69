import { useTranslation } from 'react-i18next';
import { Section } from '#renderer/components/page-head.tsx';
import type { client } from '#renderer/lib/client.ts';
import { useFormat } from '#renderer/lib/use-format.ts';

type Attempt = Awaited<ReturnType<typeof client.followUps.get>>['attempts'][number];

/** The calls before, newest first; those taken back are struck through. */
export function Attempts({ attempts }: { attempts: readonly Attempt[] }) {
  const { t } = useTranslation('follow-ups');
  const format = useFormat();
  if (attempts.length === 0) return null;
  return (
    <Section title={t('attempts.title')}>
      <ul style={{ margin: 0, padding: 0, listStyle: 'none' }}>
        {[...attempts].reverse().map((attempt) => (
          <li
            key={attempt.id}
            className="row gap-12 s13 hairline"
            style={{ padding: '6px 0', alignItems: 'baseline', textDecoration: attempt.voided ? 'line-through' : undefined }}
          >
            <time className="tx-3 nowrap">{format.dateTime(attempt.at)}</time>
            <span className="medium nowrap">{t(`outcome.${attempt.outcome}`)}</span>
            <span className="grow tx-2 pre">{attempt.words}</span>
            {attempt.satisfaction !== null ? <span className="tx-2 nowrap">{t('attempts.score', { n: attempt.satisfaction })}</span> : null}
            <span className="tx-3 nowrap">{attempt.voided ? t('attempts.voided') : attempt.by}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
