import type Sqlite from 'better-sqlite3';
import { ftsTokens, phoneKeys } from '#shared/rules/search-text.ts';
import { nameSounds } from './pinyin.ts';

/**
 * The functions that the search triggers of the schema call, so that whatever writes a row — a service, an undo, an import in a worker —
 * keeps the index true: `search_words(text)`, `search_sounds(name)`, `search_phone(phone)`.
 */
export function registerSearch(raw: Sqlite.Database): void {
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  raw.function('search_words', { deterministic: true }, (value: unknown) => ftsTokens(text(value)));
  raw.function('search_sounds', { deterministic: true }, (value: unknown) => nameSounds(text(value)).tokens.join(' '));
  raw.function('search_phone', { deterministic: true }, (value: unknown) => phoneKeys(text(value)).join(' '));
}
