import i18next, { type i18n } from 'i18next';
import type { Lang } from '#shared/contract/fields.ts';
import en from '../../resources/locales/en/reports.json' with { type: 'json' };
import zh from '../../resources/locales/zh-CN/reports.json' with { type: 'json' };

/** Words of the reports in one language: key of resources/locales/<lang>/reports.json, values for its placeholders. */
export type Words = (key: string, values?: Record<string, string | number>) => string;

let instance: i18n | undefined;

/** The words of one language; made at the first call, because most runs write no report. A key that is not there comes back as itself. */
export function wordsOf(lang: Lang): Words {
  if (!instance) {
    instance = i18next.createInstance();
    void instance.init({
      resources: { 'zh-CN': { reports: zh }, en: { reports: en } },
      lng: 'zh-CN',
      fallbackLng: 'zh-CN',
      defaultNS: 'reports',
      initAsync: false,
      interpolation: { escapeValue: false },
      returnNull: false,
    });
  }
  const t = instance.getFixedT(lang, 'reports');
  return (key, values = {}) => t(key, values);
}
