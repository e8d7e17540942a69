import { chromium } from '@playwright/test';
import { findBrowser } from '../../scripts/find-browser.ts';
import { Door } from '../e2e/pages/session.ts';
import { mustRun } from '../support/run-host.ts';
import { NOW, PASSWORD } from './folder.ts';
import { median } from './measure.ts';
import { cpuOf } from './served.ts';
import { type Line, ms } from './table.ts';

/**
 * From the start of the built program to the first list (what is to do today) painted in a browser that is open already. The time in
 * which a person would type the password is not counted; checking it is.
 */
export async function startCase(dataDir: string, rounds: number): Promise<Line> {
  const found = findBrowser();
  if ('problem' in found) throw new Error(found.problem);
  const browser = await chromium.launch({ executablePath: found.path, args: ['--no-sandbox'] });
  const ready: number[] = [];
  const painted: number[] = [];
  const cpu: number[] = [];
  try {
    for (let round = 0; round < rounds; round += 1) {
      const context = await browser.newContext({ locale: 'zh-CN', timezoneId: 'Asia/Shanghai', viewport: { width: 1366, height: 768 } });
      const page = await context.newPage();
      const from = performance.now();
      const host = await mustRun(['--demo', '--data', dataDir, '--port', '0', '--now', NOW]);
      ready.push(performance.now() - from);
      await page.goto(host.link, { waitUntil: 'commit' });
      await page.locator('input[type=password]').first().waitFor();
      const shown = performance.now();
      const door = new Door(page);
      await door.account.fill('manager');
      await door.password.fill(PASSWORD);
      const typed = performance.now();
      await door.enter.click();
      await page.locator('[data-todo]').first().waitFor();
      painted.push(performance.now() - typed + (shown - from));
      cpu.push(cpuOf(host.child.pid));
      await host.stop('SIGKILL');
      await context.close();
    }
  } finally {
    await browser.close();
  }
  const time = median(painted);
  return {
    name: `process start → first list painted (${rounds} starts)`,
    figure: `${ms(time)} (program ready ${ms(median(ready))}, best ${ms(Math.min(...painted))}, processor of the program ${ms(median(cpu))})`,
    beside: '',
    limit: '1.50 s',
    ok: time <= 1500,
  };
}
