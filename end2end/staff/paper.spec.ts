// A starosta's helper becomes an operator and enters a paper form on a phone without JavaScript; the administrator enters it a second time
// and casts it. Whose form it was reads on the site that they have answered, and where.
import { accessible, accessibleThere, attachScan, expect, fits, signInAs, test } from '../support/journey';
import type { Page } from '@playwright/test';

const RNOKPP = '3606206440';
/// Of somebody who never came to the site.
const UNKNOWN = '2576519379';

/// Types what stands on the paper: the first option of each question.
async function fill(page: Page, rnokpp = RNOKPP) {
  await page.locator('[name="f[kind]"][value="rnokpp"]').check();
  await page.locator('[name="f[number]"]').fill(rnokpp);
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
  const scripted = await browser.newContext({ ...phone, storageState: await plain.storageState() });
  const seen = await scripted.newPage();
  await operator.getByRole('link', { name: 'Паперові бланки' }).click();
  await expect(operator.getByRole('heading', { level: 1 })).toHaveText('Паперові бланки');
  await fits(operator);
  await operator.getByRole('button', { name: 'Відкрити пакет' }).click();
  await expect(operator).toHaveTitle(/^Помилка/);
  await accessibleThere(seen, operator);
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
  await accessibleThere(seen, operator);
  await fill(operator);
  await operator.getByRole('button', { name: 'Внести', exact: true }).click();
  await expect(operator.getByRole('status')).toContainText('Напишіть на папері номер бланка: 1');
  await expect(operator.getByRole('button', { name: 'Зарахувати пакет' })).toHaveCount(0);
  await fits(operator);

  // Whoever never came to the site gets a record by the document that they hold in their hands.
  await operator.getByRole('link', { name: 'Внести бланк' }).click();
  await fill(operator, UNKNOWN);
  await operator.getByRole('button', { name: 'Внести', exact: true }).click();
  await operator.getByRole('link', { name: 'Створити запис' }).click();
  await expect(operator.getByRole('heading', { level: 1 })).toHaveText('Новий запис людини');
  await expect(operator.getByLabel('Номер', { exact: true })).toHaveValue(UNKNOWN);
  await fits(operator);
  await operator.getByRole('button', { name: 'Створити запис' }).click();
  await expect(operator).toHaveTitle(/^Помилка/);
  await fits(operator);
  await accessibleThere(seen, operator);
  await operator.getByLabel('Прізвище').fill('Мазур');
  await operator.getByLabel('Ім’я', { exact: true }).fill('Анатолій');
  await operator.getByLabel('Дата народження').fill('1970-07-17');
  await operator.getByRole('checkbox', { name: /Людина підписала згоду/ }).check();
  await operator.getByRole('button', { name: 'Створити запис' }).click();
  await expect(operator.getByRole('status')).toContainText('Запис створено. Тепер підтвердьте, де людина живе.');
  await operator.getByLabel('Документ', { exact: true }).selectOption('passport_stamp');
  await operator.getByLabel('Населений пункт').selectOption('Коростень');
  await operator.getByRole('button', { name: 'Підтвердити проживання' }).click();
  await operator.goto(`${batch}/enter`);
  await expect(operator.locator('[name="f[number]"]')).toHaveValue(UNKNOWN);
  await operator.getByRole('button', { name: 'Внести', exact: true }).click();
  await expect(operator.getByRole('status')).toContainText('Напишіть на папері номер бланка: 2');

  // Whose form it is stays with it as a scan; the wrong file says so.
  await operator.goto(batch);
  await operator.getByRole('link', { name: 'Додати скан' }).first().click();
  await operator.getByRole('button', { name: 'Додати скан' }).click();
  await expect(operator).toHaveTitle(/^Помилка/);
  await fits(operator);
  await attachScan(operator, batch, 1);
  await fits(operator);
  await page.goto('/staff/people/new');
  await accessible(page);
  await page.goto('/staff/paper');
  await accessible(page);
  await fits(page);
  await page.goto(batch);
  await accessible(page);
  await page.getByRole('link', { name: 'Внести вдруге' }).first().click();
  // Nothing of the first entry is shown.
  await expect(page.locator('section[aria-labelledby="answers"] input:checked')).toHaveCount(0);
  await accessible(page);
  await fits(page);
  await fill(page);
  await page.getByRole('button', { name: 'Внести', exact: true }).click();
  await expect(page.getByRole('status')).toContainText('Обидва записи збігаються.');
  await page.getByRole('link', { name: 'Внести вдруге' }).click();
  await fill(page, UNKNOWN);
  await page.getByRole('button', { name: 'Внести', exact: true }).click();
  await expect(page.locator('main')).toContainText('не до кожного бланка додано скан');
  await expect(page.getByRole('button', { name: 'Зарахувати пакет' })).toHaveCount(0);
  await accessible(page);
  await attachScan(page, batch, 2);
  await accessible(page);
  await page.goto(batch);
  await page.getByRole('button', { name: 'Зарахувати пакет' }).click();
  await expect(page.getByRole('status')).toContainText('Пакет зараховано.');
  await expect(page.locator('main')).toContainText('копії відповідей у пакеті видалено');
  await accessible(page);

  await theirs.goto('/polls/3/vote');
  await expect(theirs).toHaveURL(/\/polls\/3\/done\?again/);
  await expect(theirs.locator('main')).toContainText('Ви відповіли на паперовому бланку');
  await fits(theirs);
  await context.close();
  await scripted.close();
  await plain.close();
});
