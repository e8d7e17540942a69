import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WebContentsPrintOptions } from 'electron';
import fc from 'fast-check';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createPrinting, PRINT_LIMIT_MS, type PrintDeps } from '#main/hosts/electron/printing.ts';
import { readChoices, writeChoices } from '#main/hosts/electron/printing-choices.ts';
import { pdfName, pdfOptions, printOptions } from '#main/hosts/electron/printing-job.ts';
import { type PrintJob, printJob } from '#shared/contract/printing.ts';
import { papersOf, printKinds } from '#shared/rules/printing.ts';
import { tempFolder } from '../support/folder.ts';
import { until } from '../support/until.ts';

const job: PrintJob = printJob.parse({ kind: 'record', paper: 'a4', name: '投诉登记表 C2026-0001' });
type Answer = { success: boolean; reason?: string } | 'never' | 'throws';

function printers(answer: Answer = { success: true }) {
  const file = join(tempFolder(), 'desktop', 'printing.json');
  const sent: WebContentsPrintOptions[] = [];
  const timers: { ms: number; run: () => void; off: boolean }[] = [];
  const written: { file: string; content: Uint8Array }[] = [];
  const asked: string[] = [];
  const place: { file: string | undefined } = { file: '/home/x/a.pdf' };
  const note = vi.fn();
  const page = {
    getPrintersAsync: async () => [
      { name: 'HP_1020', displayName: 'HP 1020', description: '', options: {} },
      { name: 'XP-80', displayName: '', description: '', options: {} },
    ],
    print: (options?: WebContentsPrintOptions, done?: (success: boolean, reason: string) => void) => {
      if (answer === 'throws') throw new Error('page size');
      sent.push(options ?? {});
      if (answer !== 'never') done?.(answer.success, answer.reason ?? '');
    },
    printToPDF: vi.fn(async () => Buffer.from('%PDF')),
  };
  const deps: PrintDeps = {
    file,
    contents: () => page,
    serves: (id) => id === 'mine',
    askWhere: async (name) => {
      asked.push(name);
      return place.file;
    },
    fallbackName: () => '打印件',
    write: async (to, content) => {
      written.push({ file: to, content });
    },
    after: (ms, run) => {
      const timer = { ms, run, off: false };
      timers.push(timer);
      return () => {
        timer.off = true;
      };
    },
    note,
  };
  return { deps, port: createPrinting(deps), file, sent, timers, written, asked, place, page, note };
}

describe('the choices of this PC', () => {
  it('begin with the dialog of the system and the usual paper, and are kept per kind', () => {
    const { port, file } = printers();
    expect(readChoices(file)).toEqual(Object.fromEntries(printKinds.map((kind) => [kind, { printer: null, paper: papersOf[kind][0] }])));
    port.choose('letter', { printer: 'HP_1020', paper: 'half' });
    port.choose('recovery', { printer: 'XP-80', paper: 'roll' });
    expect(readChoices(file)).toMatchObject({
      letter: { printer: 'HP_1020', paper: 'half' },
      recovery: { printer: 'XP-80', paper: 'roll' },
      report: { printer: null },
    });
    expect(readdirSync(join(file, '..'))).toEqual(['printing.json']);
  });

  it.each([
    ['cut off', '{"letter":{"printer":"HP'],
    ['empty', ''],
    ['a list', '[1]'],
    ['null', 'null'],
    ['another shape', '{"letter":5,"report":{"printer":7,"paper":"a4"}}'],
  ])('count as not made where the file is %s', (_what, text) => {
    const { file, port } = printers();
    port.choose('list', { printer: 'HP_1020', paper: 'a4' });
    writeFileSync(file, text);
    for (const kind of printKinds) expect(readChoices(file)[kind]).toEqual({ printer: null, paper: papersOf[kind][0] });
  });

  it('survive beside a broken neighbour, and a paper that the kind lost becomes the usual one', () => {
    const { file, port } = printers();
    port.choose('letter', { printer: 'HP_1020', paper: 'half' });
    const kept = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
    writeFileSync(file, JSON.stringify({ ...kept, list: { printer: '' }, report: { printer: 'XP-80', paper: 'roll' } }));
    expect(readChoices(file)).toMatchObject({
      letter: { printer: 'HP_1020', paper: 'half' },
      list: { printer: null, paper: 'a4' },
      report: { printer: 'XP-80', paper: 'a4' },
    });
  });

  it('are told when the disk does not take them', () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'desktop'), '');
    expect(() => writeChoices(join(folder, 'desktop', 'printing.json'), readChoices(join(folder, 'x')))).toThrow();
  });
});

