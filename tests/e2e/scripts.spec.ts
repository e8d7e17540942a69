import { expect, test } from './support/launch.ts';

const WORDS = {
  'zh-CN': {
    told: '我要退费，说了好几遍没人管',
    script: '要求退费',
    panel: '话术',
    insert: '放进记录',
    field: '说了什么',
    more: '更多',
    tell: '告知结果',
    phrases: '常用答复',
    banned: '这个我也不清楚',
    said: '“这个我也不清楚”不宜这样说',
    replace: '替换',
    better: '我帮您核实，今天____前回复您',
    save: '保存',
    title: '标题',
    answer: '怎么答',
    add: '加一条话术',
    mine: '停电怎么说',
    key: '关键词',
    undo: '撤销',
  },
  en: {
    told: 'I want a refund, nobody cares',
    script: 'A refund is asked for',
    panel: 'Scripts',
    insert: 'Put into the log',
    field: 'What was said',
    more: 'More',
    tell: 'Tell the result',
    phrases: 'Short replies',
    banned: 'I have no idea',
    said: '"I have no idea" is better not said',
    replace: 'Replace',
    better: 'Let me check; I will call you before ____ today',
    save: 'Save',
    title: 'Title',
    answer: 'Answer',
    add: 'Add a script',
    mine: 'A power cut',
    key: 'Key words',
    undo: 'Undo',
  },
} as const;

for (const lang of ['zh-CN', 'en'] as const) {
  const words = WORDS[lang];
  test(`a script that fits goes into the reply, and a banned phrase gives way to a better one (${lang})`, async ({ launch }) => {
    const desk = await launch({ lang, as: 'supervisor' });
    const { page } = desk;
    const api = await desk.api('supervisor');
    const { id } = await api.complaints.record({
      studentIds: [],
      complainant: { kind: 'other', refId: null, name: '李女士', phone: '13900001111' },
      channel: 'phone',
      words: words.told,
      category: 'finance',
      severity: 'general',
    });
    await desk.go(`/complaints/${id}`);
    const panel = page
      .locator('section')
      .filter({ has: page.getByRole('heading', { name: words.panel, exact: true }) })
      .last();
    await panel.getByRole('button', { name: words.script }).click();
    await desk.accessible();
    await panel.getByRole('button', { name: words.insert }).click();
    const field = page.getByRole('textbox', { name: words.field });
    await expect(field).toBeFocused();
    await expect(field).not.toHaveValue('');
    await expect.poll(async () => (await api.scripts.list({ lang, text: words.script }))[0]?.uses).toBe(1);

    await field.fill(`${words.banned}\n\n${words.banned}`);
    await expect(page.getByText(words.said)).toBeVisible();
    // the underline lies exactly under the words
    const place = await page.evaluate(() => {
      const area = document.querySelector<HTMLTextAreaElement>('#contact-words');
      const marks = [...document.querySelectorAll('mark')].map((mark) => mark.getBoundingClientRect());
      const box = area?.getBoundingClientRect();
      const style = area ? getComputedStyle(area) : undefined;
      return {
        marks: marks.map((mark) => mark.top - (box?.top ?? 0)),
        left: (marks[0]?.left ?? 0) - (box?.left ?? 0),
        padding: style?.paddingLeft,
        line: style?.lineHeight,
      };
    });
    expect(place.marks).toHaveLength(2);
    expect((place.marks[1] ?? 0) - (place.marks[0] ?? 0)).toBeCloseTo(2 * Number.parseFloat(place.line ?? '0'), 0);
    expect(place.left).toBeCloseTo(Number.parseFloat(place.padding ?? '0') + 1, 0);
    await desk.shoot('banned');
    await desk.accessible();
    await page.getByRole('button', { name: words.replace }).click();
    await expect(field).toHaveValue(`${words.better}\n\n${words.banned}`);
    await page.getByRole('button', { name: words.replace }).click();
    await expect(page.getByText(words.said)).toBeHidden();
    await field.fill(words.banned);
    await page.keyboard.press('Control+Enter');
    await expect
      .poll(async () => (await api.scripts.banned()).filter((each) => each.hits > 0).map((each) => each.phrase))
      .toEqual([words.banned]);

    // telling the result is said to a customer too: the same marks, short replies, and counted
    const banned = async () => (await api.scripts.banned()).find((each) => each.phrase === words.banned)?.hits;
    const before = await banned();
    await page.getByRole('button', { name: words.more, exact: true }).click();
    await page.getByRole('menuitem', { name: words.tell }).click();
    const dialog = page.getByRole('dialog');
    await dialog.locator('#tell-words').fill(words.banned);
    await expect(dialog.getByText(words.said)).toBeVisible();
    await desk.accessible();
    await desk.shoot('banned-telling');
    await dialog.getByRole('button', { name: words.phrases }).click();
    await page.getByRole('menuitem').first().click();
    await expect(dialog.locator('#tell-words')).toHaveValue(new RegExp(`^${words.banned}\\n.+`, 's'));
    await page.keyboard.press('Control+Enter');
    await expect(dialog).toHaveCount(0);
    expect(await banned()).toBe((before ?? 0) + 1);
  });

  test(`the library is searched, added to, undone, and only read by those who do not publish (${lang})`, async ({ launch }) => {
    const desk = await launch({ lang, as: 'supervisor' });
    const { page } = desk;
    await desk.go('/settings/scripts');
    await page.getByRole('button', { name: words.add }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: words.save }).click();
    await expect(dialog.getByRole('textbox', { name: words.title })).toBeFocused();
    await dialog.getByRole('textbox', { name: words.title }).fill(words.mine);
    await dialog.getByRole('textbox', { name: new RegExp(`^${words.answer}`) }).fill('{{????}}');
    await dialog.getByRole('button', { name: words.save }).click();
    await expect(dialog.getByRole('alert')).toBeVisible();
    await dialog.getByRole('textbox', { name: new RegExp(`^${words.answer}`) }).fill('____');
    await desk.accessible();
    await dialog.getByRole('button', { name: words.save }).click();
    await expect(dialog).toBeHidden();
    await expect(page.getByRole('button', { name: words.mine })).toBeVisible();
    await desk.accessible();
    await desk.shoot('scripts');
    await page.getByRole('button', { name: words.undo }).click();
    await expect(page.getByRole('button', { name: words.mine })).toBeHidden();

    await desk.signIn('specialist');
    await page.getByRole('button', { name: words.script }).click();
    await expect(dialog.getByRole('textbox', { name: words.title })).toBeDisabled();
    await expect(dialog.getByRole('button', { name: words.save })).toHaveCount(0);
  });
}
