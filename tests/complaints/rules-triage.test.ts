import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { propose, type TriageRule, triageRules } from '#shared/rules/triage.ts';
import file from '../../resources/triage/default-rules.json' with { type: 'json' };

const rules = triageRules(file, 'zh-CN');

describe('the shipped rules', () => {
  it('are all read, each with its own id, words and notes in both languages', () => {
    expect(rules).toHaveLength(file.rules.length);
    expect(new Set(rules.map((rule) => rule.id)).size).toBe(rules.length);
    for (const rule of [...rules, ...triageRules(file, 'en')]) {
      expect(rule.note).not.toBe('');
      expect(rule.groups.flat().length).toBeGreaterThan(0);
      expect(rule.category === null || rule.subcategory !== '').toBe(true);
    }
  });
  it('are told by the words which rule spoke, where, and what else it could be', () => {
    const words = '昨晚下课孩子在门口台阶滑倒了，膝盖破皮流血，等了十几分钟没有老师过来，是保安帮忙擦的。';
    expect(propose(words, rules)).toMatchObject({
      category: 'facility',
      subcategory: '场地安全',
      severity: 'critical',
      rule: { id: 'injury', number: 3 },
      matches: [
        { start: 11, length: 2, word: '滑倒' },
        { start: 17, length: 4, word: '破皮流血' },
      ],
      alternatives: [{ category: 'service', subcategory: '现场看护', words: ['没有老师过来'] }],
    });
  });
  it.each([
    ['这学期英语换了两次老师，新老师讲得快，她跟不上，剩下的课我想退掉。', 'teaching', 'serious'],
    ['要求退费，发票也没给', 'finance', 'serious'],
    ['上次交钱的收据一直没开', 'finance', 'general'],
    ['作业没人批改', 'teaching', 'general'],
    ['平板打不开回放，登录一直转圈', 'technical', 'general'],
    ['APP闪退，进不去直播', 'technical', 'general'],
    ['ＡＰＰ 登不上', 'technical', 'general'],
    ['前台态度很差，打电话没人接', 'service', 'serious'],
    ['发了三天消息都不回', 'service', 'general'],
    ['教室空调坏了，太热', 'facility', 'general'],
    ['隔壁班太吵，隔音不行', 'facility', 'general'],
    ['暖气不热，孩子上课穿羽绒服', 'facility', 'general'],
    ['老师打孩子手心', 'teaching', 'critical'],
    ['孩子手被门夹伤了，去医院缝了两针', 'facility', 'critical'],
    ['再不解决我就去 12315 投诉，找律师', 'service', 'critical'],
    ['退费拖了两个月，我要找媒体曝光', 'finance', 'critical'],
    ['好几个家长都说要一起退款', 'finance', 'critical'],
    ['多扣了两节课时', 'finance', 'serious'],
    ['报名的时候答应送两节，现在不认', 'service', 'serious'],
    ['厕所太脏', 'facility', 'general'],
  ])('%s → %s, %s', (words, category, severity) => {
    expect(propose(words, rules)).toMatchObject({ category, severity });
  });
  it('do not take a child for hurt that was not', () => {
    expect(propose('地面很滑，还好没有受伤', rules)).toMatchObject({ category: 'facility', severity: 'general', rule: { id: 'building' } });
    expect(propose('我是在抖音看到你们的，前台语气很冲', rules)).toMatchObject({ category: 'service', severity: 'serious' });
  });
  it('propose the plain default when no rule speaks', () => {
    expect(propose('你好', rules)).toEqual({
      category: 'service',
      subcategory: '',
      severity: 'general',
      matches: [],
      rule: null,
      rules: [],
      alternatives: [],
    });
  });
});

describe('the rules of a rule', () => {
  const rule = (change: Partial<TriageRule>): TriageRule => ({
    id: 'r',
    number: 1,
    groups: [['cold']],
    unless: [],
    category: 'facility',
    subcategory: '',
    severity: 'general',
    note: 'n',
    ...change,
  });
  it('every group must be found', () => {
    const both = rule({ groups: [['cold', 'hot'], ['room']] });
    expect(propose('the room', [both]).rule).toBe(null);
    expect(propose('a HOT Room', [both]).matches.map(({ word }) => word)).toEqual(['hot', 'room']);
    expect(propose('anything', [rule({ groups: [] })]).rule).toBe(null);
    expect(propose('anything', [rule({ groups: [[' ', '']] })]).rule).toBe(null);
  });
  it('a phrase takes a word back only where it stands', () => {
    const careful = rule({ unless: ['not cold'] });
    expect(propose('it is not cold', [careful]).rule).toBe(null);
    expect(propose('not cold, then cold', [careful]).matches).toEqual([{ start: 15, length: 4, word: 'cold' }]);
  });
  it('a rule without a category speaks about severity only', () => {
    const press = rule({ id: 'press', number: 2, groups: [['press']], category: null, severity: 'critical' });
    expect(propose('cold, I call the press', [rule({}), press])).toMatchObject({
      category: 'facility',
      severity: 'critical',
      rule: { id: 'press' },
      matches: [{ word: 'cold' }, { word: 'press' }],
      alternatives: [],
    });
  });
  it('a file with an unknown category loses only that rule', () => {
    const texts = { 'zh-CN': 'x', en: 'y' };
    const shape = { groups: [['a']], unless: [], subcategory: texts, note: texts };
    const read = triageRules(
      {
        version: 1,
        rules: [
          { ...shape, id: 'bad', category: 'weather', severity: 'general' },
          { ...shape, id: 'worse', category: 'service', severity: 'fatal' },
          { ...shape, id: 'good', category: 'service', severity: 'general' },
        ],
      },
      'en',
    );
    expect(read).toMatchObject([{ id: 'good', number: 3, note: 'y' }]);
  });
  it('whatever is typed, the marks lie in the text, in order, apart, and say what stands there', () => {
    const snippets = rules.flatMap((each) => each.groups.flat());
    const text = fc
      .array(fc.oneof(fc.constantFrom(...snippets), fc.string({ maxLength: 6, unit: 'grapheme' }), fc.constantFrom('İ', 'ß', '，', 'Ａ')), {
        maxLength: 20,
      })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, (words) => {
        let edge = 0;
        for (const { start, length, word } of propose(words, rules).matches) {
          expect(start).toBeGreaterThanOrEqual(edge);
          edge = start + length;
          expect(edge).toBeLessThanOrEqual(words.length);
          expect(words.slice(start, edge).normalize('NFKC').toLowerCase()).toBe(word.toLowerCase());
        }
      }),
      { numRuns: 500 },
    );
  });
});