describe('printing', () => {
  let ground: ReturnType<typeof printers>;
  beforeEach(() => {
    ground = printers();
  });

  it('lists the printers under the name the system shows, with the choices', async () => {
    const { printers: found, choices } = await ground.port.setup();
    expect(found).toEqual([
      { name: 'HP_1020', shown: 'HP 1020' },
      { name: 'XP-80', shown: 'XP-80' },
    ]);
    expect(choices.list).toEqual({ printer: null, paper: 'a4' });
    expect(ground.port.serves('mine')).toBe(true);
    expect(ground.port.serves('other')).toBe(false);
  });

  it('goes to the chosen printer without a question, and to the dialog where none was chosen', async () => {
    ground.port.choose('record', { printer: 'HP_1020', paper: 'a4' });
    expect(await ground.port.print(job)).toEqual({ result: 'printed', printer: 'HP 1020' });
    expect(ground.sent[0]).toEqual({
      silent: true,
      deviceName: 'HP_1020',
      printBackground: true,
      margins: { marginType: 'default' },
      landscape: false,
      pageSize: 'A4',
    });
    expect(ground.timers).toMatchObject([{ ms: PRINT_LIMIT_MS, off: true }]);
    expect(await ground.port.print({ ...job, kind: 'list' })).toEqual({ result: 'printed', printer: null });
    expect(ground.sent[1]).toMatchObject({ silent: false });
    expect(ground.sent[1]).not.toHaveProperty('deviceName');
    // a dialog is a person's and may take any time
    expect(ground.timers).toHaveLength(1);
    expect(ground.page.printToPDF).not.toHaveBeenCalled();
  });

  it('does nothing more when the person closes the dialog', async () => {
    const { port, asked, note } = printers({ success: false, reason: 'Print job canceled' });
    expect(await port.print(job)).toEqual({ result: 'cancelled', printer: null, trouble: null });
    expect(asked).toEqual([]);
    expect(note).not.toHaveBeenCalled();
  });

  it.each<[string, Answer, string | null]>([
    ['refuses', { success: false, reason: 'Invalid printer settings' }, 'HP_1020'],
    ['cancels the job by itself', { success: false, reason: 'Print job canceled' }, 'HP_1020'],
    ['gives no reason', { success: false }, 'HP_1020'],
    ['throws', 'throws', 'HP_1020'],
    ['is not there for the dialog', { success: false, reason: 'Invalid printer settings' }, null],
  ])('becomes a PDF when the printer %s', async (_what, answer, printer) => {
    const { port, asked, written, note } = printers(answer);
    port.choose('record', { printer, paper: 'a4' });
    expect(await port.print(job)).toEqual({ result: 'saved', file: '/home/x/a.pdf', printer: printer && 'HP 1020', trouble: 'refused' });
    expect(asked).toEqual(['投诉登记表 C2026-0001.pdf']);
    expect(written).toEqual([{ file: '/home/x/a.pdf', content: Buffer.from('%PDF') }]);
    expect(note.mock.calls).toEqual([['refused']]);
  });

  it('becomes a PDF when the printer does not answer in time, and a late answer changes nothing', async () => {
    const { port, timers, written, page } = printers('never');
    port.choose('record', { printer: 'HP_1020', paper: 'a4' });
    let late: ((success: boolean, reason: string) => void) | undefined;
    page.print = (_options, done) => {
      late = done;
    };
    const printed = port.print(job);
    await until(() => expect(timers).toHaveLength(1));
    expect(page.printToPDF).not.toHaveBeenCalled();
    timers[0]!.run();
    expect(await printed).toMatchObject({ result: 'saved', printer: 'HP 1020', trouble: 'silent' });
    late?.(true, '');
    expect(written).toHaveLength(1);
  });

  it('does not ask for a printer that this PC no longer has', async () => {
    ground.port.choose('record', { printer: 'Old', paper: 'a4' });
    expect(await ground.port.print(job)).toMatchObject({ result: 'saved', printer: 'Old', trouble: 'gone' });
    expect(ground.sent).toEqual([]);
  });

  it('says that nothing was kept when the person wants no file either', async () => {
    ground.place.file = undefined;
    ground.port.choose('record', { printer: 'Old', paper: 'a4' });
    expect(await ground.port.print(job)).toEqual({ result: 'cancelled', printer: 'Old', trouble: 'gone' });
    expect(ground.written).toEqual([]);
    expect(await ground.port.savePdf(job)).toEqual({ result: 'cancelled', printer: null, trouble: null });
  });

  it.each([
    ['ENOSPC', 'disk_full'],
    ['EACCES', 'pdf_forbidden'],
    ['EBUSY', 'pdf_forbidden'],
    ['EIO', 'failed'],
  ])('says why a file could not be kept: %s', async (code, reason) => {
    const { deps } = ground;
    const port = createPrinting({ ...deps, write: async () => Promise.reject(Object.assign(new Error(code), { code })) });
    await expect(port.savePdf(job)).rejects.toMatchObject({ code: 'PDF_NOT_SAVED', data: { reason } });
  });

  it('asks for no place when the sheet cannot be drawn, and refuses without a window', async () => {
    ground.page.printToPDF.mockRejectedValueOnce(new Error('gone'));
    await expect(ground.port.savePdf(job)).rejects.toMatchObject({ code: 'PDF_NOT_SAVED', data: { reason: 'pdf_draw' } });
    expect(ground.asked).toEqual([]);
    const port = createPrinting({ ...ground.deps, contents: () => undefined });
    await expect(port.savePdf(job)).rejects.toMatchObject({ code: 'PRINTING_UNAVAILABLE' });
    await expect(port.setup()).rejects.toMatchObject({ code: 'PRINTING_UNAVAILABLE' });
  });
});

