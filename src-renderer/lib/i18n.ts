import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Lang } from '#shared/contract/fields.ts';

/**
 * Languages. Each namespace is one file `locales/<lang>/<domain>.json` and is found by itself. Both languages are in the
 * program (it works without a network, and a switch must not wait).
 */

const STORE_KEY = 'desk.lang';
const files = import.meta.glob<Record<string, unknown>>('../locales/*/*.json', { eager: true, import: 'default' });

function resources(): Record<string, Record<string, Record<string, unknown>>> {
  const all: Record<string, Record<string, Record<string, unknown>>> = {};
  for (const [path, words] of Object.entries(files)) {
    const [, lang, namespace] = /\/([^/]+)\/([^/]+)\.json$/.exec(path)!;
    all[lang!] = { ...all[lang!], [namespace!]: words };
  }
  return all;
}

function asLang(value: string | null | undefined): Lang | undefined {
  return value === 'zh-CN' || value === 'en' ? value : undefined;
}

function stored(): string | null {
  try {
    return localStorage.getItem(STORE_KEY);
  } catch {
    return null;
  }
}

function mark(lang: string): void {
  document.documentElement.lang = lang;
  document.title = i18next.t('shell:brand');
}

/** Starts i18next with the language of this PC: chosen here before, else Chinese. Call once before the first render. */
export function startI18n(): void {
  void i18next.use(initReactI18next).init({
    resources: resources(),
    lng: asLang(stored()) ?? 'zh-CN',
    fallbackLng: 'zh-CN',
    defaultNS: 'common',
    initAsync: false,
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  mark(i18next.language);
  i18next.on('languageChanged', mark);
}

/** The language of the screen now. */
export function currentLang(): Lang {
  return asLang(i18next.language) ?? 'zh-CN';
}

/** Switches the language at once and remembers it on this PC. */
export async function switchLang(lang: Lang): Promise<void> {
  try {
    localStorage.setItem(STORE_KEY, lang);
  } catch {
    // a browser that keeps nothing still gets the language for this visit
  }
  await i18next.changeLanguage(lang);
}

/** The language that the host was started with (`--lang`) applies until a person chooses one on this PC. */
export async function adoptHostLang(lang: Lang | null): Promise<void> {
  if (lang && !asLang(stored()) && lang !== i18next.language) await i18next.changeLanguage(lang);
}
