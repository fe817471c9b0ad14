// Who may not take part learns why and what would change it, and keeps the draft.
import { accessible, answerAll, awake, expect, fits, signInAs, test } from '../support/journey';

const street = 'Ремонт вулиць наступного року';

async function toTheCheck(page: import('@playwright/test').Page, title: string, project: string) {
  await page.goto('/polls');
  await page.locator('.card', { hasText: title }).first().locator('a.card__link').click();
  await page.getByRole('link', { name: /^Відповісти/ }).click();
  await awake(page, project);
  await answerAll(page);
}

for (const [who, person, reason, out] of [
  ['somebody too young', 'artem-bilous', /Вам ще немає 1\d\sроків/, 'подивіться результати після закриття'],
  ['somebody who is no resident', 'dmytro-chernenko', /не значитеся жителем/, /зайдіть до ЦНАПу з\sвитягом про місце проживання, паспортом зі штампом про реєстрацію або довідкою ВПО/],
  ['somebody whose residence nobody has confirmed', 'oleh-skrypka', /Місце проживання не\sпідтверджено/, /Підтвердьте його в\sЦНАПі/],
  ['somebody whose confirmation has expired', 'nadiia-reznichenko', /Строк підтвердження проживання минув/, /Поновіть його в\sЦНАПі/],
] as const) {
  test(`${who} is told why and how to mend it, and the draft stays`, async ({ page }, info) => {
    await toTheCheck(page, street, info.project.name);
    await signInAs(page, person);
    await expect(page.getByRole('heading', { level: 1, name: 'Ви не можете відповісти на це опитування' })).toBeVisible();
    await expect(page.locator('.panel--bad')).toContainText(reason);
    await expect(page.locator('.panel--bad')).toContainText(out);
    await expect(page.getByRole('link', { name: 'Опитування, у яких ви можете взяти участь' })).toBeVisible();
    await expect(page.getByText('Ваша чернетка ціла')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Подати відповіді' })).toHaveCount(0);
    await accessible(page);
    await fits(page);
    // On a phone that others use it need not stay.
    await page.getByRole('button', { name: 'Стерти чернетку' }).click();
    await expect(page.getByRole('status')).toContainText('Чернетку стерто.');
  });
}

test('whoever has only said where they live sends a document from where the poll refused them', async ({ page }, info) => {
  await toTheCheck(page, street, info.project.name);
  await signInAs(page, 'oleh-skrypka');
  await page.locator('.panel--bad').getByRole('link', { name: 'Або надішліть документ звідси' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Підтвердити місце проживання');
  await accessible(page);
  await fits(page);
  // And the polls that are for them are one press away.
  await page.goto('/polls/3/vote/check');
  await page.getByRole('link', { name: 'Опитування, у яких ви можете взяти участь' }).click();
  await expect(page).toHaveURL(/\/polls\?/);
  await accessible(page);
});

test('a poll for one village tells a townsman that it is not for them', async ({ page }, info) => {
  await toTheCheck(page, 'Толока біля ставка', info.project.name);
  // Once more before they say who they are.
  await expect(page.getByText(/^Це опитування для жителів: /)).toBeVisible();
  await signInAs(page, 'olena-tkachuk');
  await expect(page.locator('.panel--bad')).toContainText('в іншому населеному пункті');
  await expect(page.locator('.panel--bad')).toContainText(/уточніть адресу в\sЦНАПі або у\sстарости/);
  await expect(page.locator('.panel--bad').getByRole('link', { name: 'Або надішліть документ звідси' })).toHaveCount(1);
  await expect(page.getByText('Ваша чернетка ціла')).toBeVisible();
  await accessible(page);
  await fits(page);
});

test('whoever does not consent comes back to the sign-in page with the draft intact', async ({ page }, info) => {
  await toTheCheck(page, street, info.project.name);
  await page.locator('button.provider').first().click();
  await page.waitForURL(/response_type=code/);
  await page.getByRole('button', { name: 'Скасувати вхід' }).click();
  await expect(page.getByText('Вхід скасовано')).toBeVisible();
  await page.goto('/polls/3/vote/check');
  await expect(page.getByRole('heading', { name: 'Підтвердьте, що це ви' })).toBeVisible();
});
