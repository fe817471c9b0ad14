// The button is pressed and the network is gone: the submission waits on the page and goes out once; or it arrived, and only the
// answer was lost. Without the island it is the browser that says so, and the draft is still there.
import { accessible, answerAll, awake, expect, fits, hasWasm, signInAs, test } from '../support/journey';
import type { Page } from '@playwright/test';

const button = (page: Page) => page.getByRole('button', { name: 'Подати відповіді' });
const done = (page: Page) => page.getByRole('heading', { level: 1, name: 'Відповіді зараховано' });

/// Opens a page after the browser has shown an error of its own, which may still be on its way and would end the opening.
async function openAgain(page: Page, path: string) {
  await expect(async () => {
    await page.goto(path);
  }).toPass({ timeout: 15_000 });
}

async function atTheCheck(page: Page, person: string, project: string) {
  await page.goto('/polls');
  await page.getByRole('link', { name: /Ремонт вулиць/ }).first().click();
  await expect(page).toHaveURL(/\/polls\/\d+$/);
  const poll = page.url();
  await accessible(page);
  await page.getByRole('link', { name: /^Відповісти/ }).click();
  await expect(page).toHaveURL(/\/vote\/1$/);
  await awake(page, project);
  await accessible(page);
  await answerAll(page);
  await accessible(page);
  await signInAs(page, person);
  await expect(button(page)).toBeVisible();
  await awake(page, project);
  await accessible(page);
  return poll;
}

test('what could not be sent waits for the network and goes out by itself, once', async ({ page, context, person }, info) => {
  test.info().annotations.push({ type: 'provokes', description: 'ERR_INTERNET_DISCONNECTED|Failed to load resource' });
  const project = info.project.name;
  await atTheCheck(page, person, project);
  const sent: string[] = [];
  page.on('request', (request) => {
    if (request.url().endsWith('/do/submit')) sent.push(request.method());
  });
  await context.setOffline(true);
  await button(page).click();
  if (hasWasm(project)) {
    await expect(page.locator('[data-sending="Waiting"]')).toContainText('Не закривайте сторінку');
    await accessible(page);
    await fits(page);
    // Impatience does no harm.
    await page.getByRole('button', { name: 'Надіслати зараз' }).click();
    await expect(page.locator('[data-sending="Waiting"]')).toBeVisible();
    await context.setOffline(false);
  } else {
    await context.setOffline(false);
    await openAgain(page, '/polls/3/vote/check');
    await button(page).click();
  }
  await expect(done(page)).toBeVisible({ timeout: 15_000 });
  await expect(page.locator('.code')).toHaveText(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/);
  // It does not go on sending afterwards.
  const until = sent.length;
  await page.waitForTimeout(1_000);
  expect(sent.length).toBe(until);
  await accessible(page);
});

test('an answer that was lost on its way back is asked for again and is the same', async ({ page, person }, info) => {
  test.info().annotations.push({ type: 'provokes', description: 'ERR_FAILED|ERR_EMPTY_RESPONSE|Failed to load resource' });
  const project = info.project.name;
  const poll = await atTheCheck(page, person, project);
  let lost = 0;
  let answered = () => {};
  const heard = new Promise<void>((resolve) => (answered = resolve));
  await page.route('**/do/submit', async (route) => {
    if (lost++ > 0) return route.continue();
    // The server hears it and answers; nobody hears the answer.
    await route.fetch({ maxRedirects: 0 });
    await route.abort('failed');
    answered();
  });
  await button(page).click();
  await heard;
  if (!hasWasm(project)) {
    // The browser shows its own error; back on the poll the confirmation waits.
    await openAgain(page, `${poll}/done`);
  }
  await expect(done(page)).toBeVisible({ timeout: 15_000 });
  await accessible(page);
  const code = await page.locator('.code').textContent();
  await page.goto(poll);
  await expect(page.getByText(code!)).toBeVisible();
  await accessible(page);
});
