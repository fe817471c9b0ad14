// A starosta's helper becomes an operator and enters a paper form on a phone without JavaScript; the administrator enters it a second time
// and casts it. Whose form it was reads on the site that they have answered, and where.
import { accessible, expect, fits, signInAs, test } from '../support/journey';
import type { Page } from '@playwright/test';

const RNOKPP = '3606206440';

/// Types what stands on the paper: the first option of each question.
async function fill(page: Page) {
  await page.locator('[name="f[kind]"][value="rnokpp"]').check();
  await page.locator('[name="f[number]"]').fill(RNOKPP);
  for (const question of await page.locator('section[aria-labelledby="answers"] fieldset').all()) {
    await question.locator('input').first().check();
  }
}

test('a paper form is entered by two, cast, and counts as its person’s answer', async ({ page, browser, baseURL, person }) => {
  const phone = { viewport: { width: 360, height: 740 }, baseURL };
  const context = await browser.newContext(phone);
  const theirs = await context.newPage();
  await theirs.goto('/sign-in?return=/polls/3');
  await signInAs(theirs, 'yuliia-marchenko');
  await expect(theirs).toHaveURL(/\/polls\/3$/);

  await page.goto('/sign-in?return=/staff/team');
  await signInAs(page, 'taras-melnychuk');
  await page.locator('[name="f[role]"][value="operator"]').check();
  await page.locator('[name="f[label]"]').fill(`Помічниця старости ${person}`);
  await page.getByRole('button', { name: 'Створити посилання' }).click();
  const link = await page.getByLabel('Посилання').inputValue();

  const plain = await browser.newContext({ ...phone, javaScriptEnabled: false });
  const operator = await plain.newPage();
  await operator.goto(link);
  await operator.locator('main').getByRole('link', { name: 'Увійти', exact: true }).click();
  await signInAs(operator, person);
  await operator.getByRole('button', { name: 'Прийняти запрошення' }).click();
  await operator.getByRole('link', { name: 'До робочого місця' }).click();
  await operator.getByRole('link', { name: 'Паперові бланки' }).click();
  await expect(operator.getByRole('heading', { level: 1 })).toHaveText('Паперові бланки');
  await fits(operator);
  await operator.getByRole('button', { name: 'Відкрити пакет' }).click();
  await expect(operator).toHaveTitle(/^Помилка/);
  await operator.getByLabel('Опитування').selectOption('3');
  await operator.getByRole('button', { name: 'Відкрити пакет' }).click();
  await expect(operator.locator('main')).toContainText('У пакеті ще немає бланків');
  const batch = operator.url();
  await fits(operator);

  await operator.getByRole('link', { name: 'Внести бланк' }).click();
  await operator.locator('[name="f[number]"]').fill('123');
  await operator.getByRole('button', { name: 'Внести', exact: true }).click();
  await expect(operator).toHaveTitle(/^Помилка/);
  await expect(operator.locator('#number-error')).toContainText('Такого РНОКПП не буває');
  await expect(operator.locator('[name="f[number]"]')).toHaveValue('123');
  await fits(operator);
  await fill(operator);
  await operator.getByRole('button', { name: 'Внести', exact: true }).click();
  await expect(operator.getByRole('status')).toContainText('Напишіть на папері номер бланка: 1');
  await expect(operator.getByRole('button', { name: 'Зарахувати пакет' })).toHaveCount(0);
  await fits(operator);

  await page.goto('/staff/paper');
  await accessible(page);
  await fits(page);
  await page.goto(batch);
  await accessible(page);
  await page.getByRole('link', { name: 'Внести вдруге' }).click();
  // Nothing of the first entry is shown.
  await expect(page.locator('section[aria-labelledby="answers"] input:checked')).toHaveCount(0);
  await accessible(page);
  await fits(page);
  await fill(page);
  await page.getByRole('button', { name: 'Внести', exact: true }).click();
  await expect(page.getByRole('status')).toContainText('Обидва записи збігаються.');
  await page.getByRole('button', { name: 'Зарахувати пакет' }).click();
  await expect(page.getByRole('status')).toContainText('Пакет зараховано.');
  await expect(page.locator('main')).toContainText('внесені відповіді видалено');
  await accessible(page);

  await theirs.goto('/polls/3/vote');
  await expect(theirs).toHaveURL(/\/polls\/3\/done\?again/);
  await expect(theirs.locator('main')).toContainText('Ви відповіли на паперовому бланку');
  await fits(theirs);
  await context.close();
  await plain.close();
});
