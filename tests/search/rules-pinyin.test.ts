import { expect, test } from 'vitest';
import { displayPinyin, nameSounds, plainPinyin } from '#main/db/pinyin.ts';

test.each([
  ['曾乐', 'zēng lè', ['zengle', 'cengle'], ['zl', 'cl']],
  ['单田雨', 'shàn tián yǔ', ['shantianyu', 'dantianyu'], ['sty', 'dty']],
  ['仇英', 'qiú yīng', ['qiuying', 'chouying'], ['qy', 'cy']],
  ['解晓东', 'xiè xiǎo dōng', ['xiexiaodong', 'jiexiaodong'], ['xxd', 'jxd']],
  ['朴信惠', 'piáo xìn huì', ['piaoxinhui', 'puxinhui'], ['pxh']],
  ['尉迟恭礼', 'yù chí gōng lǐ', ['yuchigongli', 'weichigongli'], ['ycgl', 'wcgl']],
  ['欧阳娜娜', 'ōu yáng nà nà', ['ouyangnana', 'ouyangnanuo'], ['oynn']],
  ['吕布', 'lǚ bù', ['lvbu', 'lyubu', 'lubu'], ['lb']],
  ['王䶮', 'wáng yǎn', ['wangyan'], ['wy']],
  ['李𠮷', 'lǐ jí', ['liji'], ['lj']],
  ['迪丽热巴·艾力', 'dí lì rè bā ài lì', ['dilirebaaili'], ['dlrbal']],
  ['Anna 王', 'Anna wáng', ['annawang'], ['aw']],
])('%s is read %s', (name, display, full, initials) => {
  const sounds = nameSounds(name);
  expect(displayPinyin(name)).toBe(display);
  expect(sounds.full[0]).toBe(full[0]);
  expect(sounds.full).toEqual(expect.arrayContaining(full));
  expect(sounds.initials).toEqual(expect.arrayContaining(initials));
});

test('a name is found from every syllable on, by first letters, and by the surname with first letters', () => {
  const { tokens } = nameSounds('张三丰');
  expect([...tokens].sort()).toEqual(['f', 'feng', 'sanfeng', 'sf', 'zhangsanfeng', 'zhangsf', 'zsf']);
});

test('readings multiply within bounds, the likely one stays first', () => {
  const sounds = nameSounds('乐乐'.repeat(20));
  expect(sounds.full.length).toBeLessThanOrEqual(32);
  expect(sounds.tokens.length).toBeLessThanOrEqual(160);
  expect(nameSounds('曾乐').full[0]).toBe(plainPinyin('曾乐'));
});

test('names without a reading give what they have', () => {
  expect(nameSounds('')).toEqual({ full: [], initials: [], tokens: [] });
  expect(nameSounds('123').full).toEqual(['123']);
  expect(nameSounds('😀').full).toEqual([]);
  expect(displayPinyin('')).toBe('');
  for (const name of ['㼆', '𰻞', 'ئۇيغۇر', '\ud842']) expect(() => nameSounds(name)).not.toThrow();
});
