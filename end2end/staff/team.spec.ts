// An administrator invites an editor. The invited person opens the link on a phone without JavaScript, signs in, accepts, and may
// do just what an editor does; then the role is taken away. An invitation to become an administrator waits for a third person.
import { accessible, accessibleThere, expect, fits, signInAs, test } from '../support/journey';
import type { Browser, Page } from '@playwright/test';

/// Fills in the form of the team's page and sends it.
async function invite(page: Page, role: string, label: string) {
  await page.locator(`[name="f[role]"][value="${role}"]`).check();
  await page.locator('[name="f[label]"]').fill(label);
  await page.getByRole('button', { name: 'Створити посилання' }).click();
}

/// The invited person's own phone, on which nothing runs but the browser.
async function phone(browser: Browser, baseURL: string): Promise<Page> {
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 360, height: 740 }, baseURL });
  return context.newPage();
}

/// Asks axe about what the phone shows, in a browser with JavaScript and the same session.
async function readable(browser: Browser, plain: Page, baseURL: string) {
  const context = await browser.newContext({ storageState: await plain.context().storageState(), viewport: { width: 360, height: 740 }, baseURL });
  await accessibleThere(await context.newPage(), plain);
  await context.close();
}

test('somebody is invited, accepts on a phone, and may do what the role says and no more', async ({ page, browser, baseURL, person }, info) => {
  // Whoever has lost the role is refused.
  info.annotations.push({ type: 'provokes', description: '403' });
  const label = `Редакторка з ${info.project.name} ${person}`;
  await page.goto('/sign-in?return=/staff');
  await signInAs(page, 'taras-melnychuk');
  await page.getByRole('link', { name: 'Команда', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Команда');
  await accessible(page);
  await fits(page);

  // Nothing was chosen: what is missing is said, and what was typed stays.
  await page.locator('[name="f[label]"]').fill(label);
  await page.getByRole('button', { name: 'Створити посилання' }).click();
  await expect(page).toHaveTitle(/^Помилка/);
  await expect(page.locator('#role-error')).toContainText('Оберіть роль');
  await expect(page.locator('[name="f[label]"]')).toHaveValue(label);
  await accessible(page);
  await fits(page);

  await invite(page, 'editor', label);
  await expect(page.getByRole('heading', { name: 'Запрошення готове' })).toBeVisible();
  const link = await page.getByLabel('Посилання').inputValue();
  await accessible(page);
  await fits(page);

  const theirs = await phone(browser, baseURL!);
  await theirs.goto(link);
  await expect(theirs).toHaveURL(/\/invite$/);
  await expect(theirs.locator('main')).toContainText('писати чернетки опитувань');
  await fits(theirs);
  await readable(browser, theirs, baseURL!);
  await theirs.locator('main').getByRole('link', { name: 'Увійти', exact: true }).click();
  await signInAs(theirs, person);
  await expect(theirs).toHaveURL(/\/invite$/);
  await expect(theirs.locator('main')).toContainText('роль отримаєте саме ви');
  await fits(theirs);
  await readable(browser, theirs, baseURL!);
  await theirs.getByRole('button', { name: 'Прийняти запрошення' }).click();
  await expect(theirs.getByRole('status')).toContainText('Роль ваша');
  await readable(browser, theirs, baseURL!);
  await theirs.getByRole('link', { name: 'До робочого місця' }).click();
  await expect(theirs).toHaveURL(/\/staff$/);
  await expect(theirs.getByRole('link', { name: 'Створити опитування' }).first()).toBeVisible();
  await expect(theirs.getByRole('link', { name: 'Журнал дій' })).toHaveCount(0);
  await expect(theirs.getByRole('link', { name: 'Команда' })).toHaveCount(0);

  // A second person who got hold of the link finds it used.
  const other = await phone(browser, baseURL!);
  await other.goto(link);
  await expect(other.getByRole('status')).toContainText('Це запрошення не діє');
  await fits(other);
  await readable(browser, other, baseURL!);
  await other.context().close();

  await page.goto('/staff/team');
  await expect(page.locator('main')).not.toContainText(label);
  // Their own: another run of this journey has an editor of its own here.
  const name = new RegExp(`Навантажний-${person.replace('load-', '')}(?!\\d)`);
  const row = page.getByRole('row').filter({ hasText: name }).filter({ hasText: 'Редактор' });
  await row.getByRole('button', { name: /^Забрати роль/ }).click();
  await expect(page.getByRole('status')).toContainText('Роль забрано');
  await theirs.reload();
  await expect(theirs.getByRole('heading', { level: 1 })).toHaveText('Сюди немає доступу');
  await theirs.context().close();
});

test('an administrator invited by one waits for another', async ({ page, browser, baseURL, person }, info) => {
  const label = `Заступник з ${info.project.name} ${person}`;
  await page.goto('/sign-in?return=/staff/team');
  await signInAs(page, 'taras-melnychuk');
  await invite(page, 'administrator', label);
  const link = await page.getByLabel('Посилання').inputValue();
  const theirs = await phone(browser, baseURL!);
  await theirs.goto(link);
  await theirs.locator('main').getByRole('link', { name: 'Увійти', exact: true }).click();
  await signInAs(theirs, person);
  await theirs.getByRole('button', { name: 'Прийняти запрошення' }).click();
  await expect(theirs.getByRole('status')).toContainText('коли її погодить ще одна людина');
  await fits(theirs);
  await readable(browser, theirs, baseURL!);
  await theirs.context().close();
  await page.goto('/staff/team');
  const waiting = page.getByRole('row').filter({ hasText: label });
  // Whoever invited is the only one who gives roles: it says who can bring in another.
  await expect(waiting).toContainText('Погодити нікому');
  await expect(waiting).toContainText('viche admin invite');
  await accessible(page);
  await fits(page);
});
