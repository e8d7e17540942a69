import type { Page } from '@playwright/test';
import { expect } from '../support/launch.ts';

const words = {
  'zh-CN': { code: '把恢复码抄下来', next: /^下一步/ },
  en: { code: 'Write down the recovery code', next: /^Next/ },
} as const;

/** The wizard of the first start, as a person goes through it. */
export class Wizard {
  readonly page: Page;
  private readonly words: (typeof words)['zh-CN' | 'en'];
  constructor(page: Page, lang: keyof typeof words) {
    this.page = page;
    this.words = words[lang];
  }

  heading(name: string) {
    return this.page.getByRole('heading', { level: 1, name });
  }
  /** Ctrl Enter, from wherever the cursor stands. */
  async onByKey(): Promise<void> {
    await this.page.keyboard.press('Control+Enter');
  }
  async onByMouse(): Promise<void> {
    await this.page.getByRole('button', { name: this.words.next }).click();
  }
  /** The groups of the recovery code as they stand on the screen. */
  async groups(): Promise<string[]> {
    // a password and a recovery code are worked out: slow on purpose
    await expect(this.heading(this.words.code)).toBeVisible({ timeout: 20_000 });
    const items = await this.page.getByRole('main').getByRole('listitem').allTextContents();
    return items.map((text) => text.slice(1));
  }
}
