import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isReprint, LEAST_ROLL, MOST_ROLL, pageRule, paperFor, papers, papersOf, printKinds, sheetSize } from '#shared/rules/printing.ts';

describe('papers', () => {
  it('are A4, half of it on its side, and the 80 mm roll', () => {
    expect(sheetSize({ paper: 'a4' })).toEqual({ width: 210, height: 297 });
    expect(sheetSize({ paper: 'a4', wide: true })).toEqual({ width: 297, height: 210 });
    expect(sheetSize({ paper: 'half' })).toEqual({ width: 210, height: 148 });
    expect(sheetSize({ paper: 'half', wide: true })).toEqual({ width: 210, height: 148 });
    expect(sheetSize({ paper: 'roll', length: 120.2 })).toEqual({ width: 80, height: 121 });
  });

  it('never cut a roll shorter than its cutter likes, nor longer than a mistake', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e6, noNaN: true }), (length) => {
        const { height } = sheetSize({ paper: 'roll', length });
        expect(height).toBeGreaterThanOrEqual(Math.min(Math.max(length, LEAST_ROLL), MOST_ROLL));
        expect(height).toBeLessThanOrEqual(MOST_ROLL);
        expect(Number.isInteger(height)).toBe(true);
      }),
    );
  });

  it('say the same size to the style sheet', () => {
    expect(pageRule({ paper: 'a4' })).toBe('size: 210mm 297mm; margin: 22mm 16mm 20mm;');
    expect(pageRule({ paper: 'half' })).toContain('size: 210mm 148mm;');
    expect(pageRule({ paper: 'roll', length: 99 })).toBe('size: 80mm 99mm; margin: 0;');
  });
});

describe('the paper of a kind', () => {
  it('is the chosen one where it fits, else the usual one', () => {
    for (const kind of printKinds)
      for (const paper of [...papers, undefined]) {
        const used = paperFor(kind, paper);
        expect(papersOf[kind]).toContain(used);
        expect(used).toBe(paper !== undefined && papersOf[kind].includes(paper) ? paper : papersOf[kind][0]);
      }
  });

  it('keeps wide tables on A4, and puts on a roll only what is read at once', () => {
    expect(papersOf.report).toEqual(['a4']);
    expect(papersOf.list).toEqual(['a4']);
    expect(printKinds.filter((kind) => papersOf[kind].includes('roll'))).toEqual(['recovery']);
  });
});

it('calls every copy after the first a reprint', () => {
  expect([1, 2, 3].map(isReprint)).toEqual([false, true, true]);
});
