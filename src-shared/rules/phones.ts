/**
 * Telephone numbers of mainland China. One number has one normal form (digits only), so that a number is an identity:
 * two guardians with the same normal form are one guardian (spec/students-and-money.md, "Import and export").
 */

const MOBILE = /^1[3-9]\d{9}$/;
/** 010 and 02x have three digits of area code, the others four; seven or eight digits follow. */
const LANDLINE = /^0(?:10|2\d|[3-9]\d{2})\d{7,8}$/;
/** What people put between digits: spaces, dashes of every kind, dots, brackets, marks that a spreadsheet shows as text. */
const BETWEEN_DIGITS = /[\s\-‐-―−﹣－_.·()（）'’`\u200b-\u200f\u202a-\u202e\u2060\ufeff]/gu;

/**
 * The normal form (digits only, no country code) of a phone as typed, or null when it is no valid mainland mobile or
 * landline number. Full width, spaces, dashes, brackets and +86/86/0086 are taken away. The empty text gives null too.
 */
export function normalisePhone(typed: string): string | null {
  // A tool that took the number for an amount writes 13812341234.0.
  const whole = typed
    .normalize('NFKC')
    .trim()
    .replace(/^(\d{11})\.0+$/, '$1');
  let text = whole.replace(BETWEEN_DIGITS, '');
  if (!/^\+?\d+$/.test(text)) return null;
  if (MOBILE.test(text) || LANDLINE.test(text)) return text;
  const foreign = /^(?:\+86|0086|86)(\d+)$/.exec(text);
  if (foreign === null) return null;
  text = foreign[1] ?? '';
  if (MOBILE.test(text) || LANDLINE.test(text)) return text;
  // Behind a country code the 0 of the area code is left out by rule.
  return LANDLINE.test(`0${text}`) ? `0${text}` : null;
}

/** `138****1234`; short or odd numbers keep their last two digits only; nothing stays nothing (spec/trust.md, "Privacy"). */
export function maskPhone(phone: string): string {
  const digits = normalisePhone(phone) ?? phone.replace(BETWEEN_DIGITS, '');
  if (digits === '') return '';
  if (digits.length >= 9) return `${digits.slice(0, 3)}****${digits.slice(-4)}`;
  if (digits.length >= 5) return `****${digits.slice(-2)}`;
  return '****';
}

/** The last four digits, by which people ask for a number; empty when there are fewer. */
export function phoneTail(phone: string): string {
  const digits = phone.replace(/\D/g, '');
  return digits.length >= 4 ? digits.slice(-4) : '';
}
