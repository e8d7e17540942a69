import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '#main/db/open.ts';
import { foldText, ftsQuery, ftsTokens, matchRange, pairs, phoneKeys, reversed } from '#shared/rules/search-text.ts';

const TOKENIZERS = ['ascii', "unicode61 remove_diacritics 0 categories 'L* N* Co'"];

/** A table with the texts as rows 1, 2, …; answers which rows a typed text finds. */
function table(texts: readonly string[], tokenizer: string): (typed: string) => number[] {
  const db = openDatabase({ file: ':memory:' });
  onTestFinished(() => db.close());
  return fill(db, texts, tokenizer);
}

function fill(db: ReturnType<typeof openDatabase>, texts: readonly string[], tokenizer: string): (typed: string) => number[] {
  const writer = db.writer({ id: 'c', seq: 1, name: 'test', actor: { kind: 'system' }, at: 0 });
  writer.tx.run('DROP TABLE IF EXISTS found');
  writer.tx.run(`CREATE VIRTUAL TABLE found USING fts5 (words, tokenize = "${tokenizer}", prefix = '1 2')`);
  texts.forEach((text, i) => {
    writer.tx.run('INSERT INTO found (rowid, words) VALUES (?, ?)', [i + 1, ftsTokens(text)]);
  });
  writer.end();
  return (typed) => {
    const query = ftsQuery(typed);
    return query === null
      ? []
      : db.all<{ rowid: number }>('SELECT rowid FROM found WHERE found MATCH ? ORDER BY rowid', [query]).map((r) => r.rowid);
  };
}

test('a run becomes pairs and its last character, letters and digits words of their own', () => {
  expect(ftsTokens('张三丰')).toBe('张三 三丰 丰');
  expect(ftsTokens('丰')).toBe('丰');
  expect(ftsTokens('周六3班，Ａｒｔ-2B')).toBe('周六 六 3 班 art 2 b');
  expect(ftsTokens('迪丽热巴·艾力')).toBe('迪丽 丽热 热巴 巴艾 艾力 力');
  expect(ftsTokens('José')).toBe('jose');
  expect(ftsTokens('，。!')).toBe('');
  expect(pairs('𠮷三')).toEqual(['𠮷三']);
});

test('what is asked', () => {
  expect(ftsQuery('三')).toBe('"三" *');
  expect(ftsQuery('张三')).toBe('"张三"');
  expect(ftsQuery('张三丰')).toBe('"张三 三丰"');
  expect(ftsQuery('3班')).toBe('"3 班" *');
  expect(ftsQuery('周六3')).toBe('"周六 六 3" *');
  expect(ftsQuery('张 zh')).toBe('"张" * AND "zh" *');
  expect(ftsQuery('张三', 'name')).toBe('name : ("张三")');
  expect(ftsQuery('  ，。 ')).toBeNull();
  expect(ftsQuery('')).toBeNull();
});

test.each(TOKENIZERS)('parts of names and sentences are found, others are not (%s)', (tokenizer) => {
  const find = table(
    ['张三丰', '张丰三', '三张', '王䶮', '李𠮷', '迪丽热巴·艾力', '投诉：周六3班老师，迟到', 'Anna 王', '𰻞面', '丰 三'],
    tokenizer,
  );
  expect(find('三')).toEqual([1, 2, 3, 10]);
  expect(find('丰')).toEqual([1, 2, 10]);
  expect(find('三丰')).toEqual([1]);
  expect(find('张三丰')).toEqual([1]);
  expect(find('张丰')).toEqual([2]);
  expect(find('张 丰')).toEqual([1, 2]);
  expect(find('䶮')).toEqual([4]);
  expect(find('𠮷')).toEqual([5]);
  expect(find('李𠮷')).toEqual([5]);
  expect(find('热巴艾')).toEqual([6]);
  expect(find('巴·艾')).toEqual([6]);
  expect(find('3班')).toEqual([7]);
  expect(find('六3班老')).toEqual([7]);
  expect(find('师迟')).toEqual([]);
  expect(find('老师 迟到')).toEqual([7]);
  expect(find('ANN')).toEqual([8]);
  expect(find('nna')).toEqual([]);
  expect(find('𰻞')).toEqual([9]);
});

/** Few characters, so that words meet texts often; with all that separates and joins. */
const letters = fc.constantFrom('张', '三', '丰', '三', '𠮷', 'か', 'a', 'B', 'b', '1', '２', ' ', '，', '·', '-', '\n');
const textOf = (max: number) => fc.array(letters, { minLength: 1, maxLength: max }).map((list) => list.join(''));
const ideographs = fc.array(fc.constantFrom('张', '三', '丰', '𠮷', 'か'), { minLength: 1, maxLength: 4 }).map((list) => list.join(''));

