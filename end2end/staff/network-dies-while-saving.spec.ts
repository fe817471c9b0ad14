// Staff write in the editor and press save while the line is cut, or while the server says to come again. What they typed is lost
// in no case: the page keeps it and sends it by itself; without a script the browser brings it back.
import { accessible, awake, expect, fits, hasScript, signInAs, test } from '../support/journey';
import type { Page } from '@playwright/test';

const field = (page: Page, key: string) => page.locator(`[name="f[${key}]"]`);
const save = (page: Page) => page.locator('button[name="act"][value="save"]:not(.vh)').first().click();
const status = (page: Page) => page.locator('form.split p.status');
const SUMMARY = 'Річка розлилася, і міст треба будувати вище.';

/// A new poll in the editor, with a summary typed and not saved.
async function typing(page: Page, title: string, project: string) {
  await page.goto('/sign-in?return=/staff/polls/new');
  await signInAs(page, 'iryna-savchuk');
  await field(page, 'title_uk').fill(title);
  await page.locator('main form button').first().click();
  await expect(page).toHaveURL(/\/staff\/polls\/\d+\/edit/);
  if (hasScript(project)) await awake(page, project);
  await field(page, 'summary_uk').fill(SUMMARY);
}

/// Whether the editor says that it saved, and shows what was typed after a reload.
async function saved(page: Page) {
  await expect(page).toHaveURL(/\?saved/, { timeout: 20_000 });
  await page.goto(page.url().replace(/[?#].*/, ''));
  await expect(field(page, 'summary_uk')).toHaveValue(SUMMARY);
}

test('what is saved while the line is cut waits on the page and is sent when it is back', async ({ page, context }, info) => {
  test.setTimeout(90_000);
  info.annotations.push({ type: 'provokes', description: 'ERR_INTERNET_DISCONNECTED|ERR_FAILED|Failed to load resource' });
  await typing(page, `Який міст? (${info.project.name})`, info.project.name);
  await context.setOffline(true);
  await save(page);
  if (hasScript(info.project.name)) {
    await expect(status(page)).toContainText('Немає зв’язку');
    await expect(field(page, 'summary_uk')).toHaveValue(SUMMARY);
    await accessible(page);
    await fits(page);
    // Whoever goes on writing meanwhile sends that, too.
    await field(page, 'decision_uk').fill('Рада обере проєкт.');
    await context.setOffline(false);
    await saved(page);
    await expect(field(page, 'decision_uk')).toHaveValue('Рада обере проєкт.');
    return;
  }
  await expect(page).toHaveURL(/^chrome-error:/);
  await context.setOffline(false);
  await page.goBack();
  await expect(field(page, 'summary_uk')).toHaveValue(SUMMARY);
  await save(page);
  await saved(page);
});

test('a server that asks to come again gets the form again, and the text stays', async ({ page }, info) => {
  test.setTimeout(90_000);
  info.annotations.push({ type: 'provokes', description: '429|503' });
  await typing(page, `Коли міст? (${info.project.name})`, info.project.name);
  const statuses = [429, 503];
  await page.route('**/do/staff/save-poll', async (route) => {
    const code = statuses.shift();
    if (code === undefined) return route.continue();
    await route.fulfill({ status: code, headers: { 'retry-after': '1', 'content-type': 'text/html; charset=utf-8' }, body: '<h1>Зачекайте</h1>' });
  });
  await save(page);
  if (hasScript(info.project.name)) {
    await expect(status(page)).toContainText('Забагато запитів поспіль');
    await expect(status(page)).toContainText('Сервер зараз не відповідає');
    await saved(page);
    return;
  }
  // Back to the form: everything stands there.
  await expect(page.getByRole('heading', { name: 'Зачекайте' })).toBeVisible();
  await page.goBack();
  await expect(field(page, 'summary_uk')).toHaveValue(SUMMARY);
  await save(page);
  // A reload sends the form once more, as the page of such an answer says.
  await expect(page.getByRole('heading', { name: 'Зачекайте' })).toBeVisible();
  await page.reload();
  await saved(page);
});

test('a form that the server does not take says why beside its buttons', async ({ page }, info) => {
  // Without a script the answer is a page of the server, which goes back to the form as above.
  if (!hasScript(info.project.name)) return;
  test.setTimeout(90_000);
  info.annotations.push({ type: 'provokes', description: '413|400' });
  await typing(page, `Чий міст? (${info.project.name})`, info.project.name);
  const statuses = [413, 400];
  await page.route('**/do/staff/save-poll', async (route) => {
    const code = statuses.shift();
    if (code === undefined) return route.continue();
    await route.fulfill({ status: code, contentType: 'application/json', body: '""' });
  });
  await save(page);
  await expect(status(page)).toContainText('Скоротіть їх');
  await accessible(page);
  await save(page);
  await expect(status(page)).toContainText('Зберегти не вдалося');
  await expect(field(page, 'summary_uk')).toHaveValue(SUMMARY);
  await save(page);
  await saved(page);
});

test('every button of the editor does what it did, and twice in a row', async ({ page }, info) => {
  test.setTimeout(90_000);
  await typing(page, `Де міст? (${info.project.name})`, info.project.name);
  const press = async (value: string) => {
    await page.locator(`button[name="act"][value="${value}"]`).last().click();
  };
  await press('add-question');
  await expect(field(page, 'q2.text_uk')).toHaveCount(1);
  if (hasScript(info.project.name)) await awake(page, info.project.name);
  // The same address again: the page must be a new one all the same.
  await press('save');
  await expect(page).toHaveURL(/saved/);
  if (hasScript(info.project.name)) await awake(page, info.project.name);
  await field(page, 'decision_uk').fill('Рада обере місце.');
  await press('save');
  await expect(page.locator('input[name="version"]')).toHaveValue('3');
  await expect(field(page, 'decision_uk')).toHaveValue('Рада обере місце.');
  await press('preview');
  await expect(page).toHaveURL(/\/preview$/);
});

test('whoever leaves with something unsaved is asked first', async ({ page }, info) => {
  // Without a script nobody can ask.
  if (!hasScript(info.project.name)) return;
  await typing(page, `Навіщо міст? (${info.project.name})`, info.project.name);
  const asked: string[] = [];
  page.on('dialog', async (dialog) => {
    asked.push(dialog.type());
    await dialog.dismiss();
  });
  await page.getByRole('link', { name: 'Журнал' }).click();
  await expect.poll(() => asked).toEqual(['beforeunload']);
  await expect(page).toHaveURL(/\/edit/);
  await save(page);
  await saved(page);
  await page.getByRole('link', { name: 'Журнал' }).click();
  await expect(page).toHaveURL(/\/staff\/journal/);
  expect(asked).toEqual(['beforeunload']);
});
