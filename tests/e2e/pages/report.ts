import { readFileSync } from 'node:fs';
import { expect, type Locator, type Page } from '@playwright/test';
import { readXlsx } from '../../reports/read-xlsx.ts';
import { go } from '../support/go.ts';

/** The monthly report as a person sees it. */
export class ReportPage {
  readonly page: Page;
  readonly sheet: Locator;
  readonly side: Locator;

  constructor(page: Page, words: { title: string; side: string }) {
    this.page = page;
    this.sheet = page.getByRole('article', { name: words.title });
    this.side = page.getByRole('complementary', { name: words.side });
  }

  async open(month: string): Promise<void> {
    await go(this.page, `/reports?month=${month}`);
    await expect(this.sheet).toBeVisible();
  }

  /** Opens the rows behind a number by its spoken name and answers what the side panel lists. */
  async rowsBehind(name: RegExp): Promise<Locator> {
    await this.sheet.getByRole('button', { name }).first().click();
    return this.side.getByRole('listitem');
  }

  /** The numbers of the sheet in the order they stand, as text. */
  async numbers(): Promise<string[]> {
    return this.sheet.locator('table td').allInnerTexts();
  }

  /** Presses a button that saves a spreadsheet and reads it back: every value of every sheet. */
  async spreadsheet(button: string): Promise<unknown[]> {
    const saved = this.page.waitForEvent('download');
    await this.page.getByRole('button', { name: button }).click();
    const file = await (await saved).path();
    const { book } = readXlsx(readFileSync(file));
    return [...book.values()].flatMap((cells) => [...cells.values()].map((cell) => cell.value));
  }
}
