import { type ElectronApplication, expect, type Page, test } from '@playwright/test';

type Printed = { paper: string | undefined; text: string };
type Watched = { asked: Printed[][] };

/** The sheets that would go to paper now: those drawn for it alone, else the one on the page. */
const READ = `(() => {
  const drawn = [...document.querySelectorAll('[data-print-room] article')];
  const sheets = drawn.length > 0 ? drawn : [...document.querySelectorAll('article')].slice(0, 1);
  return sheets.map((sheet) => ({ paper: sheet.dataset.paper, text: sheet.textContent ?? '' }));
})()`;

/**
 * What goes to paper. In a browser its dialog is not shown but watched, and stays open until `close`; in the desktop the window's own
 * printing is, and takes everything at once.
 */
export class Paper {
  readonly page: Page;
  readonly app: ElectronApplication | undefined;
  constructor(desk: { readonly page: Page; readonly app?: ElectronApplication }) {
    this.page = desk.page;
    this.app = test.info().project.name === 'desktop' ? desk.app : undefined;
  }
  /** From now on, on this document. */
  async watch(): Promise<void> {
    if (this.app) {
      await this.app.evaluate(({ BrowserWindow }, read) => {
        const watched: Watched = { asked: [] };
        Object.assign(globalThis, { watched });
        const contents = BrowserWindow.getAllWindows()[0]?.webContents;
        if (!contents) throw new Error('no window');
        contents.print = (_options, done) => {
          void contents.executeJavaScript(read).then((sheets: Printed[]) => {
            watched.asked.push(sheets);
            done?.(true, '');
          });
        };
      }, READ);
      return;
    }
    // as text, because the page's policy lets nothing be evaluated inside it
    await this.page.evaluate(`window.watched = { asked: [] }; window.print = () => window.watched.asked.push(${READ}); undefined`);
  }
  /** The sheets of the nth print since `watch`, counted from 0. */
  async printed(nth: number): Promise<Printed[]> {
    const asked = () =>
      this.app
        ? this.app.evaluate(() => (globalThis as unknown as { watched: Watched }).watched.asked)
        : this.page.evaluate(() => (window as unknown as { watched: Watched }).watched.asked);
    await expect.poll(async () => (await asked()).length).toBe(nth + 1);
    return (await asked())[nth] ?? [];
  }
  /** What the desktop shows before it prints is printed; a browser has asked already. */
  async confirm(): Promise<void> {
    if (!this.app) return;
    await expect(this.page.locator('[data-print-room][role="dialog"]')).toBeVisible();
    await this.page.keyboard.press('Control+p');
  }
  /** The dialog of the browser is closed. */
  async close(): Promise<void> {
    if (!this.app) await this.page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
  }
  /** The pages of the paper as it would leave now, in whole millimetres. Chromium then says that printing is over, as after its dialog. */
  async pages(): Promise<{ width: number; height: number }[]> {
    if (!this.app) return pagesOf(await this.page.pdf({ preferCSSPageSize: true, printBackground: true }));
    const pdf = await this.app.evaluate(async ({ BrowserWindow }) => {
      const content = await BrowserWindow.getAllWindows()[0]?.webContents.printToPDF({ preferCSSPageSize: true, printBackground: true });
      return content?.toString('latin1') ?? '';
    });
    return pagesOf(Buffer.from(pdf, 'latin1'));
  }
}

/** The sizes of the pages of a PDF that Chromium wrote, in whole millimetres. */
export function pagesOf(pdf: Uint8Array): { width: number; height: number }[] {
  const mm = (points: string | undefined) => Math.round((Number(points) / 72) * 25.4);
  return [
    ...Buffer.from(pdf)
      .toString('latin1')
      .matchAll(/\/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)\s*\]/g),
  ].map(([, width, height]) => ({ width: mm(width), height: mm(height) }));
}
