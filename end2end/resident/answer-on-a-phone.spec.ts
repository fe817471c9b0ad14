// The main journey: a resident finds an open poll, answers it, identifies at the end, and the ballot is counted once.
import type { Page } from '@playwright/test';
import { accessible, answerAll, awake, expect, fits, hasWasm, onward, signInAs, test } from '../support/journey';

const openCard = (page: Page, title: string) =>
  page.locator('.card', { has: page.locator('.tag--now') }).filter({ hasText: title }).locator('a.card__link');

test('the first card asks one question, and its pictures are in sight together', async ({ page, person }, info) => {
  await page.goto('/');
  await page.locator('.card').first().getByRole('link', { name: /^Відповісти/ }).click();
  await expect(page).toHaveURL(/\/polls\/8\/vote\/1$/);
  await awake(page, info.project.name);
  // One question is on no way with steps, and its poll is called as it is.
  await expect(page.locator('.progress')).toHaveCount(0);
  await expect(page.getByText('Яку зупинку освітити першою?')).toHaveCount(1);
  const isPhone = page.viewportSize()!.width < 400;
  for (const stop of await page.locator('.tile label').all()) {
    if (isPhone) await expect(stop).toBeInViewport({ ratio: 1 });
  }
  await accessible(page);
  await fits(page);
  await answerAll(page);
  await expect(page.getByRole('link', { name: /До питання$/ })).toBeVisible();
  await signInAs(page, person);
  await expect(page.getByText(/, відповіді ще не\sподано/)).toBeVisible();
  await expect(page.locator('.progress')).toHaveCount(0);
  await accessible(page);
  await fits(page);
});

test('a resident answers first, identifies last, and gets a code', async ({ page, person }, info) => {
  await page.goto('/');
  await expect(page.getByText('Демонстрація.')).toBeVisible();
  await accessible(page);
  await fits(page);

  await page.getByRole('link', { name: 'Опитування' }).first().click();
  await openCard(page, 'Шкільні укриття після уроків').click();
  await expect(page).toHaveURL(/\/polls\/\d+$/);
  const poll = page.url();
  await accessible(page);
  await fits(page);

  await page.getByRole('link', { name: /^Відповісти/ }).click();
  await expect(page).toHaveURL(/\/vote\/1$/);
  await awake(page, info.project.name);
  await accessible(page);
  await fits(page);
  await answerAll(page);
  await accessible(page);
  await fits(page);

  await accessible(page);
  await signInAs(page, person);

  await expect(page).toHaveURL(/\/vote\/check$/);
  await expect(page.getByText(/, відповіді ще не\sподано/)).toBeVisible();
  await accessible(page);
  await page.getByRole('button', { name: 'Подати відповіді' }).click();

  await expect(page.getByRole('heading', { level: 1, name: 'Відповіді зараховано' })).toBeVisible();
  const code = await page.locator('.code').textContent();
  expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);
  expect(page.url()).not.toContain(code!);
  await accessible(page);
  await fits(page);

  // A second look at the poll shows the same code and no way to answer again.
  await page.goto(poll);
  await expect(page.getByText(code!)).toBeVisible();
  await expect(page.getByRole('link', { name: /^Відповісти/ })).toHaveCount(0);
});

test('whoever reads English is told in English that it counted', async ({ page, person }, info) => {
  await page.goto('/en/polls/3');
  await page.getByRole('link', { name: /^Answer/ }).click();
  await awake(page, info.project.name);
  await answerAll(page);
  await signInAs(page, person);
  await expect(page).toHaveURL(/\/en\/polls\/3\/vote\/check$/);
  await awake(page, info.project.name);
  await page.getByRole('button', { name: 'Submit your answers' }).click();
  await expect(page).toHaveURL(/\/en\/polls\/3\/done$/);
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await accessible(page);
});

test('an answer that is missing is said in words, and what was marked stays', async ({ page }, info) => {
  await page.goto('/polls');
  await openCard(page, 'Шкільні укриття після уроків').click();
  await page.getByRole('link', { name: /^Відповісти/ }).click();
  await awake(page, info.project.name);
  await page.getByRole('button', onward).click();
  const errors = page.locator('.errors');
  await expect(errors).toContainText(/Щоб перейти далі, дайте відповідь/);
  await expect(page.locator('.field-error')).toBeVisible();
  await accessible(page);
  // The summary leads to the very input.
  await errors.getByRole('link').click();
  await expect(page.locator('.tile input').first()).toBeFocused();
  await page.locator('.tile label').first().click();
  if (hasWasm(info.project.name)) await expect(page.locator('[data-saving="Saved"]')).toBeVisible();
});

test('the draft waits: leave in the middle, come back, and the answers are there', async ({ page }, info) => {
  await page.goto('/polls');
  await openCard(page, 'Шкільні укриття після уроків').click();
  const poll = page.url();
  await page.getByRole('link', { name: /^Відповісти/ }).click();
  await awake(page, info.project.name);
  await page.locator('.tile label').first().click();
  await page.getByRole('button', { name: 'Відкласти й завершити пізніше' }).click();
  await expect(page).toHaveURL(`${poll}?saved`);
  await expect(page.getByRole('status').first()).toContainText(/Відповіді ще не\sзараховано/);
  await accessible(page);
  await fits(page);
  await page.goto(`${poll}/vote/1`);
  await expect(page.locator('.tile input').first()).toBeChecked();
  // A shared phone: the draft can be cleared.
  await page.goto(poll);
  await page.getByRole('button', { name: 'Стерти чернетку' }).click();
  await page.goto(`${poll}/vote/1`);
  await expect(page.locator('.tile input').first()).not.toBeChecked();
});

test('the same journey reads in English', async ({ page }) => {
  await page.goto('/en/polls');
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await openCard(page, 'School shelters after lessons').click();
  await expect(page).toHaveURL(/\/en\/polls\/\d+$/);
  await page.getByRole('link', { name: /^Answer/ }).click();
  await expect(page.getByRole('button', { name: 'Continue' })).toBeVisible();
  await accessible(page);
});
