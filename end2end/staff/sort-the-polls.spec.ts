// Staff sort and filter the list of polls; what they chose stands in the address and stays from page to page.
import { accessible, expect, fits, signInAs, test } from '../support/journey';

test('the list is sorted by a column and filtered by address', async ({ page }, info) => {
  await page.goto('/sign-in?return=/staff/polls');
  await signInAs(page, 'iryna-savchuk');
  await accessible(page);
  await fits(page);
  const titles = async () => {
    const all = await page.locator('.table--lines tbody th').allInnerTexts();
    return all.map((title) => title.replace(/^№\s*\d+\.\s*/, ''));
  };
  const alphabet = (a: string, b: string) => a.localeCompare(b, 'uk');

  if (info.project.name === 'desktop') {
    const heading = page.getByRole('columnheader', { name: 'Опитування' });
    await heading.getByRole('link').click();
    await expect(page).toHaveURL(/sort=title$/);
    await expect(heading).toHaveAttribute('aria-sort', 'ascending');
    expect(await titles()).toEqual((await titles()).toSorted(alphabet));
    await heading.getByRole('link').click();
    await expect(page).toHaveURL(/sort=-title$/);
    await expect(heading).toHaveAttribute('aria-sort', 'descending');
    expect(await titles()).toEqual((await titles()).toSorted(alphabet).reverse());
  } else {
    // The headings are not seen on a phone: one sorts in the form.
    await page.locator('summary').click();
    await page.locator('#sort').selectOption('-title');
    await page.getByRole('button', { name: 'Показати' }).click();
    expect(await titles()).toEqual((await titles()).toSorted(alphabet).reverse());
  }
  await accessible(page);
  await fits(page);

  const all = (await titles()).length;
  await page.locator('#secrecy').selectOption('open');
  await page.getByRole('button', { name: 'Показати' }).click();
  await expect(page).toHaveURL(/sort=-title/);
  await expect(page.locator('#secrecy')).toHaveValue('open');
  expect((await titles()).length).toBeLessThan(all);

  await page.goto('/staff/polls?q=такого-немає&sort=turnout');
  await expect(page.locator('main')).toContainText('За цими умовами опитувань немає');
  await accessible(page);
  await page.locator('.empty').getByRole('link', { name: 'Скинути все' }).click();
  // Other journeys write polls meanwhile, and none is ever taken away.
  expect((await titles()).length).toBeGreaterThanOrEqual(all);
});
