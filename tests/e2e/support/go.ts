import { expect, type Page } from '@playwright/test';

/**
 * Takes a page to another part of the program as one of its links would, which costs a tenth of loading everything anew. What cannot be
 * left in that way is loaded: the same part (a reload is meant), an open dialog (it would come along), a page outside of the program.
 */
export async function go(page: Page, path: string): Promise<void> {
  const { origin, pathname } = new URL(page.url());
  const part = (of: string) => of.split(/[/?#]/)[1];
  const left = part(pathname) !== part(path) && (await page.evaluate(leave, path));
  if (!left) {
    await page.goto(origin + path);
    return;
  }
  await expect(page.locator('main h1').first()).toBeVisible();
  await expect(page.locator('h1[data-left]')).toHaveCount(0);
}

/** Runs in the page. The router hears of what is pushed. */
function leave(path: string): boolean {
  const titles = document.querySelectorAll<HTMLElement>('main h1');
  if (titles.length === 0 || document.querySelector('[role="dialog"],[role="alertdialog"]')) return false;
  for (const title of titles) title.dataset.left = '';
  history.pushState(null, '', path);
  return true;
}