test.each(TOKENIZERS)('a word of ideographs is found exactly where it stands in the text (%s)', (tokenizer) => {
  const db = openDatabase({ file: ':memory:' });
  onTestFinished(() => db.close());
  fc.assert(
    fc.property(
      fc.array(textOf(14), { minLength: 1, maxLength: 12 }),
      fc.array(ideographs, { minLength: 1, maxLength: 8 }),
      (texts, words) => {
        const find = fill(db, texts, tokenizer);
        for (const word of words)
          expect([word, find(word)]).toEqual([word, texts.flatMap((text, i) => (foldText(text).includes(foldText(word)) ? [i + 1] : []))]);
      },
    ),
    { numRuns: 150 },
  );
});

/** The same question asked without an index: runs side by side, words from their beginning. */
function stands(text: string, part: string): boolean {
  const split = (s: string) => foldText(s).match(/[a-z]+|\p{N}+|\p{L}+?(?=[a-z]|\P{L}|$)/gu) ?? [];
  const runs = split(text);
  const wanted = split(part);
  const isIdeographs = (run: string | undefined) => run !== undefined && /^[^a-z\d]/u.test(run);
  return runs.some((_, from) =>
    wanted.every((run, i) => {
      const there = runs[from + i];
      if (there === undefined || isIdeographs(run) !== isIdeographs(there)) return false;
      const first = i === 0;
      const last = i === wanted.length - 1;
      if (!isIdeographs(run)) return last ? there.startsWith(run) : there === run;
      if (first && last) return there.includes(run);
      if (first) return there.endsWith(run);
      return last ? there.startsWith(run) : there === run;
    }),
  );
}

test('mixed words are found where they stand, letters and digits from their beginning', () => {
  const db = openDatabase({ file: ':memory:' });
  onTestFinished(() => db.close());
  fc.assert(
    fc.property(
      fc.array(textOf(14), { minLength: 1, maxLength: 12 }),
      fc.array(textOf(5), { minLength: 1, maxLength: 8 }),
      (texts, asked) => {
        const find = fill(db, texts, 'ascii');
        for (const typed of asked) {
          const parts = typed.split(/\s+/u).filter((part) => ftsTokens(part) !== '');
          const right = parts.length === 0 ? [] : texts.flatMap((text, i) => (parts.every((part) => stands(text, part)) ? [i + 1] : []));
          expect([typed, find(typed)]).toEqual([typed, right]);
        }
      },
    ),
    { numRuns: 150 },
  );
});

test('nothing that is typed is an error or a command', () => {
  const db = openDatabase({ file: ':memory:' });
  onTestFinished(() => db.close());
  const find = fill(db, ['张三', 'abc'], 'ascii');
  for (const typed of [
    '"',
    '""',
    "'",
    '张三"',
    '* OR *',
    'a OR b',
    'NOT a',
    'NEAR(a b)',
    'words:a',
    '{words} : a',
    '^a',
    'a + b',
    '-a',
    '(',
    ')',
    '\u0000a',
    '张"三',
    ';DROP TABLE found',
  ])
    expect(() => find(typed)).not.toThrow();
  expect(find('NOT 张三')).toEqual([]);
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (typed) => {
      const query = ftsQuery(typed);
      if (query !== null) expect(query.replace(/ AND /g, ' ')).toMatch(/^("[^"*():^{}+-]+"( \*)? ?)+$/u);
      find(typed);
    }),
  );
});

test('what was found can be marked in what is shown', () => {
  expect(matchRange('张三丰', '三丰')).toEqual({ start: 1, length: 2 });
  expect(matchRange('李𠮷三', '𠮷')).toEqual({ start: 1, length: 2 });
  expect(matchRange('zēng lè', 'ZENGL')).toEqual({ start: 0, length: 6 });
  expect(matchRange('迪丽热巴·艾力', '巴艾')).toEqual({ start: 3, length: 3 });
  expect(matchRange('ＡＢ１', 'b1')).toEqual({ start: 1, length: 2 });
  expect(matchRange('张三', '四')).toBeNull();
  expect(matchRange('张三', ' ')).toBeNull();
});

test('a phone is found from both ends', () => {
  expect(phoneKeys('138-1234-5678')).toEqual(['13812345678', '87654321831']);
  expect(reversed('5678')).toBe('8765');
  expect(phoneKeys('')).toEqual([]);
});
