// A questionnaire with everything that is no plain choice: a scale, «Інше» with words, a short and a long answer.
import { accessible, awake, expect, fits, hasWasm, onward as next, signInAs, test } from '../support/journey';

test('a scale, «other» and own words are answered, checked and recorded', async ({ page, person }, info) => {
  const project = info.project.name;
  await page.goto('/polls');
  await page.getByRole('link', { name: /Запис до лікаря/ }).first().click();
  const poll = page.url();
  await expect(page.getByText('1 (зовсім незручно)')).toBeVisible();
  await page.getByRole('link', { name: /^Відповісти/ }).click();

  // The scale: what a number means is said to who only hears it.
  await awake(page, project);
  await expect(page.getByText('Оберіть число від 1 до 5.')).toBeVisible();
  await expect(page.getByRole('radio', { name: '1 (зовсім незручно)' })).toBeVisible();
  await accessible(page);
  await fits(page);
  await page.getByRole('button', next).click();
  await expect(page.locator('.errors')).toContainText('Оберіть число на шкалі');
  await accessible(page);
  await page.locator('.errors a').click();
  await expect(page.getByRole('radio', { name: '1 (зовсім незручно)' })).toBeFocused();
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('radio', { name: '2', exact: true })).toBeChecked();
  await page.getByRole('button', next).click();

  // «Інше» opens its field and needs words.
  await expect(page).toHaveURL(/\/vote\/2/);
  await awake(page, project);
  const what = page.getByRole('textbox', { name: 'Що саме?' });
  await expect(what).toBeHidden();
  await page.getByText('Інше', { exact: true }).click();
  await expect(what).toBeVisible();
  await accessible(page);
  await fits(page);
  await page.getByRole('button', next).click();
  await expect(page.locator('.errors')).toContainText('Напишіть, що саме');
  await page.locator('.errors a').click();
  await expect(what).toBeFocused();
  await accessible(page);
  await what.fill('через сусідку');
  if (hasWasm(project)) {
    await expect(page.locator('.errors')).toHaveCount(0);
    await expect(page.getByText(/Лишилося\s187\sзнаків\./)).toBeVisible();
    await expect(page.locator('[data-saving="Saved"]')).toBeVisible();
  }
  await page.getByRole('button', next).click();

  // A short answer that is too long keeps what was typed.
  await expect(page).toHaveURL(/\/vote\/3/);
  await awake(page, project);
  const short = page.getByRole('textbox', { name: /До якого лікаря/ });
  await short.fill('я'.repeat(201));
  await page.getByRole('button', next).click();
  await expect(page.locator('.errors')).toContainText('Скоротіть текст до 200');
  await expect(short).toHaveValue('я'.repeat(201));
  await accessible(page);
  await fits(page);
  await short.fill('кардіолог');
  await page.getByRole('button', next).click();

  await expect(page).toHaveURL(/\/vote\/4/);
  await awake(page, project);
  const long = page.getByRole('textbox', { name: /Що варто змінити/ });
  await accessible(page);
  await fits(page);
  await long.fill('Перше.\n<b>Друге</b> & третє');
  await page.getByRole('button', next).click();

  // Back and forth again loses nothing.
  await expect(page).toHaveURL(/\/sign-in\?return=/);
  await page.getByRole('link', { name: 'До питання 4' }).click();
  await expect(long).toHaveValue('Перше.\n<b>Друге</b> & третє');
  await awake(page, project);
  await page.getByRole('button', next).click();
  await signInAs(page, person);
  await expect(page).toHaveURL(/\/vote\/check$/);
  const summary = page.locator('.summary');
  await expect(summary).toContainText('Інше: через сусідку');
  await expect(summary).toContainText('<b>Друге</b> & третє');
  await accessible(page);
  await fits(page);
  await page.getByRole('link', { name: /відповідь на питання 4/ }).click();
  await expect(long).toHaveValue('Перше.\n<b>Друге</b> & третє');
  await page.getByRole('button', next).click();
  await page.getByRole('button', { name: 'Подати відповіді' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Відповіді зараховано' })).toBeVisible();
  // Nothing of it is anywhere afterwards.
  await page.goto(poll);
  await expect(page.getByText('через сусідку')).toHaveCount(0);
});

test('results tell the mean of a scale and only the number of texts', async ({ page }) => {
  await page.goto('/polls/1/results');
  await expect(page.getByText(/^Середня оцінка \d,\d за шкалою від\s1 до\s5\.$/)).toBeVisible();
  await expect(page.getByText(/Своїми словами відпові/)).toBeVisible();
  await expect(page.getByText('Самих текстів тут немає')).toBeVisible();
  await expect(page.getByText('ліхтарів')).toHaveCount(0);
  await accessible(page);
  await fits(page);
});
