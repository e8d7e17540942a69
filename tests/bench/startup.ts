import { chromium } from '@playwright/test';
import { findBrowser } from '../../scripts/find-browser.ts';
import { mustRun } from '../support/run-host.ts';
import { NOW, PASSWORD } from './folder.ts';
import { median } from './measure.ts';
import { type Line, ms } from './table.ts';

/**
 * From the start of the built program to the first list painted in a browser that is open already. The password is the person's own
 * time: it is given by the test between two pages and not counted.
 */
export async function startCase(dataDir: string, rounds: number): Promise<Line> {
  const found = findBrowser();
  if ('problem' in found) throw new Error(found.problem);
  const browser = await chromium.launch({ executablePath: found.path, args: ['--no-sandbox'] });
  const ready: number[] = [];
  const painted: number[] = [];
  try {
    for (let round = 0; round < rounds; round += 1) {
      const context = await browser.newContext({ locale: 'zh-CN', timezoneId: 'Asia/Shanghai', viewport: { width: 1366, height: 768 } });
      const page = await context.newPage();
      const from = performance.now();
      const host = await mustRun(['--data', dataDir, '--port', '0', '--now', NOW]);
      ready.push(performance.now() - from);
      await page.goto(host.link);
      await page.locator('input[type=password]').first().waitFor();
      const asked = performance.now();
      const answer = await context.request.post(`${host.origin}/rpc/session/login`, {
        headers: { 'x-desk-page': '1', origin: host.origin },
        data: { json: { login: 'manager', password: PASSWORD }, meta: [] },
      });
      if (!answer.ok()) throw new Error(`sign-in was refused with ${answer.status()}`);
      const signedIn = performance.now();
      await page.goto(`${host.origin}/complaints`);
      await page.locator('tbody tr').nth(5).waitFor();
      painted.push(performance.now() - from - (signedIn - asked));
      await host.stop('SIGKILL');
      await context.close();
    }
  } finally {
    await browser.close();
  }
  const time = median(painted);
  return {
    name: `process start → first list painted (${rounds} starts)`,
    figure: `${ms(time)} (program ready ${ms(median(ready))}, best ${ms(Math.min(...painted))})`,
    beside: '',
    limit: '1.50 s',
    ok: time <= 1500,
  };
}
