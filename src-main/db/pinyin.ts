import { pinyin, polyphonic } from 'pinyin-pro';
import { foldText } from '#shared/rules/search-text.ts';
import standIns from './pinyin-stand-ins.json' with { type: 'json' };

/**
 * Names by sound: full pinyin and initials with all readings of polyphones, the surname's own reading first
 * (spec/students-and-money.md, "Student and guardians").
 */
export type NameSounds = {
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

/** Names that are remembered: typing asks for the same ones key after key, and an import asks three times for each of its own. */
const NAMES_KEPT = 20_000;

function remembered<T>(make: (name: string) => T): (name: string) => T {
  const kept = new Map<string, T>();
  return (name) => {
    const known = kept.get(name);
    if (known !== undefined) return known;
    const made = make(name);
    if (kept.size >= NAMES_KEPT) kept.clear();
    kept.set(name, made);
    return made;
  };
}

/** All the ways in which a name may be typed by its sound. The empty name gives empty lists. */
export const nameSounds = remembered(soundsOf);

function soundsOf(name: string): NameSounds {
  const full = new Set<string>();
  const initials = new Set<string>();
  const mixed = new Set<string>();
  const later = new Set<string>();
  for (const { parts } of combine(unitsOf(name))) {
    const [first = '', ...more] = parts;
    full.add(parts.join(''));
    const letters = parts.map((part) => part.charAt(0)).join('');
    initials.add(letters);
    mixed.add(first + letters.slice(1));
    for (let at = 1; at <= more.length; at += 1) {
      later.add(parts.slice(at).join(''));
      later.add(letters.slice(at));
    }
  }
  const tokens = unique([...full, ...initials, ...mixed, ...later]).slice(0, MOST_TOKENS);
  return { full: unique([...full]), initials: unique([...initials]), tokens };
}

/** The most likely full pinyin without tones and blanks: two names with the same sound are worth a second look. */
export const plainPinyin = remembered((name) => foldText(likelyPinyin(name).join('')).replace(/[^a-z0-9]/g, ''));

/** The likely reading of each character with its tones; what is no ideograph stands as it is. */
const spoken = remembered((name) => pinyin(readable(name), { surname: 'head', type: 'array' }));

/** The likely reading of each character, without tones, `ü` as `v`. */
const likelyPinyin = remembered((name) => spoken(name).map(withoutTone));

const TONES = /[\u0300\u0301\u0304\u030c]/g;
/** There are some 1,300 syllables with their tones. */
const withoutTone = remembered((syllable) => syllable.normalize('NFD').replace(TONES, '').normalize('NFC').replaceAll('\u00fc', 'v'));

/** The reading with tones, as it stands beside a name on screen: a word for each ideograph, and for what stands between them. */
export function displayPinyin(name: string): string {
  const words: string[] = [];
  let open = false;
  [...readable(name)].forEach((character, at) => {
    const reading = spoken(name)[at] ?? character;
    const joins = !HAN.test(character);
    if (joins && open) words.push(`${words.pop()}${reading}`);
    else words.push(reading);
    open = joins;
  });
  return words
    .join(' ')
    .replace(/\s*\u00b7\s*/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

const unique = (list: readonly string[]): string[] => [...new Set(list)].filter((text) => text !== '');
const HAN = /^\p{Script=Han}$/u;

/** One unit for each Han character and for each word of letters; the library's readings go by character. */
function unitsOf(written: string): Unit[] {
  const name = readable(written);
  const likely = likelyPinyin(written);
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
    const unit = unitOf(character, likely[i] ?? '');
    if (unit.readings.length > 0) units.push(unit);
  });
  endWord();
  return units;
}

const LETTERS = /^[a-z]+$/;
const unitsKnown = new Map<string, Unit>();

/** The ways to type one character, its likely reading here first; the library gives the same ones wherever it stands. */
function unitOf(character: string, likely: string): Unit {
  const key = character + likely;
  let unit = unitsKnown.get(key);
  if (!unit) {
    const all = (polyphonic(character, { toneType: 'none', type: 'array' })[0] ?? []).map((reading) => reading.replaceAll('\u00fc', 'v'));
    const readings = unique([likely, ...all].filter((reading) => LETTERS.test(reading)));
    unit = { readings: readings.slice(0, READINGS_OF_ONE).flatMap(spellings) };
    unitsKnown.set(key, unit);
  }
  return unit;
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
    const [only, ...others] = unit.readings;
    if (only !== undefined && others.length === 0) {
      found = found.map(({ parts, unusual }) => ({ parts: [...parts, only], unusual }));
      continue;
    }
    found = found
      .flatMap((before) =>
        unit.readings.map((reading, i) => ({ parts: [...before.parts, reading], unusual: before.unusual + (i === 0 ? 0 : 1) })),
      )
      .sort((a, b) => a.unusual - b.unusual)
      .slice(0, MOST_READINGS);
  }
  return units.length === 0 ? [] : found;
}
