// Staff look for an act in the journal: by what was done, by whom, to which poll and when.
import { accessible, expect, fits, signInAs, test } from '../support/journey';

test('the journal is searched by act, hand, poll and day', async ({ page }) => {
  await page.goto('/sign-in?return=/staff/journal');
  await signInAs(page, 'iryna-savchuk');
  const rows = page.locator('.table--lines tbody tr');
  await expect(rows.first()).toBeVisible();
  await accessible(page);
  await fits(page);

  await page.locator('#act').selectOption('poll.published');
  await page.locator('#poll').fill('3');
  await page.locator('#who').selectOption('system');
  await page.getByRole('button', { name: 'Показати' }).click();
  await expect(page).toHaveURL(/act=poll\.published/);
  await expect(rows).toHaveCount(1);
  await expect(rows.first()).toContainText('№ 3');
  await expect(page.locator('#poll')).toHaveValue('3');

  // Nothing was done before there was anything.
  await page.locator('#to').fill('2020-01-01');
  await page.getByRole('button', { name: 'Показати' }).click();
  await expect(page.getByRole('status')).toContainText('записів немає');
  await accessible(page);

  // What a browser would not send, and an address can hold.
  await page.goto('/staff/journal?from=31.02.2026&poll=7777');
  await expect(page.locator('.errors')).toContainText('Вкажіть день');
  await expect(page.locator('#from')).toHaveValue('31.02.2026');
  await expect(page.locator('#from')).toHaveAttribute('aria-invalid', 'true');
  await accessible(page);
  await fits(page);
  await page.locator('.errors a').first().click();
  await expect(page.locator('#poll, #from').and(page.locator(':focus'))).toHaveCount(1);
  await page.getByRole('link', { name: 'Скинути все' }).click();
  await expect(rows.first()).toBeVisible();
});
