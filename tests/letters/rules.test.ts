import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shipped } from '#main/letters/service.ts';
import { blanksIn, blocksOf, fillText, letterVariables, unknownVariables } from '#shared/rules/letters.ts';

const values = new Map([
  ['投诉编号', 'C1'],
  ['Complaint number', 'C1'],
]);

describe('variables', () => {
  it('are put in by label, in either language and with room around; misspelt ones are named and stay', () => {
    expect(fillText('{{投诉编号}} {{ Complaint number }} {{投诉编好}}', values)).toEqual({
      text: 'C1 C1 {{投诉编好}}',
      unknown: ['投诉编好'],
    });
  });
  it('in what somebody told are words, not variables', () => {
    const { text } = fillText('{{投诉编号}}', new Map([['投诉编号', '他写了 {{密码}}']]));
    expect(unknownVariables(text, new Set())).toEqual([]);
  });
  it('never make a text unreadable, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const once = fillText(text, values);
        expect(fillText(once.text, values).unknown).toEqual(once.unknown);
        blocksOf(text);
      }),
    );
  });
});

it('marks become headings, tables and signatures, everything else paragraphs', () => {
  expect(blocksOf('## 一\n您好\n\n| 编号 | C1\n| 日期 | \n> 中心')).toEqual([
    { kind: 'heading', text: '一' },
    { kind: 'paragraph', text: '您好' },
    {
      kind: 'table',
      rows: [
        { label: '编号', text: 'C1' },
        { label: '日期', text: '' },
      ],
    },
    { kind: 'signature', text: '中心' },
  ]);
  expect(blanksIn('____（写进展），不晚于____')).toBe(2);
});

describe('the texts that the program comes with', () => {
  const [zh, en] = [shipped('zh-CN'), shipped('en')];
  it('are the same in both languages, and use only variables that exist', () => {
    expect(Object.keys(zh)).toEqual(Object.keys(en));
    expect(zh.templates.map(({ key, kind }) => [key, kind])).toEqual(en.templates.map(({ key, kind }) => [key, kind]));
    for (const each of [zh, en]) {
      expect(Object.keys(each.variables)).toEqual([...letterVariables]);
      const labels = new Set(Object.values(each.variables).map(({ label }) => label));
      expect(labels.size).toBe(letterVariables.length);
      for (const { body } of each.templates) expect(unknownVariables(body, labels)).toEqual([]);
    }
  });
  it.each([zh, en])('a reply has facts, finding, decision, remedy and how to appeal', (texts) => {
    const reply = texts.templates.find(({ kind }) => kind === 'reply');
    expect(blocksOf(reply?.body ?? '').filter(({ kind }) => kind === 'heading')).toHaveLength(7);
  });
});
