import type { Locator, Page } from '@playwright/test';
import type { ApiClient } from '../../support/api.ts';

/** What every page has around it, and the parts that most pages are made of. */
export class DeskScreen {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }
  /** Goes by keyboard, as people do. */
  async press(...keys: string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }
  heading(name: string | RegExp): Locator {
    return this.page.getByRole('heading', { level: 1, name });
  }
  dialog(name?: string | RegExp): Locator {
    return this.page.getByRole('dialog', name === undefined ? {} : { name });
  }
  notice(text: string | RegExp): Locator {
    return this.page.getByRole('alert').filter({ hasText: text });
  }
  get rows(): Locator {
    return this.page.locator('tbody tr[data-row]');
  }
  tab(name: string | RegExp): Locator {
    return this.page.getByRole('tab', { name });
  }
}

type Guardian = Parameters<ApiClient['students']['create']>[0]['guardians'][number];

/** A student who is there without the screen; all invented. */
export async function aStudent(api: ApiClient, name: string, guardian: Guardian | null = null, more: Record<string, unknown> = {}) {
  return api.students.create({ student: { name, ...more }, guardians: guardian ? [guardian] : [] });
}
export const mother = (name: string, phone: string): Guardian => ({ name, phone, relation: 'mother', isPrimary: true });
