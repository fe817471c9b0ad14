// Somebody of whom nothing is known says where they live; it is noted as their own word.
import { accessible, expect, fits, signInAs, test } from '../support/journey';

test('whoever lives here says so on their own page', async ({ page, person }) => {
  // Beyond those whom the demonstration has confirmed.
  const newcomer = `load-${1_000 + Number(person.slice('load-'.length))}`;
  await page.goto('/sign-in?return=/me');
  await signInAs(page, newcomer);
  await expect(page.getByRole('heading', { level: 2, name: 'Де ви живете' })).toBeVisible();
  await page.getByRole('button', { name: 'Зберегти', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText('Оберіть населений пункт');
  await page.getByRole('alert').getByRole('link').click();
  const place = page.getByLabel('Населений пункт');
  await expect(place).toBeFocused();
  await accessible(page);
  await fits(page);
  await place.selectOption({ label: 'Хотинівка' });
  await page.getByRole('button', { name: 'Зберегти', exact: true }).click();
  await expect(page.getByRole('status')).toHaveText('Місце проживання записано.');
  await expect(page.locator('.summary', { hasText: 'Місце проживання' })).toContainText('Населений пункт: Хотинівка.');
  await expect(page.getByText(/Ви нещодавно вказали населений пункт/)).toBeVisible();
  await accessible(page);
  await fits(page);
});
