import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Lang } from '#shared/contract/fields.ts';
import { createFormat, type Format } from './format.ts';
import { useZone } from './session.tsx';

/** Formats in the language of the screen and the zone of the centre. */
export function useFormat(): Format {
  const { t, i18n } = useTranslation('common');
  const zone = useZone();
  const lang = i18n.language as Lang;
  return useMemo(() => createFormat({ t: (key, values) => t(key, values ?? {}), lang, zone }), [t, lang, zone]);
}
