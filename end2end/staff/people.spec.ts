// An administrator finds a man by the passport in his hand, sees that his taxpayer number stands in another record, joins the two,
// and the man, who had voted through his bank, is asked nothing again. The decision is taken without JavaScript, on a phone.
import { accessible, accessibleThere, answerAll, expect, fits, signInAs, test } from '../support/journey';
import type { Browser, Page } from '@playwright/test';

const number = (page: Page) => page.locator('[name="f[number]"]');

async function find(page: Page, kind: string, typed: string) {
  await page.locator(`[name="f[kind]"][value="${kind}"]`).check();
  await number(page).fill(typed);
  await page.getByRole('button', { name: 'Знайти' }).click();
}

/// Somebody's own browser, signed in; back at the poll.
async function resident(browser: Browser, baseURL: string, person: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, baseURL });
  const page = await context.newPage();
  await page.goto('/sign-in?return=/polls/3');
  await signInAs(page, person);
  await expect(page).toHaveURL(/\/polls\/3$/);
  return page;
}

test('two records of one man become one, and he votes once', async ({ page, browser, baseURL }) => {
  // By his bank, with a number: he answers. By his passport alone: he cannot, and is told where to go.
  const byBank = await resident(browser, baseURL!, 'hryhorii-liashchuk-bank');
  const byPassport = await resident(browser, baseURL!, 'hryhorii-liashchuk');
  await expect(byPassport.locator('main')).toContainText('Ваш запис перевіряє працівник громади');
  await expect(byBank.locator('main')).not.toContainText('Ваш запис перевіряє працівник громади');

  await page.goto('/sign-in?return=/staff');
  await signInAs(page, 'taras-melnychuk');
  await page.getByRole('link', { name: /людин[аи].* без РНОКПП|людей .* без РНОКПП/ }).click();
  await expect(page).toHaveURL(/\/staff\/people#second$/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Люди');
  await accessible(page);
  await fits(page);

  // A slip of the finger, then the right number.
  await find(page, 'passport', 'ВМ40499');
  await expect(page).toHaveTitle(/^Помилка/);
  await expect(page.locator('#number-error')).toContainText('Номер паспорта має вигляд');
  await expect(number(page)).toHaveValue('ВМ40499');
  await accessible(page);
  await find(page, 'passport', 'вм 404991');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Лящук Григорій Пилипович');
  await expect(page.locator('main')).toContainText('29 квітня 1972');
  await accessible(page);
  await fits(page);
  expect(page.url()).not.toContain('404991');

  // The rest on a phone without JavaScript.
  const plain = await browser.newContext({
    javaScriptEnabled: false, storageState: await page.context().storageState(), viewport: { width: 360, height: 740 }, baseURL,
  });
  const phone = await plain.newPage();
  await phone.goto(page.url());
  await phone.getByRole('button', { name: 'Підтвердити, що РНОКПП немає' }).click();
  await expect(phone.locator('#confirm-error')).toContainText('Підтвердьте, що бачите відмітку');
  await accessibleThere(page, phone);
  await number(phone).fill('2641715433');
  await phone.getByRole('button', { name: 'Додати РНОКПП' }).click();
  await expect(phone.getByRole('heading', { level: 1 })).toHaveText('Чи це одна людина?');
  await expect(phone.locator('main')).toContainText('Документи одного входу стоять у різних записах');
  await fits(phone);
  await page.goto(phone.url());
  await accessible(page);
  await fits(page);

  await phone.getByRole('button', { name: 'Записати рішення' }).click();
  await expect(phone.locator('#decision-error')).toContainText('Оберіть рішення');
  await accessibleThere(page, phone);
  await expect(phone.locator('#decision-wrong_passport')).toBeDisabled();
  await phone.getByLabel('Так, це одна людина').check();
  await phone.getByRole('button', { name: 'Записати рішення' }).click();
  await expect(phone.getByRole('status')).toContainText('Одна людина, записи об’єднано');
  await fits(phone);
  await plain.close();
  await page.reload();
  await accessible(page);
  await page.getByRole('link', { name: 'Журнал дій' }).click();
  for (const act of ['Вирішено про сумнівний вхід', 'Об’єднано записи людини', 'Переглянуто запис людини']) {
    await expect(page.locator('main')).toContainText(act);
  }

  // Both browsers are his now, or signed out: he answers once.
  const again = await resident(browser, baseURL!, 'hryhorii-liashchuk');
  await expect(again.locator('main')).not.toContainText('Ваш запис перевіряє працівник громади');
  await again.goto('/polls/3/vote/1');
  await answerAll(again);
  await again.getByRole('button', { name: 'Подати відповіді' }).click();
  await expect(again).toHaveURL(/\/polls\/3\/done/);
  await byBank.goto('/sign-in?return=/polls/3/vote/1');
  await signInAs(byBank, 'hryhorii-liashchuk-bank');
  await expect(byBank).toHaveURL(/\/polls\/3\/done\?again/);
  for (const his of [byBank, byPassport, again]) await his.context().close();
});
