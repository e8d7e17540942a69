/**
 * Text that can be searched by any part of a Chinese word, one or two characters too, with SQLite FTS5 (design/facts.md,
 * "Database"). A run of ideographs is stored as overlapping pairs and its last character: `张三丰` → `张三 三丰 丰`. Then a
 * single character is the prefix of a pair, two characters are one pair, and more are adjacent pairs, so that exactly the
 * texts are found that hold the word. Letters and digits are words of their own and found by their beginning.
 *
 * Both sides must go through here: `ftsTokens` for what is stored, `ftsQuery` for what is asked. The tokens are plain words
 * between spaces; the tokenizers `ascii` and `unicode61 remove_diacritics 0 categories 'L* N* Co'` keep them as they are.
 */

const IDEOGRAPH =
  '[[\\p{L}\\p{Nl}\\p{Co}]&&[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}\\p{Script=Bopomofo}\\p{Co}]]';
const RUNS = new RegExp(`(${IDEOGRAPH}+)|([[\\p{L}\\p{Nl}\\p{Co}]--${IDEOGRAPH}]+)|(\\p{N}+)`, 'gv');
/** The dot inside a name is neither asked for nor missed. */
const DOT_INSIDE = new RegExp(`(?<=${IDEOGRAPH})[\\u00b7\\u2022\\u2027\\u22c5\\u30fb](?=${IDEOGRAPH})`, 'gv');

type Run = { readonly kind: 'ideographs' | 'letters' | 'digits'; readonly text: string };

/** Texts that fold to the same are the same to a search: width, case, accents and the dot inside names do not count. */
export function foldText(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('\u03c2', '\u03c3')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .normalize('NFC')
    .replace(DOT_INSIDE, '');
}

function runsOf(text: string): Run[] {
  return [...foldText(text).matchAll(RUNS)].map((match) => {
    const kind = match[1] !== undefined ? 'ideographs' : match[2] !== undefined ? 'letters' : 'digits';
    return { kind, text: match[0] };
  });
}

/** Overlapping pairs of the characters; a single character stays alone. */
export function pairs(run: string): string[] {
  const characters = [...run];
  return characters.length < 2 ? characters : characters.slice(1).map((c, i) => `${characters[i]}${c}`);
}

/** What is stored in an FTS5 column for this text: words between spaces. */
export function ftsTokens(text: string): string {
  return runsOf(text)
    .flatMap((run) => {
      if (run.kind !== 'ideographs') return [run.text];
      const characters = [...run.text];
      const last = characters.at(-1) ?? '';
      return characters.length < 2 ? [last] : [...pairs(run.text), last];
    })
    .join(' ');
}

/** More than a person types; a pasted page is cut. */
const LONGEST_QUERY = 100;
const MOST_TERMS = 8;

/**
 * The MATCH expression for what a person typed, or null when there is nothing to look for. Every part between blanks must be
 * found; a part is found where it stands in the text as written. Holds letters, digits, ideographs, quotes, `*` and blanks
 * only, whatever was typed: nothing of FTS5's own language gets through.
 * @param column look only there, e.g. `name`; must be a column's plain name.
 */
export function ftsQuery(typed: string, column?: string): string | null {
  const parts = typed.slice(0, LONGEST_QUERY).trim().split(/\s+/u).map(phrase);
  const found = parts.filter((part) => part !== null).slice(0, MOST_TERMS);
  if (found.length === 0) return null;
  const all = found.join(' AND ');
  return column === undefined ? all : `${column} : (${all})`;
}

function phrase(part: string): string | null {
  const runs = runsOf(part);
  const last = runs.at(-1);
  if (last === undefined) return null;
  const tokens = runs.flatMap((run) => {
    if (run.kind !== 'ideographs') return [run.text];
    // Inside a part the run ends where the text's run ends, so its last character stands there alone.
    return run === last ? pairs(run.text) : ftsTokens(run.text).split(' ');
  });
  // A pair is whole; a word or a single character may go on.
  const isWhole = last.kind === 'ideographs' && [...last.text].length > 1;
  return `"${tokens.join(' ')}"${isWhole ? '' : ' *'}`;
}

/** Where the first part of what was typed stands in a text that is shown: start and length in UTF-16 units, blanks and accents passed over. */
export function matchRange(text: string, typed: string): { readonly start: number; readonly length: number } | null {
  const wanted = bare(typed.trim().slice(0, LONGEST_QUERY));
  if (wanted === '') return null;
  let folded = '';
  const from: number[] = [];
  const to: number[] = [];
  let at = 0;
  for (const character of text) {
    const plain = bare(character);
    for (let i = 0; i < plain.length; i += 1) {
      from.push(at);
      to.push(at + character.length);
    }
    folded += plain;
    at += character.length;
  }
  const start = folded.indexOf(wanted);
  const first = from[start];
  const end = to[start + wanted.length - 1];
  return start < 0 || first === undefined || end === undefined ? null : { start: first, length: end - first };
}

function bare(text: string): string {
  return foldText(text).replace(/[^\p{L}\p{N}\p{Co}]+/gu, '');
}

/** The digits of a phone and the same backwards: with both any beginning and any end (`1234`) is found by a prefix. */
export function phoneKeys(phone: string): readonly string[] {
  const digits = phone.replace(/\D/g, '');
  return digits === '' ? [] : [digits, reversed(digits)];
}

/** Digits backwards: what is asked of `phoneKeys` for the last digits of a phone. */
export function reversed(digits: string): string {
  return [...digits].reverse().join('');
}
