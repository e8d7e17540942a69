import type { Locator } from '@playwright/test';
import en from '../../src-renderer/locales/en/attachments.json' with { type: 'json' };
import words from '../../src-renderer/locales/zh-CN/attachments.json' with { type: 'json' };
import { emptyPdf, exe, jpg, lockedPdf, pdf, png, wav } from '../attachments/files.ts';
import { attach } from '../attachments/send.ts';
import { ComplaintScreens, makeComplaint, makeStudent } from './pages/complaints.ts';
import { FilesZone, PdfPaper } from './pages/files.ts';
import { expect, test } from './support/launch.ts';

test('files on a complaint: while it is recorded, on its page, seen, refused, removed and brought back', async ({ launch }) => {
  test.slow();
  const desk = await launch({ as: 'supervisor' });
  const screens = new ComplaintScreens(desk.page);
  const { page, dialog } = screens;
  await makeStudent(await desk.api('supervisor'), '张思凡');
  const files = (within: Locator) => new FilesZone(page, within, words.title);

  // a photo comes with the call
  await screens.openList();
  await screens.beginRecording();
  await page.keyboard.type('张思凡');
  await screens.student('张思凡').click();
  await screens.wordsField.fill('教室的灯坏了三天没人修');
  const recording = files(dialog);
  await recording.give('paste', { name: 'image.png', content: png() });
  await expect(recording.row('image.png')).toBeVisible();
  await screens.settled();
  await desk.accessible();
  await desk.shoot('attachments-recording');
  // one more, and saved before it can have arrived
  await recording.give('paste', { name: 'wall.png', content: png(1600, 1200) });
  await screens.keys('Control+Enter');
  await screens.notice(/C2026/).getByRole('button', { name: screens.words.record.open }).click();
  await expect(screens.composer).toBeVisible();
  const onPage = files(screens.side);
  await expect(onPage.row('image.png')).toBeVisible();
  await expect(onPage.row('wall.png')).toBeVisible();

  // a name that says something else, a recording, a PDF
  await onPage.choose({ name: '灯.png', content: jpg() }, { name: '通话.wav', content: wav() }, { name: '维修单.pdf', content: pdf() });
  await expect(onPage.row('灯.jpg')).toBeVisible();
  await expect(onPage.row('维修单.pdf')).toBeVisible();
  await expect(onPage.rows).toHaveCount(5);

  // the same picture again is kept once
  await onPage.give('drop', { name: '又一张.png', content: png() });
  await expect(screens.notice('image.png 已经附过了，没有再存一份')).toBeVisible();
  await expect(onPage.rows).toHaveCount(5);

  // what is none is refused in words, and nothing else happens
  await onPage.choose(
    { name: '照片.png', content: exe() },
    { name: '半张.png', content: png().subarray(0, 90) },
    { name: '空.png', content: Buffer.alloc(0) },
  );
  const refused = onPage.zone.getByRole('alert');
  await expect(refused.filter({ hasText: '照片.png' })).toContainText('它其实是一个程序');
  await expect(refused.filter({ hasText: '半张.png' })).toContainText('文件不完整');
  await expect(refused.filter({ hasText: '空.png' })).toContainText('它是空的');
  await refused.first().scrollIntoViewIfNeeded();
  await screens.settled();
  await desk.accessible();
  await desk.shoot('attachments-refused');
  for (const name of ['照片.png', '半张.png', '空.png'])
    await page.getByRole('button', { name: words.dismiss.replace('{{name}}', name) }).click();
  await expect(onPage.rows).toHaveCount(5);

  // seen
  await page.getByRole('button', { name: 'image.png', exact: true }).click();
  const picture = dialog.getByRole('img', { name: 'image.png' });
  await expect(picture).toBeVisible();
  expect(await picture.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(240);
  await screens.settled();
  await desk.accessible();
  await desk.shoot('attachments-preview');
  await screens.keys('Escape');
  await page.getByRole('button', { name: '通话.wav', exact: true }).click();
  await expect.poll(() => dialog.locator('audio').evaluate((audio: HTMLAudioElement) => audio.readyState)).toBeGreaterThan(0);
  await screens.keys('Escape');
  await page.getByRole('button', { name: '维修单.pdf', exact: true }).click();
  // drawn by ourselves, on both hosts
  const paper = new PdfPaper(dialog, '维修单.pdf');
  await expect(dialog.getByText('第 1 页，共 2 页')).toBeVisible();
  await expect.poll(() => paper.inkOf('第 1 页')).toBeGreaterThan(0.99);
  await expect(paper.pages).toBeFocused();
  await screens.settled();
  await desk.accessible();
  await desk.shoot('attachments-pdf');
  // a word in Chinese that needs a character map of the program
  await screens.keys('End');
  await expect(dialog.getByText('第 2 页，共 2 页')).toBeVisible();
  await expect.poll(() => paper.inkOf('第 2 页')).toBeGreaterThan(0.005);
  await desk.shoot('attachments-pdf-second');
  const saved = page.waitForEvent('download');
  await dialog.getByRole('button', { name: words.save }).click();
  expect((await saved).suggestedFilename()).toBe('维修单.pdf');

  // removed, and brought back
  await dialog.getByRole('button', { name: words.remove }).click();
  await expect(onPage.rows).toHaveCount(4);
  await screens.notice('已移除 维修单.pdf').getByRole('button', { name: '撤销' }).click();
  await expect(onPage.row('维修单.pdf')).toBeVisible();
});

for (const [lang, said] of [
  ['zh-CN', words],
  ['en', en],
] as const)
  test(`a PDF that cannot be shown says why and can be saved (${lang})`, async ({ launch }) => {
    const desk = await launch({ as: 'supervisor', lang });
    const screens = new ComplaintScreens(desk.page, lang);
    const { page, dialog } = screens;
    const api = await desk.api('supervisor');
    const { id } = await makeComplaint(api, await makeStudent(api, '张思凡'));
    const whole = { '空白.pdf': emptyPdf(), '加密.pdf': lockedPdf(), '维修单.pdf': pdf() };
    for (const [name, content] of Object.entries(whole)) await attach(api, { kind: 'complaint', id }, name, content);
    await screens.openCase(id);
    const open = (name: string) => page.getByRole('button', { name, exact: true }).click();

    await open('空白.pdf');
    await expect(dialog).toContainText(said.noPreview.pdf.broken);
    await expect(dialog).toContainText(said.noPreview.text);
    await screens.keys('Escape');
    await open('加密.pdf');
    await expect(dialog).toContainText(said.noPreview.pdf.locked);
    const saved = page.waitForEvent('download');
    await dialog.getByRole('button', { name: said.save }).click();
    expect((await saved).suggestedFilename()).toBe('加密.pdf');
    await screens.settled();
    await desk.accessible();
    await desk.shoot('attachments-pdf-locked');
    await screens.keys('Escape');

    // one that was closed is opened again
    for (let time = 0; time < 2; time += 1) {
      await open('维修单.pdf');
      await expect(dialog.getByText(said.pdf.count.replace('{{page}}', '1').replace('{{count}}', '2'))).toBeVisible();
      const paper = new PdfPaper(dialog, '维修单.pdf');
      await expect.poll(() => paper.inkOf(said.pdf.page.replace('{{page}}', '1'))).toBeGreaterThan(0.99);
      await desk.shoot('attachments-pdf');
      await screens.keys('Escape');
      await expect(dialog).toHaveCount(0);
    }
    expect(page.frames()).toHaveLength(1);
  });
