import type { UpdateStatus } from '#shared/contract/updates.ts';
import { expect, onlyWeb, test } from './support/launch.ts';

test('updates: the version for everybody; where none can be installed, the page says where they can', async ({ launch }) => {
  const desk = await launch({ as: 'advisor' });
  const { page } = desk;
  await desk.go('/settings/updates');
  await expect(page.getByRole('heading', { level: 1, name: '更新' })).toBeVisible();
  await expect(page.getByText(/^\d+\.\d+\.\d+/).first()).toBeVisible();
  await expect(page.getByText(/请在装了学服台的那台电脑上打开这一页|不是装上的/)).toBeVisible();
  await expect(page.getByRole('button', { name: '查看有没有新版本' })).toHaveCount(0);
  await desk.accessible();
  await desk.shoot('updates-elsewhere');
});

// Only an installed program has updates, and none is at hand: its answers are put into the place of the browser's.
const answered = onlyWeb('answers of a port cannot be replaced');
test('updates: each step has its words and its one button; a refusal says what to do', answered, async ({ launch }) => {
  const desk = await launch({ as: 'manager' });
  const { page } = desk;
  const found = {
    version: '0.2.0',
    releasedAt: Date.parse('2026-11-18T04:00:00Z'),
    bytes: 104_857_600,
    notes: { 'zh-CN': '- 更新由自己决定\n- 话术库', en: 'You decide about updates. A library of scripts.' },
    from: 'feed' as const,
  };
  let status: UpdateStatus = { feed: true, phase: 'idle', found: null, done: 0, refusal: null, checkedAt: null, last: null };
  await page.route('**/rpc/updates/state*', (route) => route.fulfill({ json: { json: { version: '0.1.0', place: 'here', status } } }));
  const see = async (next: Partial<UpdateStatus>): Promise<void> => {
    status = { ...status, refusal: null, ...next };
    await desk.go('/settings/updates');
    await expect(page.getByRole('heading', { level: 1, name: '更新' })).toBeVisible();
  };
  const button = (name: string) => page.getByRole('button', { name, exact: true });

  await see({});
  await expect(page.getByRole('status')).toHaveText('还没有查看。');
  await expect(button('用更新包更新…')).toBeEnabled();
  await see({ phase: 'found', found });
  await expect(page.getByRole('heading', { name: '新版本 0.2.0' })).toBeVisible();
  await expect(page.getByText('话术库')).toBeVisible();
  await expect(button('下载')).toBeEnabled();
  await desk.accessible();
  await desk.shoot('updates-found');
  await see({ phase: 'downloading', done: 26_214_400 });
  await expect(page.getByText('25%，25.0 MB / 100.0 MB')).toBeVisible();
  await expect(button('停止下载')).toBeVisible();
  await expect(button('查看有没有新版本')).toBeDisabled();
  await see({ phase: 'verified', done: found.bytes });
  await expect(button('备份数据')).toBeEnabled();
  await see({ phase: 'backup' });
  await expect(button('备份数据')).toHaveCount(0);
  await see({ phase: 'ready' });
  await expect(button('重启并更新')).toBeEnabled();
  await desk.accessible();
  await desk.shoot('updates-ready');
  await see({ phase: 'found', refusal: 'file_tampered' });
  await expect(page.getByRole('alert')).toContainText('什么都没有装，现在的程序和数据都没有动。');
  await desk.accessible();
  await desk.shoot('updates-refused');
  await see({ phase: 'idle', found: null, last: { from: '0.1.0', to: '0.2.0', at: found.releasedAt, outcome: 'not_installed' } });
  await expect(page.getByText('没有装成，还是 0.1.0', { exact: false })).toBeVisible();
});
