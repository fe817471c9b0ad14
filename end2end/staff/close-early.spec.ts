// Staff publish a poll and close it before its term is over: not without a reason and the mark, and everybody reads why.
import { accessible, expect, fits, signInAs, test } from '../support/journey';
import type { Page } from '@playwright/test';

const field = (page: Page, key: string) => page.locator(`[name="f[${key}]"]`);

test('an open poll is closed early for a reason that everybody reads', async ({ page, browser }, info) => {
  await page.goto('/sign-in?return=/staff/polls/new');
  await signInAs(page, 'iryna-savchuk');
  await field(page, 'title_uk').fill(`Чи потрібен новий ліхтар? (${info.project.name})`);
  await page.locator('main form button').first().click();
  await field(page, 'summary_uk').fill('Питаємо про ліхтар біля школи.');
  await field(page, 'decision_uk').fill('Виконком вирішить, чи ставити ліхтар.');
  await field(page, 'q1.text_uk').fill('Чи потрібен ліхтар?');
  await field(page, 'q1.o1.label_uk').fill('Так');
  await field(page, 'q1.o2.label_uk').fill('Ні');
  await page.locator('button[name="act"][value="publish"]').click();
  await page.locator('form[action$="/do/staff/publish"] button').last().click();
  await expect(page.getByRole('status').first()).toContainText('Опитування опубліковано');
  const number = /polls\/(\d+)/.exec(page.url())![1];

  const panel = page.locator('section[aria-labelledby="early-close"]');
  await panel.locator('summary').click();
  await accessible(page);
  await fits(page);
  await panel.getByRole('button', { name: 'Закрити опитування' }).click();
  await expect(panel.locator('.errors li')).toHaveCount(2);
  await accessible(page);
  await fits(page);
  await panel.locator('.errors a').first().click();
  await expect(field(page, 'close_reason_uk')).toBeFocused();
  await field(page, 'close_reason_uk').fill('Ліхтар уже поставили.');
  await panel.getByRole('button', { name: 'Закрити опитування' }).click();
  await expect(panel.locator('.errors li')).toHaveCount(1);
  await expect(field(page, 'close_reason_uk')).toHaveValue('Ліхтар уже поставили.');
  await field(page, 'close_confirm').check();
  await panel.getByRole('button', { name: 'Закрити опитування' }).click();
  await expect(page.getByRole('status').first()).toContainText('закрито достроково');
  await expect(panel).toHaveCount(0);
  await accessible(page);
  await fits(page);

  const context = await browser.newContext({ baseURL: info.project.use.baseURL, locale: 'uk-UA', javaScriptEnabled: false });
  const visitor = await context.newPage();
  await expect(async () => {
    await visitor.goto(`/polls/${number}`);
    await expect(visitor.locator('main')).toContainText('Ліхтар уже поставили.', { timeout: 500 });
    await visitor.goto(`/polls/${number}/vote/1`);
    await expect(visitor).toHaveURL(new RegExp(`/polls/${number}$`), { timeout: 500 });
  }).toPass({ timeout: 15_000 });
  await context.close();
});
