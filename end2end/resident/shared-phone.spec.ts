// One phone, two people: the second sees nothing of the first, each has their own vote, and the phone keeps nothing that tells.
import { accessible, answerAll, awake, expect, signInAs, test } from '../support/journey';
import type { Page } from '@playwright/test';

async function answer(page: Page, poll: string, project: string) {
  await page.goto(`${poll}/vote/1`);
  await awake(page, project);
  await accessible(page);
  await answerAll(page);
  await accessible(page);
}

async function submit(page: Page, person: string) {
  await signInAs(page, person);
  await expect(page.getByRole('button', { name: 'Подати відповіді' })).toBeVisible();
  await accessible(page);
  await page.getByRole('button', { name: 'Подати відповіді' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Відповіді зараховано' })).toBeVisible();
  await accessible(page);
}

test('two people of one household answer on one phone, and neither sees the other', async ({ page, context, person, neighbour }, info) => {
  const project = info.project.name;
  await page.goto('/polls');
  await accessible(page);
  await page.getByRole('link', { name: /Шкільні укриття/ }).first().click();
  await expect(page).toHaveURL(/\/polls\/\d+$/);
  const poll = page.url();
  await accessible(page);

  await answer(page, poll, project);
  await submit(page, person);
  const code = (await page.locator('.code').textContent())!;
  // The confirmation reminds of the shared phone; signing out is one press.
  await expect(page.getByText('Якщо пристрій спільний, не забудьте вийти.')).toBeVisible();
  await page.goto('/me');
  await accessible(page);
  await page.getByRole('main').getByRole('button', { name: 'Вийти й стерти чернетки' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('вийшли');
  await accessible(page);

  // Nothing of the first is left: no session, no code, no draft; «back» shows nothing either.
  await page.goto(`${poll}/done`);
  await expect(page.getByText(code)).toHaveCount(0);
  await accessible(page);
  await page.goto('/me');
  await expect(page.getByText(code)).toHaveCount(0);
  await accessible(page);
  await page.goto(`${poll}/vote/1`);
  await expect(page.locator('.tile input:checked')).toHaveCount(0);
  const left = (await context.cookies()).map((cookie) => cookie.name);
  expect(left.filter((name) => /session/.test(name))).toEqual([]);

  // The second answers with a vote of their own.
  await answer(page, poll, project);
  await submit(page, neighbour);
  await expect(page.locator('.code')).not.toHaveText(code);
});
