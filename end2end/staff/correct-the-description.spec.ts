// Staff correct the description of a published poll: with a reason, in public, and without touching anything else.
import { accessible, expect, fits, signInAs, test } from '../support/journey';

test('a correction needs a reason and is read by everybody', async ({ page, browser }, info) => {
  await page.goto('/sign-in?return=/staff/polls?state=open');
  await signInAs(page, 'iryna-savchuk');
  // Each project has a poll of its own to correct.
  const polls = page.locator('.table--lines tbody th a');
  await polls.nth(info.project.name === 'desktop' ? 0 : 1).click();
  const number = /polls\/(\d+)/.exec(page.url())![1];
  const panel = page.locator('section[aria-labelledby="correction"]');
  await panel.locator('summary').click();
  await accessible(page);
  await fits(page);

  const text = `Уточнений опис: вулиця має 300 м (${info.project.name}).`;
  await panel.locator('#description_uk').fill(text);
  await panel.getByRole('button', { name: 'Оприлюднити уточнення' }).click();
  await expect(panel.locator('.errors')).toContainText('Поясніть українською');
  await expect(panel.locator('#description_uk')).toHaveValue(text);
  await accessible(page);
  await fits(page);
  await panel.locator('.errors a').click();
  await expect(panel.locator('#reason_uk')).toBeFocused();
  await panel.locator('#reason_uk').fill('У першому описі була помилка.');
  await panel.getByRole('button', { name: 'Оприлюднити уточнення' }).click();
  await expect(page.getByRole('status').first()).toContainText('Опис уточнено');
  await accessible(page);

  const context = await browser.newContext({ baseURL: info.project.use.baseURL, locale: 'uk-UA', javaScriptEnabled: false });
  const visitor = await context.newPage();
  await expect(async () => {
    await visitor.goto(`/polls/${number}`);
    await expect(visitor.locator('main')).toContainText('У першому описі була помилка.', { timeout: 500 });
  }).toPass({ timeout: 10_000 });
  await expect(visitor.locator('main')).toContainText(text);
  await context.close();
});
