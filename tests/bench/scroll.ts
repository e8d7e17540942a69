import { type CDPSession, chromium, type Page } from '@playwright/test';
import { findBrowser } from '../../scripts/find-browser.ts';
import { Door } from '../e2e/pages/session.ts';
import { apiClient } from '../support/api.ts';
import { mustRun, type RunningHost } from '../support/run-host.ts';
import { NOW, PASSWORD } from './folder.ts';
import { quantile } from './measure.ts';
import { busy, type Line, ms } from './table.ts';

const ROWS = 3000;
const STEP_PX = 320;
const KEYS = 300;
/** How far down End goes, page after page, where there are so many; and what is scrolled there. */
const FAR = 20_000;
const FAR_ROWS = 800;
/** A frame longer than this is seen as a stutter. */
const STUTTER_MS = 50;
/** Limits: the share of such frames, the longest of them, rows in the document at any time. */
const SHARE = 0.02;
const LONGEST_MS = 200;
const MOST_DRAWN = 100;

type Frames = { times: number[]; drawn: number; last: number };

/** Counts frames in the page until `stop` is called there. */
const watch = (page: Page) =>
  page.evaluate(() => {
    const seen: Frames = { times: [], drawn: 0, last: 0 };
    let before = performance.now();
    let runs = true;
    const frame = (now: number) => {
      seen.times.push(now - before);
      before = now;
      const drawn = document.querySelectorAll<HTMLElement>('tr[data-row]');
      seen.drawn = Math.max(seen.drawn, drawn.length);
      seen.last = Number(drawn[drawn.length - 1]?.dataset.row ?? 0);
      if (runs) requestAnimationFrame(frame);
    };
    requestAnimationFrame((now) => {
      before = now;
      requestAnimationFrame(frame);
    });
    Object.assign(window, {
      stopWatching: () => {
        runs = false;
        return seen;
      },
    });
  });
const stop = (page: Page): Promise<Frames> => page.evaluate(() => (window as unknown as { stopWatching: () => Frames }).stopWatching());

/** Processor time of the page's main thread so far, in ms: what other work on the machine does not stretch. */
async function threadTime(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN) * 1000;
}

function lineOf(name: string, { times, drawn }: Frames, thread: number): Line {
  const slow = times.filter((time) => time > STUTTER_MS).length / times.length;
  const longest = Math.max(...times);
  const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
  return {
    name,
    figure: `${percent(slow)} of ${times.length} frames over ${STUTTER_MS} ms, median ${quantile(times, 0.5).toFixed(0)} ms, longest ${longest.toFixed(0)} ms, ${drawn} rows drawn, processor ${ms(thread / times.length)} a frame`,
    beside: '',
    limit: `${percent(SHARE)}, longest ${LONGEST_MS} ms, ${MOST_DRAWN} rows`,
    // where others have the processor the frames are theirs too
    ok: drawn > MOST_DRAWN ? false : slow <= SHARE && longest <= LONGEST_MS ? true : busy() ? null : false,
  };
}

/** Pages of the list that may be asked for again: the first and those in sight. */
const MOST_PAGES = 4;
const SETTLED_MS = 2000;

/** Another desk records a complaint while this one looks far down: what is fetched again, and whether what is read stays where it is. */
async function changeCase(page: Page, host: RunningHost): Promise<Line> {
  const api = await apiClient(await host.newLink());
  await api.session.login({ login: 'manager', password: PASSWORD });
  const top = () =>
    page.evaluate(() => {
      const head = document.querySelector('thead')?.getBoundingClientRect().bottom ?? 0;
      const row = [...document.querySelectorAll('tr[data-row]')].find((each) => each.getBoundingClientRect().bottom > head + 1);
      return `${row?.children[1]?.textContent} ${Math.round((row?.getBoundingClientRect().top ?? 0) - head)}`;
    });
  const before = await top();
  let asked = 0;
  page.on('request', (request) => {
    if (new URL(request.url()).pathname === '/rpc/complaints/list') asked += 1;
  });
  const all = page.getByRole('tab', { selected: true });
  const counted = await all.textContent();
  await api.complaints.record({
    studentIds: [],
    complainant: { kind: 'anonymous', refId: null },
    channel: 'paper',
    words: '教室空调不热',
    category: 'facility',
    severity: 'general',
  });
  await page.waitForFunction((text) => document.querySelector('[role=tab][aria-selected=true]')?.textContent !== text, counted);
  // more than enough for pages that are on their way
  await new Promise((resolve) => setTimeout(resolve, SETTLED_MS));
  const after = await top();
  return {
    name: 'scroll: a complaint comes in while row 3,000 is read',
    figure: `${asked} of ${Math.ceil(ROWS / 100)} pages fetched again, place ${before === after ? 'kept' : `lost: ${before} → ${after}`}`,
    beside: '',
    limit: `${MOST_PAGES} pages, place kept`,
    ok: before === after && asked > 0 && asked <= MOST_PAGES,
  };
}

