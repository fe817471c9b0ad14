// What staff do in the editor of a draft.
import { awake, expect, hasScript, signInAs } from './journey';
import type { Page } from '@playwright/test';

export const field = (page: Page, key: string) => page.locator(`[name="f[${key}]"]`);
export const save = (page: Page) => page.locator('button[name="act"][value="save"]:not(.vh)').first().click();
export const status = (page: Page) => page.locator('form.split p.status');
export const SUMMARY = 'Річка розлилася, і міст треба будувати вище.';

/// A new poll in the editor, with a summary typed and not saved.
export async function typing(page: Page, title: string, project: string) {
  await page.goto('/sign-in?return=/staff/polls/new');
  await signInAs(page, 'iryna-savchuk');
  await field(page, 'title_uk').fill(title);
  await page.locator('main form button').first().click();
  await expect(page).toHaveURL(/\/staff\/polls\/\d+\/edit/);
  if (hasScript(project)) await awake(page, project);
  await field(page, 'summary_uk').fill(SUMMARY);
}

/// Whether the editor says that it saved, and shows what was typed after a reload.
export async function saved(page: Page) {
  await expect(page).toHaveURL(/\?saved/, { timeout: 20_000 });
  await page.goto(page.url().replace(/[?#].*/, ''));
  await expect(field(page, 'summary_uk')).toHaveValue(SUMMARY);
}
