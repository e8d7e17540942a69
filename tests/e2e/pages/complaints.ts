import { expect, type Locator, type Page } from '@playwright/test';
import type { Lang } from '#shared/contract/fields.ts';
import en from '../../../src-renderer/locales/en/complaints.json' with { type: 'json' };
import zh from '../../../src-renderer/locales/zh-CN/complaints.json' with { type: 'json' };
import type { ApiClient } from '../../support/api.ts';
import { type PersonKey, people } from '../../support/people.ts';
import { go } from '../support/go.ts';

/** The complaint screens as a person uses them, in either language. */
export class ComplaintScreens {
  readonly page: Page;
  readonly words: typeof zh;

  constructor(page: Page, lang: Lang = 'zh-CN') {
    this.page = page;
    this.words = lang === 'en' ? (en as unknown as typeof zh) : zh;
  }

  get dialog(): Locator {
    return this.page.locator('[role="dialog"][aria-modal="true"]').last();
  }
  get rows(): Locator {
    return this.page.locator('tbody tr[data-row]');
  }
  row(text: string): Locator {
    return this.rows.filter({ hasText: text });
  }
  get log(): Locator {
    return this.page.locator('li[data-kind]');
  }
  get composer(): Locator {
    return this.page.getByRole('region', { name: this.words.contact.title });
  }
  get side(): Locator {
    return this.page.getByRole('region', { name: this.words.sidePanel });
  }
  /** The row of a clock beside the page: its name, time left, due time. */
  clock(name: string): Locator {
    return this.side.getByRole('button', { name }).first().locator('xpath=..');
  }
  /** The line under the title: number, state, severity, owner. */
  get head(): Locator {
    return this.page.getByRole('main').locator('h1').locator('xpath=../..');
  }
  button(name: string, within: Locator = this.page.getByRole('main')): Locator {
    return within.getByRole('button', { name, exact: false });
  }

  async openList(search = ''): Promise<void> {
    await go(this.page, `/complaints${search}`);
    await expect(this.page.getByRole('heading', { level: 1, name: this.words.title })).toBeVisible();
  }
  async openCase(id: string): Promise<void> {
    await go(this.page, `/complaints/${id}`);
    await expect(this.composer).toBeVisible();
  }
  /** Presses keys one after the other, as fingers do. */
  async keys(...keys: string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }
  /** Opens the record dialog; the student field has the cursor. */
  async beginRecording(by: 'keyboard' | 'mouse' = 'keyboard'): Promise<void> {
    if (by === 'keyboard') await this.keys('n', 'c');
    else await this.button(this.words.record.title).click();
    await expect(this.studentField).toBeFocused();
  }
  get studentField(): Locator {
    return this.dialog.locator('#record-students');
  }
  get wordsField(): Locator {
    return this.dialog.locator('#record-words');
  }
  /** The list under the student field. */
  student(name: string): Locator {
    return this.page.getByRole('option', { name });
  }
  /** Until nothing moves any more: a notice that is fading in has no contrast to judge. */
  async settled(): Promise<void> {
    await this.page.waitForFunction(() => document.getAnimations().every((animation) => animation.playState !== 'running'));
  }
  notice(text: string | RegExp): Locator {
    return this.page.getByRole('alert').filter({ hasText: text });
  }
}

export type Family = { id: string; number: string; guardianId: string };

/** A family to complain: a student and the mother with her phone. */
export async function makeStudent(api: ApiClient, name: string, guardian = '周淑芬', phone = '13812346021'): Promise<Family> {
  const made = await api.students.create({
    student: { name, grade: '四年级' },
    guardians: [{ name: guardian, relation: 'mother', phone, isPrimary: true }],
  });
  const { guardians } = await api.students.get({ id: made.id });
  return { id: made.id, number: made.number, guardianId: guardians[0]?.id ?? '' };
}

type Recording = Parameters<ApiClient['complaints']['record']>[0];

/** A complaint recorded without the screen, for specs about what comes after. */
export async function makeComplaint(api: ApiClient, student: Family, more: Partial<Recording> = {}) {
  const made = await api.complaints.record({
    studentIds: [student.id],
    complainant: { kind: 'guardian', refId: student.guardianId },
    channel: 'phone',
    words: '前台说可以补课，老师说不行，到底听谁的。',
    category: 'service',
    severity: 'general',
    ...more,
  });
  return { id: made.id, number: made.number, owner: personNamed(made.owner?.name) };
}

/** The person of the tests who bears this name on the screen. */
function personNamed(name: string | undefined): PersonKey {
  const found = (Object.keys(people) as PersonKey[]).find((key) => people[key].name === name);
  if (!found) throw new Error(`nobody is called ${name}`);
  return found;
}
