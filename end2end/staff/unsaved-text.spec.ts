// What the editor's page does for unsaved text by its script: it says why a form was not taken, and asks before one leaves. Without a
// script the server's page says it, and nobody can ask (`network-dies-while-saving`).
import { SUMMARY, field, save, saved, status, typing } from '../support/editor';
import { accessible, expect, test } from '../support/journey';

test('a form that the server does not take says why beside its buttons', async ({ page }, info) => {
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

test('whoever leaves with something unsaved is asked first', async ({ page }, info) => {
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
