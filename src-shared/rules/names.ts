/** People's names: one field, never split into surname and given name (spec/students-and-money.md, "Student and guardians"). */

/** Longest name that is accepted, in characters (not UTF-16 units). */
const NAME_MAX = 100;

/** Dots that look like the one between the parts of a name (U+00B7) and are typed instead of it. */
const DOTS =
  '\u00b7\u0387\u2022\u2027\u2219\u22c5\u25cf\u25e6\u2e31\u2981\u30fb\uff65\u318d\u16eb\u02d9\ua78f\ufe52\u2024\u2e30\u2218\u2982\u26ab';
const DOT_BETWEEN_LETTERS = new RegExp(`(?<=\\p{L})\\s*[${DOTS}]+\\s*(?=\\p{L})`, 'gu');
/** Full stops, also the Chinese one, stand for the dot only between Han characters: `J.Smith` keeps it. */
const STOP_BETWEEN_HAN = /(?<=\p{Script=Han})\s*[.\uff0e\uff61\u3002]+\s*(?=\p{Script=Han})/gu;
const SPACE_BETWEEN_HAN = /(?<=\p{Script=Han})\s+(?=\p{Script=Han})/gu;
const SPACE_AT_DOT = /\s*\u00b7\s*/g;
const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/g;
const BLANK = /[\s\p{Cc}\u3000]+/gu;
/** Code points of the private area by which older fonts and GBK tools carry characters that have a place of their own now. */
const PRIVATE: Readonly<Record<string, string>> = { '\ue863': '\u4dae', '\ue864': '\u9fbb', '\ue81e': '\u9fb4', '\ue854': '\u9fba' };
const PRIVATE_CHARACTERS = /[\ue863\ue864\ue81e\ue854]/g;

/**
 * The name as it is kept: full-width letters made narrow, invisible characters taken away, spaces that only align Han
 * characters removed, look-alike dots made U+00B7. Han characters are never exchanged for compatible ones, whole GB18030 stays.
 */
export function normaliseName(typed: string): string {
  let text = typed.replace(INVISIBLE, '').replace(PRIVATE_CHARACTERS, (c) => PRIVATE[c] ?? c);
  text = text.replace(/[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0));
  // Only letters with loose accents are composed: NFC over everything would exchange compatibility ideographs.
  text = text.replace(/\p{Script=Latin}\p{Mn}+/gu, (c) => c.normalize('NFC'));
  text = text.replace(BLANK, ' ').trim();
  text = text.replace(DOT_BETWEEN_LETTERS, '\u00b7').replace(STOP_BETWEEN_HAN, '\u00b7').replace(SPACE_AT_DOT, '\u00b7');
  return text.replace(SPACE_BETWEEN_HAN, '');
}

/** What two spellings of one name share: the normal form without case, spaces and dots. Compare keys, show names. */
export function nameKey(name: string): string {
  return normaliseName(name)
    .toLowerCase()
    .replace(/[\s\u00b7.]/g, '');
}

/** What two spellings of one course share: width, case and blanks do not count, dots do (Level 1.1 is not Level 11). */
export function courseKey(name: string): string {
  return name.normalize('NFKC').toLowerCase().replace(/\s+/g, '');
}

/** Why a name is refused, or null. */
export function nameProblem(name: string): 'name_missing' | 'name_invalid' | 'name_too_long' | null {
  if (name === '') return 'name_missing';
  if ([...name].length > NAME_MAX) return 'name_too_long';
  return /[\p{L}\u{20000}-\u{3ffff}]/u.test(name) ? null : 'name_invalid';
}

/** The first character, the rest as stars: how names leave the house when that is asked for (spec/trust.md, "Privacy: masking"). */
export function maskName(name: string): string {
  const characters = [...name];
  const first = characters[0];
  return first === undefined ? '' : first + '*'.repeat(Math.min(Math.max(characters.length - 1, 1), 3));
}

/** Several names as lists show them (张三、李四), each masked. */
export function maskNames(names: string): string {
  return names.split('、').map(maskName).join('、');
}

/** The order of names as a Chinese list has it: by pinyin. One collator for all: making it costs more than comparing. */
export const byName: (a: string, b: string) => number = new Intl.Collator('zh-CN').compare;
