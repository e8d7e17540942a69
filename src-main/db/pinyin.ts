import { pinyin, polyphonic } from 'pinyin-pro';
import { foldText } from '#shared/rules/search-text.ts';
import standIns from './pinyin-stand-ins.json' with { type: 'json' };

/**
 * Names by sound: full pinyin and initials with all readings of polyphones, the surname's own reading first
 * (spec/students-and-money.md, "Student and guardians").
 */
export type NameSounds = {
  /** As people read it, with tones: `zēng lè`. Letters of the name stay as they are. */
  readonly display: string;
  /** Full pinyin without tones and blanks, the most likely reading first: `zengle`, `cengle`, … */
  readonly full: readonly string[];
  /** First letters: `zl`, `cl`, … */
  readonly initials: readonly string[];
  /** Words for the index: the pinyin from every syllable on, initials likewise, and the surname in full with initials behind it. */
  readonly tokens: readonly string[];
};

/** Characters that the library does not know, and one that sounds the same and is known. */
const STAND_INS: Readonly<Record<string, string>> = standIns;
const readable = (name: string): string => name.replace(/[^\p{ASCII}\u4e00-\u9fff]/gu, (character) => STAND_INS[character] ?? character);

/** Readings of one name that are kept; more are archaic combinations that nobody types. */
const MOST_READINGS = 32;
const READINGS_OF_ONE = 4;
const MOST_TOKENS = 160;

type Unit = { readonly readings: readonly string[] };
type Reading = { readonly parts: readonly string[]; readonly unusual: number };

/** All the ways in which a name may be typed by its sound. The empty name gives empty lists. */
export function nameSounds(name: string): NameSounds {
  const units = unitsOf(name);
  const readings = combine(units);
  const full = unique(readings.map((r) => r.parts.join('')));
  const initials = unique(readings.map((r) => r.parts.map((part) => part.charAt(0)).join('')));
  const tokens = unique([
    ...full,
    ...initials,
    ...readings.map(
      (r) =>
        `${r.parts[0] ?? ''}${r.parts
          .slice(1)
          .map((part) => part.charAt(0))
          .join('')}`,
    ),
    ...readings.flatMap((r) => r.parts.slice(1).flatMap((_, i) => [r.parts.slice(i + 1).join(''), initialsFrom(r.parts, i + 1)])),
  ]);
  return { display: displayPinyin(name), full, initials, tokens: tokens.slice(0, MOST_TOKENS) };
}

/** The most likely full pinyin without tones and blanks: two names with the same sound are worth a second look. */
export function plainPinyin(name: string): string {
  const likely = pinyin(readable(name), { surname: 'head', toneType: 'none', type: 'array', v: true });
  return foldText(likely.join('')).replace(/[^a-z0-9]/g, '');
}

/** The reading with tones, as it stands beside a name on screen. */
export function displayPinyin(name: string): string {
  return pinyin(readable(name), { surname: 'head', nonZh: 'consecutive' })
    .replace(/\s*\u00b7\s*/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

const initialsFrom = (parts: readonly string[], from: number) =>
  parts
    .slice(from)
    .map((part) => part.charAt(0))
    .join('');
const unique = (list: readonly string[]): string[] => [...new Set(list)].filter((text) => text !== '');
const HAN = /^\p{Script=Han}$/u;

/** One unit for each Han character and for each word of letters; the library's readings go by character. */
function unitsOf(written: string): Unit[] {
  const name = readable(written);
  const likely = pinyin(name, { surname: 'head', toneType: 'none', type: 'array', v: true });
  const all = polyphonic(name, { toneType: 'none', type: 'array' });
  const units: Unit[] = [];
  let word = '';
  const endWord = () => {
    if (word !== '') units.push({ readings: [word] });
    word = '';
  };
  [...name].forEach((character, i) => {
    if (!HAN.test(character)) {
      const letters = foldText(character).replace(/[^a-z0-9]/g, '');
      if (letters === '') endWord();
      word += letters;
      return;
    }
    endWord();
    const first = likely[i] ?? '';
    const readings = [first, ...(all[i] ?? [])]
      .map((reading) => reading.replaceAll('\u00fc', 'v'))
      .filter((reading) => /^[a-z]+$/.test(reading));
    if (readings.length > 0) units.push({ readings: unique(readings).slice(0, READINGS_OF_ONE).flatMap(spellings) });
  });
  endWord();
  return units;
}

/** `lv` is typed in three ways. */
function spellings(reading: string): string[] {
  if (!/^[ln]v/.test(reading)) return [reading];
  return [reading, reading.replace('v', 'yu'), reading.replace('v', 'u')];
}

/** The readings of all characters together, those with fewest unusual ones first. */
function combine(units: readonly Unit[]): Reading[] {
  let found: Reading[] = [{ parts: [], unusual: 0 }];
  for (const unit of units) {
    found = found
      .flatMap((before) =>
        unit.readings.map((reading, i) => ({ parts: [...before.parts, reading], unusual: before.unusual + (i === 0 ? 0 : 1) })),
      )
      .sort((a, b) => a.unusual - b.unusual)
      .slice(0, MOST_READINGS);
  }
  return units.length === 0 ? [] : found;
}
