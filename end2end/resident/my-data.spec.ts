// What the community knows of a resident: taken along as a file, and forgotten at their wish, after which they still do not answer twice.
import { accessible, answerAll, awake, expect, fits, signInAs, test } from '../support/journey';
import { readFile } from 'node:fs/promises';

test('whoever has answered takes their data along, has it forgotten, and does not answer twice', async ({ page, person }, info) => {
  await page.goto('/polls/3/vote');
  await awake(page, info.project.name);
  await answerAll(page);
  await signInAs(page, person);
  const ticked = await page.locator('.summary > div').first().locator('li').allInnerTexts();
  await page.getByRole('button', { name: 'Подати відповіді' }).click();
  const code = (await page.locator('.receipt .code').textContent())!.trim();

  await page.goto('/me');
  await page.getByRole('link', { name: /^Мої дані/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Мої дані' })).toBeVisible();
  await expect(page.getByText('Ніхто з працівників громади вашого запису не відкривав і не змінював.')).toBeVisible();
  await accessible(page);
  await fits(page);
  const coming = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Завантажити файл (JSON)' }).click();
  const download = await coming;
  expect(download.suggestedFilename()).toBe('korosten-my-data.json');
  const file = JSON.parse(await readFile((await download.path())!, 'utf8'));
  // The participation, and of a secret poll no answer: the file says why, and no option that was ticked stands anywhere in it.
  const taken = file.participation.filter((part: { code: string }) => part.code === code);
  expect(taken).toHaveLength(1);
  expect(taken[0].answers).toBeNull();
  expect(taken[0].why_no_answers).toContain('ні з\u00a0ким не пов’язано');
  expect(ticked).toHaveLength(2);
  for (const option of ticked) expect(JSON.stringify(file)).not.toContain(option);

  // Nothing goes by accident.
  await page.getByRole('button', { name: 'Видалити мої дані' }).click();
  await expect(page.getByRole('alert')).toContainText('Позначте, що справді хочете видалити дані');
  await page.getByRole('alert').getByRole('link').click();
  const mark = page.getByLabel('Так, видалити мої дані назавжди');
  await expect(mark).toBeFocused();
  await accessible(page);
  await fits(page);
  await expect(page.getByText(/Лишиться запис без імені/)).toBeVisible();
  await mark.check();
  await page.getByRole('button', { name: 'Видалити мої дані' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Ваші дані видалено' })).toBeVisible();
  await accessible(page);
  await fits(page);
  await page.goto('/me/data');
  await expect(page).toHaveURL(/\/sign-in\?return=/);

  await signInAs(page, person);
  await expect(page.getByRole('heading', { level: 1, name: 'Мої дані' })).toBeVisible();
  await page.goto('/polls/3/vote');
  await expect(page).toHaveURL(/\/polls\/3\/done\?again/);
  await expect(page.locator('.receipt .code')).toHaveText(code);
});

test('whoever has done nothing yet is a new person afterwards', async ({ page, person }) => {
  await page.goto('/sign-in?return=/me/data');
  await signInAs(page, person);
  await expect(page.getByText('Якщо ввійдете знову, вас запишуть як нову людину.')).toBeVisible();
  await page.getByLabel('Так, видалити мої дані назавжди').check();
  await page.getByRole('button', { name: 'Видалити мої дані' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Ваші дані видалено' })).toBeVisible();
  await expect(page.getByRole('banner').getByRole('link', { name: 'Увійти' })).toBeVisible();
});
