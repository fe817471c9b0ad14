// Somebody begins to answer, leaves, and comes back by the first page: it says that nothing is counted yet, and leads on.
import { accessible, answerAll, awake, expect, fits, signInAs, test } from '../support/journey';

const street = 'Ремонт вулиць наступного року';

test('the first page tells of the draft, leads on, and is silent once the answers are counted', async ({ page, person }, info) => {
  const project = info.project.name;
  const unfinished = page.getByRole('region', { name: 'Ви не закінчили відповідати. Відповіді ще не зараховано.' });
  await page.goto('/polls/3/vote/1');
  await awake(page, project);
  await page.locator('.tile label').first().click();
  await page.getByRole('button', { name: 'Відкласти й завершити пізніше' }).click();
  await expect(page).toHaveURL(/\/polls\/3\?saved$/);

  await page.goto('/');
  await expect(unfinished).toContainText(street);
  await expect(unfinished).toBeInViewport();
  await accessible(page);
  await fits(page);
  // A visitor finds their own page from here, and clears the draft there.
  await unfinished.getByRole('link', { name: 'Чернетки в цьому браузері' }).click();
  await expect(page).toHaveURL(/\/me$/);
  await page.getByRole('button', { name: /^Стерти чернетку/ }).click();
  await expect(page.getByRole('status')).toContainText('Чернетку стерто.');
  await page.goto('/');
  await expect(unfinished).toHaveCount(0);

  await page.goto('/polls/3/vote/1');
  await awake(page, project);
  await answerAll(page);
  await page.goto('/');
  await unfinished.getByRole('link', { name: /^Продовжити/ }).click();
  await expect(page).toHaveURL(/\/sign-in\?return=\/polls\/3\/vote\/check$/);
  await signInAs(page, person);
  await expect(page.getByRole('heading', { level: 1, name: /^Перевірте й\sподайте відповіді$/ })).toBeVisible();
  await page.getByRole('button', { name: 'Подати відповіді' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Відповіді зараховано' })).toBeVisible();

  await page.goto('/');
  await expect(unfinished).toHaveCount(0);
  await expect(page.getByRole('link', { name: /^Ви ще можете відповісти на/ })).toBeVisible();
  await page.goto('/polls/3');
  await expect(page.locator('.tags').first()).toContainText('Ви відповіли');
  await expect(page.locator('.tags').first()).toBeInViewport();
  await accessible(page);
  await fits(page);
});
