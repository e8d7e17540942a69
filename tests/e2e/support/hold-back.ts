import type { Page, Request } from '@playwright/test';

/**
 * Holds back the answers to some procedures (`complaints/get`), as a slow PC would, until `release`. `asked`: the first of these requests.
 * Web only: the answers of a port cannot be held back.
 */
export async function holdBack(page: Page, ...procedures: string[]): Promise<{ asked: Promise<Request>; release: () => void }> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const isHeld = (url: URL) => procedures.some((procedure) => url.pathname === `/rpc/${procedure}`);
  const asked = page.waitForRequest((request) => isHeld(new URL(request.url())));
  await page.route(isHeld, async (route) => {
    await promise;
    await route.continue();
  });
  return { asked, release: resolve };
}
