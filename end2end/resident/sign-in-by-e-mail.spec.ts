// A resident signs in by a link to their mailbox: enough for their own page, not for a vote. And gives their mailbox as their own.
import { accessible, answerAll, awake, expect, fits, linkIn, signInAs, test } from '../support/journey';

const address = (project: string, name: string) => `${name}-${project}@ukr.example`;

test('a link to the mailbox opens one’s own page, once', async ({ page, context }, info) => {
  const mine = address(info.project.name, 'olena');
  await page.goto('/me');
  await page.getByRole('link', { name: 'Увійти' }).first().click();
  const field = page.getByLabel('Адреса електронної пошти');
  await field.fill('olena');
  await page.getByRole('button', { name: 'Надіслати посилання' }).click();
  // What is wrong is said above and at the field, which keeps what was typed.
  await expect(page.getByRole('alert')).toContainText('Перевірте адресу');
  await page.getByRole('alert').getByRole('link').click();
  await expect(field).toBeFocused();
  await expect(field).toHaveValue('olena');
  await expect(page).toHaveTitle(/^Помилка/);
  await accessible(page);
  await fits(page);

  await field.fill(mine);
  await field.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Перевірте пошту' })).toBeVisible();
  await expect(page.getByText(mine)).toBeVisible();
  expect(page.url()).not.toContain('olena');
  await accessible(page);
  await fits(page);
  await page.getByRole('button', { name: 'Надіслати ще раз' }).click();
  await expect(page.getByText(mine)).toBeVisible();

  const link = await linkIn(page, mine, 2);
  // In a browser that did not ask, it does nothing.
  const stranger = await context.browser()!.newPage();
  await stranger.goto(link);
  await expect(stranger.getByRole('heading', { name: 'Посилання відкрито в іншому браузері' })).toBeVisible();
  await stranger.close();

  await page.goto(link);
  await accessible(page);
  await fits(page);
  await page.getByRole('button', { name: 'Увійти', exact: true }).last().click();
  await expect(page.getByRole('heading', { level: 1, name: 'Моя сторінка' })).toBeVisible();
  await expect(page.getByText('Особу не підтверджено: ви увійшли через електронну пошту.')).toBeVisible();
  await accessible(page);
  await fits(page);

  await page.goto(link);
  await expect(page.getByRole('heading', { name: 'Посилання вже не діє' })).toBeVisible();
});

test('whoever signed in by mail is led on to confirm who they are, and their answers stay', async ({ page, person }, info) => {
  const mine = address(info.project.name, 'vote');
  await page.goto('/sign-in?return=/polls/3');
  await page.getByLabel('Адреса електронної пошти').fill(mine);
  await page.getByRole('button', { name: 'Надіслати посилання' }).click();
  await page.goto(await linkIn(page, mine));
  await page.getByRole('button', { name: 'Увійти', exact: true }).last().click();
  await expect(page.locator('.panel--bad')).toContainText('Особу підтверджено недостатньо надійно');
  await accessible(page);
  await page.locator('.panel--bad').getByRole('link', { name: 'Підтвердити особу' }).click();
  await signInAs(page, person);
  await expect(page).toHaveURL(/\/polls\/3$/);
  await page.getByRole('link', { name: /^Відповісти/ }).click();
  await awake(page, info.project.name);
  await answerAll(page);
  await page.getByRole('button', { name: 'Подати відповіді' }).click();
  await expect(page).toHaveURL(/\/polls\/3\/done/);
});

test('a resident gives their mailbox as their own and takes it away again', async ({ page, person }, info) => {
  const mine = address(info.project.name, person);
  await page.goto('/sign-in?return=/me');
  await signInAs(page, person);
  await page.getByLabel('Адреса електронної пошти').fill(mine);
  await page.getByRole('button', { name: 'Надіслати лист для підтвердження' }).click();
  await expect(page.getByText(`Ми надіслали лист на адресу ${mine}.`)).toBeVisible();
  await accessible(page);
  await page.goto(await linkIn(page, mine));
  await accessible(page);
  await page.getByRole('button', { name: 'Це моя адреса' }).click();
  await expect(page.getByRole('status')).toContainText('Адресу підтверджено.');
  await expect(page.locator('strong', { hasText: mine })).toBeVisible();
  await accessible(page);
  await fits(page);
  await page.getByRole('button', { name: 'Видалити адресу' }).click();
  await expect(page.getByText('Адреси не вказано.')).toBeVisible();
  // The mailbox hears of it.
  const inbox = `http://127.0.0.1:${Number(new URL(page.url()).port) + 3}/?to=${encodeURIComponent(mine)}`;
  await expect.poll(async () => (await (await fetch(inbox)).json()).at(-1).subject).toBe('Вашу адресу прибрано зі сторінки');
});
