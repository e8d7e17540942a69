import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BannedPhrase, bannedHits, fittingScripts } from '#shared/rules/scripts.ts';

const phrases: BannedPhrase[] = [
  { id: 'a', phrase: '没办法', better: '目前能做的是____' },
  { id: 'b', phrase: '我也没办法', better: '我去问一下' },
  { id: 'c', phrase: 'No', better: 'Let me see' },
];
const found = (text: string) => bannedHits(text, phrases).map(({ id, words }) => [id, words]);

describe('banned phrases', () => {
  it.each([
    [
      '这个没办法呀，真没办法',
      [
        ['a', '没办法'],
        ['a', '没办法'],
      ],
    ],
    ['我也没办法', [['b', '我也没办法']]],
    ['no, I know nobody', [['c', 'no']]],
    ['ＮＯ！', [['c', 'ＮＯ']]],
    ['说no吧', [['c', 'no']]],
    ['no2', []],
    ['', []],
  ])('in %s', (text, expected) => {
    expect(found(text)).toEqual(expected);
  });

  it('hits stand in order, never overlap, and mark exactly the words that are there', async () => {
    const piece = fc.constantFrom('没', '办', '法', '我', '也', 'n', 'o', 'Ｎ', 'Ｏ', ' ', '，', '没办法', '我也没办法', '𠮷');
    await fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const text = pieces.join('');
        const hits = bannedHits(text, phrases);
        let last = 0;
        for (const hit of hits) {
          expect(hit.from).toBeGreaterThanOrEqual(last);
          expect(text.slice(hit.from, hit.to)).toBe(hit.words);
          last = hit.to;
        }
        // what is left between them holds none
        let rest = text;
        for (const hit of [...hits].reverse()) rest = `${rest.slice(0, hit.from)}\n${rest.slice(hit.to)}`;
        expect(rest).not.toContain('没办法');
      }),
    );
  });
});

describe('scripts that fit', () => {
  const script = (id: string, part: Partial<Parameters<typeof fittingScripts>[0][number]>) => ({
    id,
    scenario: 'complaint' as const,
    categories: [],
    words: [],
    ...part,
  });
  const library = [
    script('general', {}),
    script('finance', { categories: ['finance'] }),
    script('refund', { scenario: 'refund', categories: ['finance'], words: ['退费', '退款'] }),
    script('teaching', { categories: ['teaching'], words: ['老师'] }),
    script('renewal', { scenario: 'renewal' }),
  ];
  const order = (category: 'finance' | 'service', words: string) =>
    fittingScripts(library, { category, words }).map(({ script: { id }, fit }) => [id, fit.words.length]);

  it('what was said comes first, then the category, then what is for every complaint', () => {
    expect(order('finance', '我要退费，退款')).toEqual([
      ['refund', 2],
      ['finance', 0],
      ['general', 0],
    ]);
    expect(order('service', '老师说退费')).toEqual([
      ['refund', 1],
      ['teaching', 1],
      ['general', 0],
    ]);
    expect(order('service', '没说什么')).toEqual([['general', 0]]);
  });
});
