// Whoever works for the community takes a passkey for the second step, and comes back with it another day.
import { accessible, expect, fits, signInAs, test, withAuthenticator } from '../support/journey';

test('a moderator sets up a passkey as the second step and comes back with it', async ({ page, browser, baseURL }) => {
  const device = await withAuthenticator(page);
  // A page without the live turnout, whose stream would ask on without a session.
  await page.goto('/sign-in?return=/staff/polls');
  await signInAs(page, 'iryna-savchuk');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Додайте другий крок входу');
  await expect(page.getByRole('heading', { level: 2, name: 'Ключ доступу' })).toBeVisible();
  await accessible(page);
  await fits(page);
  await page.getByRole('button', { name: 'Додати ключ доступу' }).click();
  await expect(page.getByRole('link', { name: 'Далі' })).toBeVisible();
  await accessible(page);
  await fits(page);
  await page.getByRole('link', { name: 'Далі' }).click();
  await expect(page).toHaveURL(/\/staff\/polls$/);

  await page.context().clearCookies();
  await page.goto('/staff/polls');
  await signInAs(page, 'iryna-savchuk');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Другий крок входу');
  await expect(page.locator('#secret')).toHaveCount(0);
  await accessible(page);
  await fits(page);
  await device.isVerified(false);
  await page.getByRole('button', { name: 'Підтвердити ключем доступу' }).click();
  await expect(page.getByRole('alert')).toContainText('Пристрій не підтвердив, що це ви.');
  await accessible(page);
  await device.isVerified(true);
  await page.getByRole('button', { name: 'Підтвердити ключем доступу' }).click();
  await expect(page).toHaveURL(/\/staff\/polls$/);

  // Without a script the page says what it needs.
  const plain = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 360, height: 740 }, baseURL });
  const other = await plain.newPage();
  await other.goto('/sign-in?return=/staff');
  await signInAs(other, 'iryna-savchuk');
  await expect(other.getByText(/потрібні JavaScript/)).toBeVisible();
  await expect(other.getByRole('button', { name: 'Підтвердити ключем доступу' })).toBeHidden();
  await plain.close();
});
