// «Мене не треба попереджати» excludes the other answers: the page keeps it alone where it can, and says so where it cannot.
import { accessible, awake, expect, fits, hasWasm, test } from '../support/journey';

const ALONE = 'Мене не треба попереджати';
const OTHER = 'Телеграм-канал громади';

test('an option that excludes the others is chosen alone', async ({ page }, info) => {
  const works = hasWasm(info.project.name);
  await page.goto('/polls');
  await page.getByRole('link', { name: /Ремонт вулиць/ }).first().click();
  await page.goto(`${page.url()}/vote/4`);
  await awake(page, info.project.name);
  const alone = page.getByRole('checkbox', { name: ALONE });
  const other = page.getByRole('checkbox', { name: OTHER });
  await expect(alone).toHaveAccessibleDescription(/Не\sпоєднується з\sіншими відповідями/);
  await accessible(page);
  await fits(page);

  await page.getByText(OTHER).click();
  await page.getByText(ALONE).click();
  if (works) {
    await expect(other).not.toBeChecked();
    await expect(alone).toBeChecked();
    await page.getByText(OTHER).click();
    await expect(alone).not.toBeChecked();
    await expect(other).toBeChecked();
    await page.getByText(ALONE).click();
  } else {
    await page.getByRole('button', { name: 'Далі' }).click();
    await expect(page.locator('.errors')).toContainText('не поєднується з іншими');
    await expect(alone).toBeChecked();
    await expect(other).toBeChecked();
    await accessible(page);
    await page.getByText(OTHER).click();
  }
  await page.getByRole('button', { name: 'Далі' }).click();
  // The check page shows it; the other questions are still to be answered.
  await expect(page).toHaveURL(/\/vote\/check$/);
  await expect(page.locator('.summary')).toContainText(ALONE);
  await expect(page.locator('.summary')).not.toContainText(OTHER);
});
