// Staff write in the editor and press save while the line is cut, or while the server says to come again. What they typed is lost
// in no case: the page keeps it and sends it by itself; without a script the browser brings it back.
import { SUMMARY, field, save, saved, status, typing } from '../support/editor';
import { accessible, awake, expect, fits, hasScript, test } from '../support/journey';

test('what is saved while the line is cut waits on the page and is sent when it is back', async ({ page, context }, info) => {
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

test('every button of the editor does what it did, and twice in a row', async ({ page }, info) => {
  await typing(page, `Де міст? (${info.project.name})`, info.project.name);
  const press = async (value: string) => {
    await page.locator(`button[name="act"][value="${value}"]`).last().click();
  };
  await press('add-question');
  await expect(field(page, 'q2.text_uk')).toHaveCount(1);
  if (hasScript(info.project.name)) await awake(page, info.project.name);
  // The same address again: the page must be a new one all the same.
  await press('save');
  await expect(page.locator('input[name="version"]')).toHaveValue('2');
  await expect(page).toHaveURL(/saved/);
  if (hasScript(info.project.name)) await awake(page, info.project.name);
  await field(page, 'decision_uk').fill('Рада обере місце.');
  await press('save');
  await expect(page.locator('input[name="version"]')).toHaveValue('3');
  await expect(field(page, 'decision_uk')).toHaveValue('Рада обере місце.');
  await press('preview');
  await expect(page).toHaveURL(/\/preview$/);
});