/** To the end of what is loaded again and again until far down, then by the wheel there. Nothing where there are not so many. */
async function farCase(page: Page, session: CDPSession, total: number): Promise<Line[]> {
  const last = () => page.locator('tr[data-row]').last().getAttribute('data-row').then(Number);
  if (total < FAR + FAR_ROWS) return [];
  for (let presses = 0; presses < FAR && (await last()) < FAR; presses += 1) await page.keyboard.press('End');
  const from = await last();
  if (from < FAR) throw new Error(`End came only to row ${from}`);
  const start = await threadTime(session);
  await watch(page);
  for (let tries = 0; tries < FAR_ROWS && (await last()) < from + FAR_ROWS; tries += 1) await page.mouse.wheel(0, STEP_PX);
  const wheel = await stop(page);
  const scrolled = (await threadTime(session)) - start;
  return [lineOf(`scroll: ${FAR_ROWS} more by the wheel at row ${FAR.toLocaleString('en')}`, wheel, scrolled)];
}

/** The complaint list scrolled down by the wheel and walked by j, in a real browser on the built program. */
export async function scrollCases(dataDir: string): Promise<Line[]> {
  const found = findBrowser();
  if ('problem' in found) throw new Error(found.problem);
  const browser = await chromium.launch({ executablePath: found.path, args: ['--no-sandbox'] });
  const host = await mustRun(['--demo', '--data', dataDir, '--port', '0', '--now', NOW]);
  try {
    const context = await browser.newContext({ locale: 'zh-CN', timezoneId: 'Asia/Shanghai', viewport: { width: 1366, height: 768 } });
    const page = await context.newPage();
    await page.goto(host.link);
    const door = new Door(page);
    await door.account.fill('manager');
    await door.password.fill(PASSWORD);
    await door.enter.click();
    await page.locator('[data-todo]').first().waitFor();
    await page.goto(`${new URL(host.link).origin}/complaints?view=all&sort=received`);
    await page.locator('tr[data-row]').first().hover();
    const total = (await page.getByRole('tab', { selected: true }).textContent())?.replace(/\D/g, '');
    const lastDrawn = () => page.locator('tr[data-row]').last().getAttribute('data-row').then(Number);

    const session = await context.newCDPSession(page);
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    const start = await threadTime(session);
    await watch(page);
    // the end may be on its way: only so many tries
    for (let tries = 0; tries < ROWS && (await lastDrawn()) < ROWS; tries += 1) await page.mouse.wheel(0, STEP_PX);
    const wheel = await stop(page);
    const wheeled = await threadTime(session);
    if (wheel.last < ROWS) throw new Error(`the wheel came only to row ${wheel.last}`);

    const change = await changeCase(page, host);
    const far = await farCase(page, session, Number(total));
    await page.keyboard.press('Home');
    const home = await threadTime(session);
    await watch(page);
    for (let turn = 0; turn < KEYS; turn += 1) await page.keyboard.press('j');
    const keys = await stop(page);
    const walked = await threadTime(session);
    return [
      lineOf(
        `scroll: ${ROWS.toLocaleString('en')} of ${Number(total).toLocaleString('en')} complaints by the wheel`,
        wheel,
        wheeled - start,
      ),
      change,
      ...far,
      lineOf(`scroll: ${KEYS} of them by j`, keys, walked - home),
    ];
  } finally {
    await host.stop('SIGKILL');
    await browser.close();
  }
}
