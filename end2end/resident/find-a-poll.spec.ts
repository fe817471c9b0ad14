// Finding a poll: by words however they are spelled, by filters that live in the address, with each choice taken back by a link.
import { accessible, expect, fits, signInAs, test } from '../support/journey';

const porch = 'Шкільні укриття після уроків';

test('a word spelled by whoever searches finds the poll, and its link takes it back', async ({ page }) => {
  await page.goto('/');
  await page.getByLabel('Пошук опитувань').fill('ШКИЛЬНИ укриття');
  await page.getByRole('button', { name: 'Знайти' }).click();
  await expect(page).toHaveURL(/\/polls\?q=/);
  await expect(page).toHaveTitle(/Пошук: ШКИЛЬНИ укриття/);
  await expect(page.getByText('Знайдено 1 опитування')).toBeVisible();
  await expect(page.locator('.card')).toHaveCount(1);
  await expect(page.locator('.card')).toContainText(porch);
  await expect(page.getByLabel('Пошук опитувань')).toHaveValue('ШКИЛЬНИ укриття');
  await accessible(page);
  await fits(page);
  await page.getByRole('link', { name: /^«ШКИЛЬНИ укриття».*прибрати$/ }).click();
  await expect(page).toHaveURL(/\/polls$/);
  expect(await page.locator('.card').count()).toBeGreaterThan(1);
});

test('filters fold, are chosen together, stay in the address and are cleared at once', async ({ page }) => {
  await page.goto('/polls');
  const filters = page.locator('details.disclosure');
  await expect(filters).not.toHaveAttribute('open');
  await accessible(page);
  await fits(page);
  const all = await page.locator('.card').count();
  await page.locator('summary', { hasText: 'Фільтри' }).click();
  await page.getByLabel('Стан').selectOption('Завершено');
  await page.getByLabel('Для жителів населеного пункту').selectOption({ index: 3 });
  await page.getByRole('button', { name: 'Показати' }).click();
  await expect(page).toHaveURL(/state=closed/);
  await expect(page.getByText(/^Знайдено\s\d+\sопитуван/)).toBeVisible();
  await expect(filters).toHaveAttribute('open');
  await expect(page.getByLabel('Стан')).toHaveValue('closed');
  expect(await page.locator('.card').count()).toBeLessThan(all);
  await expect(page.getByRole('heading', { level: 2, name: 'Відкриті зараз' })).toHaveCount(0);
  await accessible(page);
  await fits(page);
  // The same list in the other language.
  await page.getByRole('link', { name: 'EN' }).click();
  await expect(page).toHaveURL(/\/en\/polls\?.*state=closed/);
  await expect(page.getByText(/^\d+\spolls? found$/)).toBeVisible();
  await page.getByRole('link', { name: 'Clear all' }).click();
  await expect(page).toHaveURL(/\/en\/polls$/);
});

test('where nothing is found the page says what to do', async ({ page }) => {
  await page.goto('/polls?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E');
  await expect(page.getByText('Нічого не знайдено')).toBeVisible();
  await expect(page.getByText('Спробуйте інші слова')).toBeVisible();
  // Nobody stands before an empty page: what is open follows.
  await expect(page.getByRole('heading', { level: 2, name: 'Відкриті зараз' })).toBeVisible();
  await accessible(page);
  await fits(page);
  await page.getByRole('link', { name: 'Усі опитування' }).click();
  await expect(page.locator('.card').first()).toBeVisible();
});

test('a visitor is led by sign-in to the polls that they can take part in', async ({ page, person }) => {
  await page.goto('/polls');
  await page.locator('summary', { hasText: 'Фільтри' }).click();
  await page.getByRole('link', { name: /^Увійдіть, щоб бачити лише опитування/ }).click();
  await signInAs(page, person);
  await expect(page).toHaveURL(/\/polls\?mine=1$/);
  await expect(page.getByRole('checkbox', { name: 'Можу взяти участь' })).toBeChecked();
  await expect(page.getByRole('heading', { level: 2, name: 'Завершені' })).toHaveCount(0);
  await expect(page.locator('.card').first()).toBeVisible();
  await accessible(page);
  await fits(page);
  await page.getByRole('link', { name: /^Можу взяти участь.*прибрати$/ }).click();
  await expect(page).toHaveURL(/\/polls$/);
  // What is closed is among them again, on the last page: other journeys open polls meanwhile.
  for (let number = 2; await page.locator(`.pager a[href$="page=${number}"]`).count() > 0; number += 1) {
    await page.goto(`/polls?page=${number}`);
  }
  await expect(page.getByRole('heading', { level: 2, name: 'Завершені' })).toBeVisible();
});