describe('what the printer is told', () => {
  it('is the size of each paper, upright or on its side', () => {
    expect(printOptions({ paper: 'a4', wide: true }, null)).toMatchObject({ pageSize: 'A4', landscape: true });
    expect(printOptions({ paper: 'half' }, 'X')).toMatchObject({ pageSize: 'A5', landscape: true });
    expect(printOptions({ paper: 'roll', length: 123.4 }, 'X')).toMatchObject({
      pageSize: { width: 80_000, height: 124_000 },
      landscape: false,
    });
    // longer than wide or not: a roll is never turned
    expect(printOptions({ paper: 'roll', length: 10 }, 'X')).toMatchObject({ pageSize: { height: 50_000 }, landscape: false });
  });

  it('is the same sheet for a PDF, in inches', () => {
    const { pageSize, preferCSSPageSize } = pdfOptions({ paper: 'half' });
    expect(preferCSSPageSize).toBe(true);
    expect(pageSize).toEqual({ width: 210 / 25.4, height: 148 / 25.4 });
  });
});

describe('the name of a file', () => {
  it.each([
    ['月度服务报告 2026-10', '月度服务报告 2026-10.pdf'],
    ['R2026-0001 投诉答复函.pdf', 'R2026-0001 投诉答复函.pdf'],
    ['../../etc/passwd', 'etc passwd.pdf'],
    ['C:\\Windows\\x', 'C Windows x.pdf'],
    ['CON', '打印件.pdf'],
    ['lpt1.txt', '打印件.pdf'],
    ['  ...  ', '打印件.pdf'],
    ['a\u0000b\u202Egnp.exe', 'a b gnp.exe.pdf'],
    ['', '打印件.pdf'],
  ])('%j → %s', (name, file) => {
    expect(pdfName({ name }, '打印件')).toBe(file);
  });

  it('is one part of a path, whatever the page calls its sheet', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (name) => {
        const file = pdfName({ name }, 'Sheet');
        expect(file).toMatch(/^[^./\\<>:"|?* ][^/\\<>:"|?*]*\.pdf$|^[^./\\<>:"|?* ]\.pdf$/u);
        expect(file).not.toMatch(/[\p{Cc}\p{Cf}]/u);
        expect(file.length).toBeLessThanOrEqual(84);
        expect(existsSync(file)).toBe(false);
      }),
    );
  });
});
