import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MomentField } from '#renderer/components/moment-field.tsx';
import { serverNow, useNow } from '#renderer/lib/now.ts';
import { orpc } from '#renderer/lib/orpc.ts';
import { useFormat } from '#renderer/lib/use-format.ts';
import { useCase } from './case-context.tsx';
import type { CaseClock } from './types.ts';
import { useAheadPresets } from './use-ahead-presets.ts';

/** How the deadlines would move if the complaint waited until then; nothing is written. `only` = one clock. */
export function WhatIf({ until, only }: { until: number | null; only?: CaseClock['clock'] }) {
  const { t } = useTranslation('bonds');
  const { t: tc } = useTranslation('complaints');
  const format = useFormat();
  const now = useNow(60_000);
  const { page } = useCase();
  const asked = until !== null && until > serverNow() ? until : null;
  const query = useQuery(
    orpc.complaints.whatIf.queryOptions({
      input: { id: page.complaint.id, until: asked ?? 0 },
      enabled: asked !== null,
      placeholderData: keepPreviousData,
      staleTime: 0,
      retry: false,
    }),
  );
  if (asked === null || !query.data) return null;
  return (
    <>
      {query.data
        .filter((each) => only === undefined || each.clock === only)
        .map((each) => (
          <p key={each.clock} className="s13">
            {t('whatIf.line', {
              clock: tc(`clock.${each.clock}`),
              before: format.nearDue(each.before, now),
              after: format.nearDue(each.after, now),
            })}
          </p>
        ))}
    </>
  );
}

/** Runs and is not due yet; while it waits it cannot fall due, however long the page has been open. `now` UTC ms. */
export const isAhead = (clock: CaseClock, now: number): boolean => clock.stoppedAt === null && (clock.paused || clock.dueAt > now);

/** Under the explanation of a deadline: choose until when one would wait, and see what becomes of it. */
export function WhatIfAsked({ clock }: { clock: CaseClock }) {
  const { t } = useTranslation('bonds');
  const presets = useAheadPresets();
  const [until, setUntil] = useState<number | null>(null);
  if (!isAhead(clock, serverNow()) || !['resolution', 'rectification'].includes(clock.clock)) return null;
  return (
    <div style={{ marginTop: 8 }}>
      <span className="row gap-8 s13">
        <span className="nowrap tx-2">{t('whatIf.ask')}</span>
        <MomentField
          id={`what-if-${clock.id}`}
          size="xs"
          width={204}
          label={t('whatIf.ask')}
          nullText={t('whatIf.hint')}
          value={until}
          onChange={setUntil}
          presets={presets}
        />
      </span>
      <WhatIf until={until} only={clock.clock} />
    </div>
  );
}
