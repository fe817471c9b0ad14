// A resident's own page: what this browser has begun, in what they took part, where they are signed in; the confirmation on paper;
// a poll's files.
import { accessible, answerAll, answerOne, awake, expect, fits, hasScript, signInAs, test } from '../support/journey';

const street = 'Ремонт вулиць наступного року';

async function begin(page: import('@playwright/test').Page, project: string) {
  await page.goto('/polls');
  await page.locator('.card', { hasText: street }).first().locator('a.card__link').click();
  await page.getByRole('link', { name: /^Відповісти/ }).click();
  await awake(page, project);
}

test('a draft is found again, answered and becomes a participation without a choice', async ({ page, person }, info) => {
  await begin(page, info.project.name);
  await answerOne(page);

  await page.goto('/me');
  await expect(page.getByRole('heading', { level: 1, name: 'Моя сторінка' })).toBeVisible();
  const draft = page.locator('.summary > div', { hasText: street });
  await expect(draft).toBeVisible();
  await accessible(page);
  await fits(page);
  await draft.getByRole('link', { name: /Продовжити/ }).click();
  await awake(page, info.project.name);
  await answerAll(page);
  await signInAs(page, person);
  await page.getByRole('button', { name: 'Подати відповіді' }).click();
  const code = (await page.locator('.receipt .code').textContent())!.trim();

  // From the header, on a phone from the line below it: the styles decide which.
  await page.waitForLoadState();
  await page.getByRole('banner').getByRole('link', { name: /[Мм]оя сторінка/ }).click();
  await expect(page.getByText('Розпочатих опитувань')).toBeVisible();
  const part = page.locator('.summary > div', { hasText: code });
  await expect(part).toContainText(street);
  await expect(part).toContainText(/Завершиться/);
  await expect(page.locator('.summary', { hasText: 'Місце проживання' })).toContainText('підтверджено реєстром');
  await accessible(page);
  await fits(page);
  await part.getByRole('link', { name: /Підтвердження/ }).click();
  await expect(page.locator('.receipt .code')).toHaveText(code);
});

test('on paper the confirmation is the code and the poll, and nothing to press', async ({ page, person }, info) => {
  await begin(page, info.project.name);
  await answerAll(page);
  await signInAs(page, person);
  await page.getByRole('button', { name: 'Подати відповіді' }).click();
  await expect(page.locator('.receipt .code')).toBeVisible();
  await accessible(page);
  await fits(page);
  await page.emulateMedia({ media: 'print' });
  await expect(page.locator('.receipt .code')).toBeVisible();
  await expect(page.locator('.only-print')).toContainText(street);
  await expect(page.locator('.only-print')).toContainText(/\/polls\/\d+/);
  for (const pressed of ['button', 'main a', 'nav']) {
    for (const one of await page.locator(pressed).all()) await expect(one).toBeHidden();
  }
});

test('a sign-in in another browser is seen and ended', async ({ page, person, browser }) => {
  await page.goto('/sign-in?return=/me');
  await signInAs(page, person);
  await expect(page.getByText('Цей браузер')).toBeVisible();
  await expect(page.getByRole('button', { name: /^Завершити/ })).toHaveCount(0);

  const other = await browser.newContext({ baseURL: new URL(page.url()).origin });
  const library = await other.newPage();
  await library.goto('/sign-in?return=/me');
  await signInAs(library, person);
  await expect(library.getByText('Цей браузер')).toBeVisible();

  await page.reload();
  await accessible(page);
  await fits(page);
  await page.locator('.summary > div', { hasText: 'Інший браузер' }).getByRole('button', { name: /^Завершити/ }).click();
  await expect(page.getByRole('status')).toHaveText('Вхід завершено.');
  await library.reload();
  await expect(library.getByRole('link', { name: 'Увійти' }).first()).toBeVisible();
  await expect(library.getByText('Цей браузер')).toHaveCount(0);
  await other.close();

  await page.getByRole('main').getByRole('button', { name: 'Вийти й стерти чернетки' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('вийшли');
});

test('a visitor clears a draft and is shown the way in', async ({ page }, info) => {
  await begin(page, info.project.name);
  await answerOne(page);
  await page.goto('/me');
  await page.getByRole('button', { name: /^Стерти чернетку/ }).click();
  await expect(page.getByRole('status')).toHaveText('Чернетку стерто.');
  await expect(page.getByText('Розпочатих опитувань')).toBeVisible();
  await expect(page.getByRole('main').getByRole('link', { name: 'Увійти' })).toHaveAttribute('href', /return=\/me/);
  await accessible(page);
  await fits(page);
});

test('a poll gives its deadline, its address as a picture, and its figures as a table', async ({ page, request }, info) => {
  await page.goto('/polls');
  await page.locator('.card', { hasText: street }).first().locator('a.card__link').click();
  const calendar = page.getByRole('link', { name: 'Додати строк у календар' });
  const file = await request.get((await calendar.getAttribute('href'))!);
  expect(file.headers()['content-type']).toContain('text/calendar');
  const code = page.getByRole('img', { name: 'QR-код сторінки опитування' });
  await code.scrollIntoViewIfNeeded();
  if (hasScript(info.project.name)) {
    await expect.poll(() => code.evaluate((img: HTMLImageElement) => img.complete && img.naturalWidth > 0)).toBe(true);
  }
  await accessible(page);
  await fits(page);

  // Of a poll in which somebody took part: other journeys close polls of their own.
  await page.goto('/results');
  await page.locator('.card', { hasText: 'автобуса № 7' }).locator('a.card__link').click();
  const csv = await request.get((await page.getByRole('link', { name: /CSV/ }).getAttribute('href'))!);
  expect(csv.status()).toBe(200);
  const table = (await csv.text()).replace('\ufeff', '').trim().split('\r\n');
  expect(table[0]).toContain('"votes"');
  expect(table.length).toBeGreaterThan(2);
});
