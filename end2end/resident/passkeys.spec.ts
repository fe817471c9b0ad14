// A resident adds a passkey on their own page and signs in by it, with the browser's own authenticator.
import { accessible, answerAll, awake, expect, fits, signInAs, test, withAuthenticator } from '../support/journey';

test('a passkey is added, signs in, and is taken away again', async ({ page, person }, info) => {
  const device = await withAuthenticator(page);
  await page.goto('/sign-in?return=/me');
  await signInAs(page, person);
  await expect(page.getByText('Ключів ще немає.')).toBeVisible();
  await accessible(page);
  await fits(page);
  // The device does not know its user: said at the form, and nothing is added.
  await device.isVerified(false);
  await page.getByLabel('Назва нового ключа').fill('Мій телефон');
  await page.getByRole('button', { name: 'Додати ключ доступу' }).click();
  await expect(page.getByRole('alert')).toContainText('Пристрій не підтвердив, що це ви.');
  await expect(page.getByLabel('Назва нового ключа')).toHaveValue('Мій телефон');
  await accessible(page);
  await device.isVerified(true);
  await page.getByRole('button', { name: 'Додати ключ доступу' }).click();
  await expect(page.getByRole('status')).toHaveText('Ключ доступу додано.');
  const row = page.locator('.summary > div', { hasText: 'Мій телефон' });
  await expect(row).toContainText('Ще не використано.');
  await accessible(page);
  await fits(page);
  // A device holds one.
  await page.getByRole('button', { name: 'Додати ключ доступу' }).click();
  await expect(page.getByRole('alert')).toContainText('На цьому пристрої вже є ваш ключ.');
  await accessible(page);

  await page.getByRole('main').getByRole('button', { name: 'Вийти', exact: true }).first().click();
  await page.goto('/polls/3/vote');
  await awake(page, info.project.name);
  await answerAll(page);
  await expect(page.getByRole('button', { name: /^Увійти з ключем доступу/ })).toBeVisible();
  await accessible(page);
  await fits(page);
  await page.getByRole('button', { name: /^Увійти з ключем доступу/ }).click();
  await expect(page).toHaveURL(/\/polls\/3\/vote\/check$/);
  await page.getByRole('button', { name: 'Подати відповіді' }).click();
  await expect(page.locator('.receipt .code')).toBeVisible();

  await page.goto('/me');
  await expect(row).toContainText('Востаннє використано');
  // Whoever signed in by a key adds no other, and takes none away.
  await expect(page.getByRole('button', { name: 'Додати ключ доступу' })).toHaveCount(0);
  await expect(row.getByRole('button')).toHaveCount(0);
  await expect(page.getByText('Щоб додати або видалити ключ, підтвердьте особу ще раз')).toBeVisible();
  await page.locator('section[aria-labelledby="passkeys"]').getByRole('link').click();
  await signInAs(page, person);
  await row.getByRole('button', { name: /^Видалити/ }).click();
  await expect(page.getByRole('status')).toHaveText('Ключ доступу видалено.');

  await page.getByRole('main').getByRole('button', { name: 'Вийти', exact: true }).first().click();
  await page.goto('/sign-in?return=/polls');
  await page.getByRole('button', { name: /^Увійти з ключем доступу/ }).click();
  await expect(page.getByRole('alert')).toContainText('Ключ не підійшов');
  await accessible(page);
});

test('without a script nothing offers a passkey that could not be asked for', async ({ browser, baseURL, person }) => {
  const plain = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 360, height: 740 }, baseURL });
  const page = await plain.newPage();
  await page.goto('/sign-in?return=/me');
  await expect(page.getByRole('button', { name: /^Увійти з ключем доступу/ })).toBeHidden();
  await signInAs(page, person);
  await expect(page.getByText(/потрібні JavaScript/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Додати ключ доступу' })).toBeHidden();
  await fits(page);
  await plain.close();
});
