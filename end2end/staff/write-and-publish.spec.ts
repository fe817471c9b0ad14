// Staff write a poll with the three kinds of question, mend what is wrong, preview it, publish it; it opens at once.
import { accessible, expect, signInAs, test } from '../support/journey';
import type { Page } from '@playwright/test';

const field = (page: Page, key: string) => page.locator(`[name="f[${key}]"]`);

/// Presses a button of the editor and waits until the editor is there again.
async function act(page: Page, value: string) {
  const loaded = page.waitForEvent('load');
  await page.locator(`button[name="act"][value="${value}"]:not(.vh)`).first().click();
  await loaded;
}

test('a poll is written, mended, previewed and published', async ({ page }, info) => {
  await page.goto('/staff');
  await expect(page).toHaveURL(/\/sign-in\?return=/);
  await signInAs(page, 'iryna-savchuk');
  await expect(page).toHaveURL(/\/staff$/);
  await accessible(page);

  await page.goto('/staff/polls/new');
  const title = `Де поставити лавки? (${info.project.name})`;
  await field(page, 'title_uk').fill(title);
  await page.locator('main form button').first().click();
  await expect(page).toHaveURL(/\/staff\/polls\/\d+\/edit/);
  await accessible(page);
  const editor = page.url().replace(/[#?].*/, '');

  // Publishing what is not finished names every gap, with links to the fields.
  await act(page, 'publish');
  await expect(page.locator('.errors')).toContainText('Виправте 5 помилок');
  await accessible(page);
  await page.locator('.errors a').first().click();
  await expect(field(page, 'summary_uk')).toBeFocused();
  await expect(field(page, 'title_uk')).toHaveValue(title);

  await page.goto(editor);
  await field(page, 'summary_uk').fill('Громада має гроші на десять лавок.');
  await field(page, 'decision_uk').fill('Виконавчий комітет затвердить перелік місць.');
  await field(page, 'initiator_uk').fill('Управління житлово-комунального господарства');
  await field(page, 'q1.text_uk').fill('Де вони потрібні найбільше?');
  await field(page, 'q1.o1.label_uk').fill('У парку');
  await field(page, 'q1.o2.label_uk').fill('На вокзалі');
  await act(page, 'add-question');
  await expect(field(page, 'summary_uk')).toHaveValue('Громада має гроші на десять лавок.');
  await field(page, 'q2.text_uk').fill('Чи фарбувати їх у колір громади?');
  await field(page, 'q2.kind').selectOption('yes_no_abstain');
  await act(page, 'save');
  await expect(page.locator('.errors')).toHaveCount(0);
  await expect(field(page, 'q2.kind')).toHaveValue('yes_no_abstain');
  await accessible(page);

  const number = /polls\/(\d+)\/edit/.exec(editor)![1];
  await page.goto(`/staff/polls/${number}/preview`);
  await expect(page.frameLocator('iframe').first().getByRole('heading', { level: 1, name: title })).toBeVisible();
  // A draft is nobody else's business.
  const hidden = await page.request.get(`/polls/${number}`);
  expect(hidden.status()).toBe(404);

  await page.goto(`/staff/polls/${number}`);
  await accessible(page);
  const published = page.waitForEvent('load');
  await page.locator('form[action$="/do/staff/publish"] button').last().click();
  await published;
  await page.goto(`/polls/${number}`);
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
  await expect(page.locator('.tag--now').first()).toBeVisible();

  // What was published is not edited.
  await page.goto(editor);
  await expect(field(page, 'title_uk')).toHaveCount(0);
  await page.goto('/staff/journal');
  await accessible(page);
});

test('a resident has no desk', async ({ page }, info) => {
  info.annotations.push({ type: 'provokes', description: '403' });
  await page.goto('/sign-in?return=/staff');
  await signInAs(page, 'olena-tkachuk');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Сюди немає доступу');
});
