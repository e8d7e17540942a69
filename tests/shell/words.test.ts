import { describe, expect, it } from 'vitest';
import { dueKind } from '#renderer/lib/due.ts';
import { failures } from '#shared/contract/base.ts';
import { rights } from '#shared/rules/access.ts';
import en from '../../src-renderer/locales/en/errors.json' with { type: 'json' };
import zh from '../../src-renderer/locales/zh-CN/errors.json' with { type: 'json' };

interface Words {
  readonly what?: string;
  readonly saved?: string;
  readonly next?: string;
}

describe('failures in words', () => {
  const codes = [...Object.keys(failures), 'OFFLINE', 'UNKNOWN'];
  for (const [lang, file] of Object.entries({ zh, en })) {
    const words: Readonly<Record<string, Words>> = file.code;
    it(`says what happened and what to do for every code of the contract (${lang})`, () => {
      for (const code of codes) {
        expect(words[code]?.what, code).toBeTruthy();
        expect(words[code]?.next, code).toBeTruthy();
        expect(words[code]?.saved, code).toBeTypeOf('string');
      }
    });
    it(`has no words for codes that do not exist (${lang})`, () => {
      expect(Object.keys(words).filter((code) => !codes.includes(code))).toEqual([]);
    });
    it(`names every right that can be missing (${lang})`, () => {
      expect(Object.keys(file.right).sort()).toEqual([...rights].sort());
    });
  }
});

describe('how a running clock looks', () => {
  const hour = 3_600_000;
  it('is late after its moment, not at it', () => {
    expect(dueKind(1000, 1001)).toBe('late');
    expect(dueKind(1000, 1000)).toBe('soon');
  });
  it('is soon under one hour, and when the core has warned, whatever share of the time that is', () => {
    expect(dueKind(10 * hour, 9 * hour)).toBe('open');
    expect(dueKind(10 * hour, 9 * hour + 1)).toBe('soon');
    expect(dueKind(10 * hour, 8 * hour, false)).toBe('open');
    expect(dueKind(10 * hour, 5 * hour, true)).toBe('soon');
    expect(dueKind(10 * hour, 11 * hour, true)).toBe('late');
  });
});
