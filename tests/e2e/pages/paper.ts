import { expect, type Page } from '@playwright/test';

type Printed = { paper: string | undefined; text: string };

/** What a page hands to paper in a browser: its dialog is not shown but watched, and stays open until the paper was looked at (`pages`). */
export class Paper {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }
  /** From now on on this document the dialog of the browser is ours. */
  async watch(): Promise<void> {
    await this.page.evaluate(() => {
      const asked: Printed[] = [];
      Object.assign(window, { asked });
      window.print = () => {
        const sheet = document.querySelector<HTMLElement>('[data-print-room] article') ?? document.querySelector<HTMLElement>('article');
        asked.push({ paper: sheet?.dataset.paper, text: sheet?.textContent ?? '' });
      };
    });
  }
  /** The nth print since `watch`, counted from 0. */
  async printed(nth: number): Promise<Printed> {
    await expect.poll(() => this.page.evaluate(() => (window as unknown as { asked: Printed[] }).asked.length)).toBe(nth + 1);
    return this.page.evaluate((at) => (window as unknown as { asked: Printed[] }).asked[at] as Printed, nth);
  }
  /** The pages of the paper as it would leave now, in whole millimetres. Chromium then says that printing is over, as after its dialog. */
  async pages(): Promise<{ width: number; height: number }[]> {
    return pagesOf(await this.page.pdf({ preferCSSPageSize: true, printBackground: true }));
  }
}

/** The sizes of the pages of a PDF that Chromium wrote, in whole millimetres. */
export function pagesOf(pdf: Uint8Array): { width: number; height: number }[] {
  const mm = (points: string | undefined) => Math.round((Number(points) / 72) * 25.4);
  return [
    ...Buffer.from(pdf)
      .toString('latin1')
      .matchAll(/\/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)\s*\]/g),
  ].map(([, width, height]) => ({
    width: mm(width),
    height: mm(height),
  }));
}
