// Somebody whose residency is only declared is refused, comes to the desk with a document, and answers with the same draft. The
// administrator works with the keyboard's help and without JavaScript on a phone.
import { accessible, answerAll, expect, fits, signInAs, test } from '../support/journey';

test('staff confirm where somebody lives, and the answers that wait are taken', async ({ page, browser, baseURL }) => {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, baseURL });
  const theirs = await context.newPage();
  await theirs.goto('/polls/3/vote/1');
  await answerAll(theirs);
  await signInAs(theirs, 'inna-havryliuk');
  await expect(theirs.locator('.panel--bad')).toContainText('Місце проживання не підтверджено');
  await expect(theirs.locator('.panel--bad')).toContainText('Підтвердьте його в ЦНАПі');
  await expect(theirs.getByText('Ваша чернетка ціла')).toBeVisible();

  await page.goto('/sign-in?return=/staff/people');
  await signInAs(page, 'taras-melnychuk');
  await page.locator('[name="f[kind]"][value="unzr"]').check();
  await page.locator('[name="f[number]"]').fill('19940703-07648');
  await page.getByRole('button', { name: 'Знайти' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Гаврилюк Інна Віталіївна');
  await accessible(page);

  const plain = await browser.newContext({
    javaScriptEnabled: false, storageState: await page.context().storageState(), viewport: { width: 360, height: 740 }, baseURL,
  });
  const phone = await plain.newPage();
  await phone.goto(page.url());
  const confirm = phone.getByRole('button', { name: 'Підтвердити проживання' });
  await phone.getByLabel('Документ', { exact: true }).selectOption('idp_certificate');
  await phone.getByLabel('Останній день дії').fill('2020-01-31');
  await confirm.click();
  await expect(phone).toHaveTitle(/^Помилка/);
  await expect(phone.locator('#expires-error')).toContainText('Цей день уже минув');
  // What was typed and what was known stay.
  await expect(phone.getByLabel('Документ', { exact: true })).toHaveValue('idp_certificate');
  await expect(phone.getByLabel('Населений пункт')).toHaveValue('UA18060090330035920');
  await fits(phone);
  await page.goto(phone.url());
  await accessible(page);
  await fits(page);
  const soon = new Date(Date.now() + 60 * 24 * 3600 * 1000).toISOString().slice(0, 10);
  await phone.getByLabel('Останній день дії').fill(soon);
  await confirm.click();
  await expect(phone.getByRole('status')).toContainText('Місце проживання підтверджено.');
  await expect(phone.locator('main')).toContainText('Документ: довідка внутрішньо переміщеної особи; працівник перевірив його');
  await fits(phone);
  await plain.close();
  await page.reload();
  await accessible(page);

  // Nothing is asked of her again.
  await theirs.goto('/polls/3/vote/check');
  await theirs.getByRole('button', { name: 'Подати відповіді' }).click();
  await expect(theirs).toHaveURL(/\/polls\/3\/done/);
  await theirs.goto('/me');
  await expect(theirs.locator('main')).toContainText('підтверджено працівником громади');
  await context.close();

  await page.getByRole('button', { name: 'Скасувати підтвердження' }).click();
  await expect(page.getByRole('status')).toContainText('Підтвердження скасовано.');
  await expect(page.locator('main')).toContainText('Заявлено, не підтверджено');
});
