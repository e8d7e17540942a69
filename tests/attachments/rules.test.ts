import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanName, fileTypes, sniff, sniffHead } from '#shared/rules/attachments.ts';
import * as made from './files.ts';

describe('what a file is, by its content', () => {
  const whole = {
    png: made.png(),
    jpg: made.jpg(),
    gif: made.gif(),
    webp: made.webp(),
    pdf: made.pdf(),
    mp3: made.mp3(),
    wav: made.wav(),
    amr: made.amr(),
    ogg: made.ogg(),
    mp4: made.iso('vide'),
    m4a: made.iso('soun'),
    docx: made.docx(),
    xlsx: made.xlsx(),
  };
  it.each(Object.entries(whole))('%s', (type, bytes) => {
    expect(sniff(bytes)).toEqual({ type });
  });
  it('knows every type of the list', () => {
    expect(Object.keys(whole).sort()).toEqual(Object.keys(fileTypes).sort());
  });

  it.each(['png', 'jpg', 'gif', 'webp', 'pdf', 'wav', 'mp4', 'm4a', 'docx', 'xlsx'] as const)('a %s that was cut off', (type) => {
    const bytes = whole[type];
    expect(sniff(bytes.subarray(0, Math.floor(bytes.length / 2)))).toEqual({ refused: 'truncated' });
  });

  it.each([
    ['nothing', Buffer.alloc(0), 'empty'],
    ['a program', made.exe(), 'program'],
    ['a script', Buffer.from('#!/bin/sh\nrm x\n'), 'program'],
    ['a web page', Buffer.from('<!doctype html><script>1</script>'), 'wrong_kind'],
    ['a vector picture with a script', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'), 'wrong_kind'],
    ['a picture of an iPhone', made.iso('vide', 'heic'), 'heic'],
    ['an old Word file', Buffer.concat([Buffer.from([0xd0, 0xcf, 0x11, 0xe0]), Buffer.alloc(600)]), 'old_office'],
    ['a Word file with macros', made.docx('word/vbaProject.bin'), 'macro'],
    ['an archive', made.zip(['a.txt']), 'archive'],
    ['words', Buffer.from('家长的话'), 'wrong_kind'],
  ])('%s is refused', (_name, bytes, refused) => {
    expect(sniff(bytes)).toEqual({ refused });
  });

  it('answers for any bytes, and the head never refuses what the whole would take', () => {
    const anything = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.tuple(fc.constantFrom(...Object.values(whole)), fc.nat(600)).map(([bytes, length]) => bytes.subarray(0, length)),
    );
    fc.assert(
      fc.property(anything, (bytes) => {
        const found = sniff(bytes);
        if ('type' in found) expect(sniffHead(bytes.subarray(0, 16))).toHaveProperty('family');
      }),
    );
  });
});

describe('the name it is kept under', () => {
  it.each([
    ['C:\\Users\\x\\..\\..\\合影.PNG', 'png', '合影.png', null],
    ['../../etc/passwd', 'pdf', 'passwd.pdf', null],
    ['照片.png', 'jpg', '照片.jpg', 'png'],
    ['截图.jpeg', 'jpg', '截图.jpeg', null],
    ['发票.pdf.exe', 'pdf', '发票.pdf', 'exe'],
    ['fdp\u202Egnp.exe', 'png', 'fdpgnp.png', 'exe'],
    ['v1.2 记录', 'docx', 'v1.2 记录.docx', null],
    ['con.png', 'png', '_con.png', null],
    ['a<b>|?.png', 'png', 'a_b___.png', null],
    ['', 'png', 'PNG.png', null],
    ['...', 'png', 'PNG.png', null],
  ] as const)('%s', (given, type, name, mistaken) => {
    expect(cleanName(given, type)).toEqual({ name, mistaken });
  });
  it('is short, has no folder, nothing unseen and the right ending, whatever came', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 400 }),
        fc.constantFrom(...(Object.keys(fileTypes) as (keyof typeof fileTypes)[])),
        (given, type) => {
          const { name } = cleanName(given, type);
          expect([...name].length).toBeLessThanOrEqual(110);
          expect(name).not.toMatch(/[\\/\p{Cc}\p{Cf}]/u);
          expect(fileTypes[type].ext.some((ext) => name.endsWith(`.${ext}`))).toBe(true);
          expect(cleanName(name, type).name).toBe(name);
        },
      ),
    );
  });
});
