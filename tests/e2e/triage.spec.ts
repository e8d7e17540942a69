import { ComplaintScreens } from './pages/complaints.ts';
import { expect, test } from './support/launch.ts';

test('a rule is changed and tried, the record dialog proposes by it; entries are renamed, merged and retired', async ({ launch }) => {
  test.slow();
  const desk = await launch({ as: 'manager' });
  const { page } = desk;
  const api = await desk.api('specialist');
  await api.complaints.record({
    studentIds: [],
    complainant: { kind: 'anonymous', refId: null },
    channel: 'phone',
    words: '饮水机没水',
    category: 'facility',
    subcategory: '饮水',
    severity: 'general',
  });
  await desk.go('/settings/categories');
  await expect(page.getByRole('button', { name: '卫生', exact: true })).toBeVisible();
  await desk.accessible();
  await desk.shoot('triage-subcategories');

  // renamed, and the words of a record put under it
  await page.getByRole('button', { name: '卫生', exact: true }).click();
  await page.getByRole('textbox', { name: '名称' }).fill('环境卫生');
  await desk.accessible();
  await desk.shoot('triage-entry');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('已保存「环境卫生」')).toBeVisible();
  await expect(page.getByText('原名 卫生')).toBeVisible();
  await page
    .getByRole('combobox', { name: '「饮水」归入' })
    .or(page.getByRole('textbox', { name: '「饮水」归入' }))
    .first()
    .click();
  await page.getByRole('option', { name: '环境卫生' }).click();
  await expect(page.getByText('「饮水」已归入')).toBeVisible();
  await expect(page.getByText('记录里有，目录里没有')).toHaveCount(0);

  await page.getByRole('tab', { name: '原因' }).click();
  await expect(page.getByRole('button', { name: '备课不足', exact: true })).toBeVisible();
  await desk.accessible();
  await desk.shoot('triage-causes');

  await page.getByRole('tab', { name: '规则' }).click();
  await page.getByRole('textbox', { name: '家长的原话' }).fill('教室里有蟑螂');
  await expect(page.getByText(/规则 \d+，说到卫生：听到「蟑螂」/)).toBeVisible();
  await desk.accessible();
  await desk.shoot('triage-rules');
  await page.getByRole('button', { name: '说到卫生', exact: true }).click();
  await page.getByRole('dialog').getByText('较重', { exact: true }).click();
  await page.getByRole('textbox', { name: '说明' }).fill('有虫，按较重');
  await page.getByRole('textbox', { name: '试一试' }).fill('厕所很脏');
  await expect(page.getByRole('dialog').getByText('有虫，按较重：听到', { exact: false })).toBeVisible();
  await desk.accessible();
  await desk.shoot('triage-rule');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('规则已保存，马上生效')).toBeVisible();

  const complaints = new ComplaintScreens(page);
  await complaints.openList();
  await complaints.beginRecording();
  const { dialog } = complaints;
  await complaints.wordsField.fill('教室里有蟑螂');
  await expect(dialog.getByText('有虫，按较重', { exact: false })).toBeVisible();
  await expect(dialog.getByText('环境卫生')).toBeVisible();
});

test('in English a supervisor reads the rules and changes nothing', async ({ launch }) => {
  const desk = await launch({ as: 'supervisor', lang: 'en' });
  const { page } = desk;
  await desk.go('/settings/categories?tab=rules');
  await page.getByRole('textbox', { name: 'Words as told' }).fill('要求退费');
  await expect(page.getByText(/Rule 8, A refund is asked for: serious: heard/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Add a rule' })).toHaveCount(0);
  await desk.accessible();
  await desk.shoot('triage-rules');
});
