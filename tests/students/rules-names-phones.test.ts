import fc from 'fast-check';
import { expect, test } from 'vitest';
import { maskName, maskNames, nameKey, nameProblem, normaliseName } from '#shared/rules/names.ts';
import { maskPhone, normalisePhone, phoneTail } from '#shared/rules/phones.ts';

test.each([
  ['迪丽热巴•艾力', '迪丽热巴·艾力'],
  ['库尔班．吐尔逊', '库尔班·吐尔逊'],
  ['库尔班.吐尔逊', '库尔班·吐尔逊'],
  ['阿依古丽 ・ 买买提', '阿依古丽·买买提'],
  ['阿依古丽‧买买提·江', '阿依古丽·买买提·江'],
  ...[...'﹒․⸰∘⦁⦂⚫。｡'].map((dot) => [`库尔班${dot}吐尔逊`, '库尔班·吐尔逊']),
  ['库尔班 。 吐尔逊', '库尔班·吐尔逊'],
  ['张三。', '张三。'],
  ['张 三丰', '张三丰'],
  ['张\u3000三', '张三'],
  ['  王 \u00a0 五  ', '王五'],
  ['张\n三', '张三'],
  ['\u200b李四\ufeff', '李四'],
  ['Ａｎｎａ　Ｗａｎｇ', 'Anna Wang'],
  ['Anna   王', 'Anna 王'],
  ['J.R. Smith', 'J.R. Smith'],
  ['Jose\u0301', 'José'],
  ['王䶮', '王䶮'],
  ['王\ue863', '王䶮'],
  ['李𠮷', '李𠮷'],
  ['\uf900', '\uf900'],
  ['', ''],
])('the name %j is kept as %j', (typed, kept) => {
  expect(normaliseName(typed)).toBe(kept);
});

test('normalising twice changes nothing, and keys ignore case, blanks and dots', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const once = normaliseName(text);
      expect(normaliseName(once)).toBe(once);
    }),
  );
  expect(nameKey('迪丽热巴 • 艾力')).toBe(nameKey('迪丽热巴艾力'));
  expect(nameKey('ANNA wang')).toBe(nameKey('Anna  Wang'));
});

test('names of fifty characters and more pass, nothing and bare digits do not', () => {
  expect(nameProblem('𠮷'.repeat(100))).toBeNull();
  expect(nameProblem('𠮷'.repeat(101))).toBe('name_too_long');
  expect(nameProblem('')).toBe('name_missing');
  expect(nameProblem('123-4')).toBe('name_invalid');
});

test.each([
  ['13812341234', '13812341234'],
  [' 138-1234-1234 ', '13812341234'],
  ['138 1234 1234', '13812341234'],
  ['１３８１２３４１２３４', '13812341234'],
  ['+86 13812341234', '13812341234'],
  ['86-13812341234', '13812341234'],
  ['(+86)138.1234.1234', '13812341234'],
  ['008613812341234', '13812341234'],
  ['13812341234\t', '13812341234'],
  ["'13812341234", '13812341234'],
  ['13812341234.0', '13812341234'],
  ['010-12345678', '01012345678'],
  ['021－61234567', '02161234567'],
  ['（0571）8765432', '05718765432'],
  ['0755 86123456', '075586123456'],
  ['+86 21 6123 4567', '02161234567'],
  ['1381234567', null],
  ['138123456789', null],
  ['12812341234', null],
  ['12345', null],
  ['61234567', null],
  ['0000-1234567', null],
  ['无', null],
  ['', null],
  ['-', null],
  ['1.38E+10', null],
  ['13812341234 13912341234', null],
  ['+85291234567', null],
])('the phone %j is %j', (typed, phone) => {
  expect(normalisePhone(typed)).toBe(phone);
});

test('masks', () => {
  expect(maskPhone('13812341234')).toBe('138****1234');
  expect(maskPhone('138 1234 1234')).toBe('138****1234');
  expect(maskPhone('021-61234567')).toBe('021****4567');
  expect(maskPhone('1234567')).toBe('****67');
  expect(maskPhone('')).toBe('');
  expect(maskName('张三')).toBe('张*');
  expect(maskName('𠮷三丰')).toBe('𠮷**');
  expect(maskName('')).toBe('');
  expect(maskNames('张三、欧阳雪梅')).toBe('张*、欧***');
  expect(maskNames('')).toBe('');
  expect(phoneTail('13812345678')).toBe('5678');
});

test('a mask never shows more than seven digits', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[0-9+ -]{0,20}$/), (text) => {
      expect(maskPhone(text).replace(/\D/g, '').length).toBeLessThanOrEqual(7);
    }),
  );
});
