import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useNow } from '#renderer/lib/now.ts';
import { useFormat } from '#renderer/lib/use-format.ts';
import { complaintWords } from './words.ts';

/** The sentences of a complaint in the language of the screen, as of now. */
export function useWords() {
  const { t } = useTranslation(['complaints', 'common']);
  const format = useFormat();
  const now = useNow(60_000);
  return useMemo(() => complaintWords((key, values) => t(key, values ?? {}), format, now), [t, format, now]);
}
