// What staff do in the editor of a draft.
import { awake, expect, hasScript, signInAs } from './journey';
import type { Page } from '@playwright/test';

export const field = (page: Page, key: string) => page.locator(`[name="f[${key}]"]`);
export const save = (page: Page) => page.locator('button[name="act"][value="save"]:not(.vh)').first().click();
export const status = (page: Page) => page.locator('form.split p.status');
export const SUMMARY = 'Річка розлилася, і міст треба будувати вище.';

/// On the page of a new poll: writes one for a starosta district, and publishes it; its number.
export async function pollForDistrict(page: Page, title: string, district: string, look = async () => {}) {
  await field(page, 'title_uk').fill(title);
  await page.locator('main form button').first().click();
  await expect(page).toHaveURL(/\/staff\/polls\/\d+\/edit/);
  const desk = page.url().replace(/\/edit.*/, '');
  await field(page, 'summary_uk').fill('Мешканці округу вирішують першими.');
  await field(page, 'decision_uk').fill('Виконавчий комітет погодить маршрут.');
  await field(page, 'q1.text_uk').fill('Чи потрібен автобус?');
  await field(page, 'q1.o1.label_uk').fill('Так, щодня');
  await field(page, 'q1.o2.label_uk').fill('Досить двох днів на тиждень');
  await page.locator('#districts').getByLabel(district).check();
  await look();
  const loaded = page.waitForEvent('load');
  await save(page);
  await loaded;
  await expect(page.locator('.errors')).toHaveCount(0);
  await expect(page.locator('#districts').getByLabel(district)).toBeChecked();
  await page.goto(desk);
  await expect(page.locator('main')).toContainText(new RegExp(`(старостинський округ: |starosta district:? )${district}`));
  const published = page.waitForEvent('load');
  await page.locator('form[action$="/do/staff/publish"] button').last().click();
  await published;
  return Number(desk.split('/').pop());
}

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
