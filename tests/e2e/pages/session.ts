import type { Page } from '@playwright/test';

/** Login and lock screen in Chinese. */
export class Door {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }
  get account() {
    return this.page.getByRole('textbox', { name: '登录名' });
  }
  get password() {
    return this.page.getByLabel('密码', { exact: false }).and(this.page.locator('input'));
  }
  get enter() {
    return this.page.getByRole('button', { name: '登录', exact: true });
  }
  get secret() {
    return this.page.getByLabel('PIN 或密码');
  }
  async login(account: string, password: string): Promise<void> {
    await this.account.fill(account);
    await this.password.fill(password);
    await this.enter.click();
  }
}
