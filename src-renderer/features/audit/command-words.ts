import type { TFunction } from 'i18next';

/** A command's name in words: `audit:command.<name>`; one that has none yet is shown as it is. */
export function commandWords(t: TFunction<'audit'>, name: string): string {
  return t(`command.${name}`, { defaultValue: name });
}
