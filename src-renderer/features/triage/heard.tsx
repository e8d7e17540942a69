import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { CategoryLabel, SeverityChip } from '#renderer/components/status.tsx';
import { currentLang } from '#renderer/lib/i18n.ts';
import { orpc } from '#renderer/lib/orpc.ts';
import type { RuleFields } from '#shared/contract/triage.ts';
import classes from './triage.module.css';

/** What the rules, with a rule that is being typed, make of these words, and which of them spoke. */
export function Heard({ words, draft }: { words: string; draft: (RuleFields & { id: string | null }) | null }) {
  const { t } = useTranslation('triage');
  const { data } = useQuery({
    ...orpc.triage.tryRules.queryOptions({ input: { words, lang: currentLang(), draft } }),
    enabled: words.trim() !== '',
    placeholderData: keepPreviousData,
  });
  if (words.trim() === '' || !data) return <p className="tx-3 s13">{t('try.empty')}</p>;
  return (
    <div className={classes.heard} aria-live="polite">
      <p className="row gap-8">
        <span className="tx-3 s13">{t('try.proposes')}</span>
        <CategoryLabel category={data.category} sub={data.subcategory} />
        <SeverityChip severity={data.severity} />
      </p>
      {data.rules.length === 0 ? (
        <p className="s13 tx-2">{t('try.none')}</p>
      ) : (
        <ul className="s13 tx-2">
          {data.rules.map((rule) => (
            <li key={rule.id}>
              {t('try.because', { n: rule.number, note: rule.note, words: rule.words.map((word) => t('try.quoted', { word })).join('') })}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
