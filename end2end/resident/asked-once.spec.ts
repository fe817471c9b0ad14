// Nobody is asked twice or in vain, and no page on the way is taken for the end: who has answered, whose sign-in ended, whose
// network or server fails, what is left to do after signing in.
import { accessible, answerAll, awake, expect, fits, hasScript, hasWasm, onward, signInAs, test } from '../support/journey';
import type { Page } from '@playwright/test';

const street = 'Ремонт вулиць наступного року';
const submit = (page: Page) => page.getByRole('button', { name: 'Подати відповіді' });

/// From the list to the check page, signed in.
async function toTheLastStep(page: Page, person: string, project: string) {
  await page.goto('/polls/3/vote/1');
  await awake(page, project);
  await answerAll(page);
  await signInAs(page, person);
  await expect(submit(page)).toBeVisible();
  await awake(page, project);
}

test('after signing in the last step is what one sees first, and once done nothing is asked again', async ({ page, person }, info) => {
  const project = info.project.name;
  await toTheLastStep(page, person, project);
  await expect(page.getByText(/, відповіді ще не\sподано\. Після подання їх не\sзмінити\.$/)).toBeVisible();
  const button = (await submit(page).boundingBox())!;
  expect(button.y + button.height).toBeLessThanOrEqual(740);
  await expect(submit(page)).toHaveCount(1);
  // Above it one sees at once what there is to check, and both stay in sight down to the last answer.
  const first = (await page.locator('.summary dt').first().boundingBox())!;
  expect(first.y + first.height).toBeLessThanOrEqual(button.y);
  await page.locator('.summary dd').last().scrollIntoViewIfNeeded();
  await expect(submit(page)).toBeInViewport();
  await accessible(page);
  await fits(page);
  await submit(page).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Відповіді зараховано' })).toBeVisible();
  await expect(page.locator('.receipt')).toContainText(street);
  const code = (await page.locator('.receipt .code').textContent())!;

  // Back, or an old address: what was counted, and no question.
  for (const path of ['/polls/3/vote/check', '/polls/3/vote', '/polls/3/vote/2']) {
    await page.goto(path);
    await expect(page).toHaveURL(/\/polls\/3\/done\?again$/);
    await expect(page.getByRole('heading', { level: 1, name: 'Ви вже відповіли' })).toBeVisible();
    await expect(page.locator('.receipt .code')).toHaveText(code);
  }
  await accessible(page);
  await fits(page);
  await page.goto('/polls');
  const card = page.locator('.card', { hasText: street });
  await expect(card).toContainText('Ви відповіли');
  await expect(card.getByRole('link', { name: /^Відповісти/ })).toHaveCount(0);
  await accessible(page);
  await fits(page);
  await card.getByRole('link', { name: /^Підтвердження/ }).click();
  await expect(page.locator('.receipt .code')).toHaveText(code);
});

test('whoever has answered elsewhere and answers here again hears it right after signing in', async ({ page, person, neighbour, browser }, info) => {
  const project = info.project.name;
  await toTheLastStep(page, person, project);
  await submit(page).click();
  await expect(page.locator('.receipt .code')).toBeVisible();

  const library = await browser.newContext({ baseURL: new URL(page.url()).origin, javaScriptEnabled: hasScript(project) });
  const there = await library.newPage();
  await there.goto('/polls/3/vote/1');
  await awake(there, project === 'wasm-blocked' ? 'desktop' : project);
  await answerAll(there);
  await signInAs(there, person);
  await expect(there).toHaveURL(/\/polls\/3\/done\?again=new$/);
  // Before the confirmation of those that count.
  await expect(there.getByRole('heading', { level: 1, name: /^Нових відповідей не\sприйнято/ })).toBeVisible();
  const refusal = there.getByRole('status').filter({ hasText: 'вийдіть' });
  await expect(there.locator('[role=status] + .receipt')).toBeVisible();
  await accessible(there);
  await fits(there);
  await there.goto('/me');
  await expect(there.getByText('Розпочатих опитувань')).toBeVisible();
  // Somebody else of the family answered: out, and in again, to the answers that were marked.
  await there.goBack();
  await refusal.getByRole('button', { name: 'Вийти' }).click();
  await expect(there).toHaveURL(/\/sign-in\?out&return=/);
  await signInAs(there, neighbour);
  await submit(there).click();
  await expect(there).toHaveURL(/\/polls\/3\/done$/);
  await library.close();
});

test('a sign-in that ended before submitting is said on top, and the answers are still there', async ({ page, context, person }, info) => {
  await toTheLastStep(page, person, info.project.name);
  await context.clearCookies({ name: /session/ });
  await submit(page).click();
  await expect(page).toHaveURL(/\/sign-in\?error=ended&return=/);
  await expect(page.getByRole('alert')).toContainText('Час вашого входу минув, відповіді ще не подано');
  await accessible(page);
  await fits(page);
  await signInAs(page, person);
  await submit(page).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Відповіді зараховано' })).toBeVisible();
});

test('who may not answer reads it on the poll before any question', async ({ page }) => {
  await page.goto('/sign-in?return=/polls/3/vote');
  await signInAs(page, 'artem-bilous');
  await expect(page).toHaveURL(/\/polls\/3$/);
  await expect(page.getByRole('heading', { name: 'Ви не можете відповісти на це опитування' })).toBeInViewport();
  await accessible(page);
  await fits(page);
  await page.getByRole('link', { name: 'Опитування, у яких ви можете взяти участь' }).click();
  await expect(page).toHaveURL(/\/polls\?mine=1$/);
});

test('the counter tells what is marked, and too many at once', async ({ page }, info) => {
  // The first question of this poll asks for up to three of several.
  await page.goto('/polls/3/vote/1');
  const boxes = page.locator('.tile input[type=checkbox]');
  const counter = page.locator('[data-counter]');
  await expect(boxes.first()).toBeVisible();
  if (!hasWasm(info.project.name)) {
    await expect(counter).toHaveText('');
    return;
  }
  await awake(page, info.project.name);
  const labels = page.locator('.tile label');
  await labels.nth(0).click();
  await expect(counter).toHaveText(/^Обрано\s1, можна до\s\d$/);
  const most = Number((await counter.textContent())!.match(/\d$/)![0]);
  for (let i = 1; i <= most; i++) await labels.nth(i).click();
  await expect(counter).toHaveText(/^Забагато: приберіть\s1$/);
  await expect(counter).toHaveClass(/is-bad/);
  await expect(page.locator('[data-saving="Saved"]')).toHaveText('');
  await accessible(page);
  await fits(page);
  await labels.nth(most).click();
  await expect(counter).toHaveText(new RegExp(`^Обрано\\s${most},`));
  await expect(page.locator('[data-saving="Saved"]')).toHaveText('Чернетку збережено.');
});

test('what was marked before the page woke up is counted', async ({ page }, info) => {
  test.info().annotations.push({ type: 'provokes', description: 'Failed to load resource' });
  if (!hasWasm(info.project.name)) {
    await page.goto('/polls/3/vote/1');
    await expect(page.locator('[data-counter]')).toHaveText('');
    return;
  }
  let wake = () => {};
  const asleep = new Promise<void>((resolve) => (wake = resolve));
  await page.route('**/*.wasm', async (route) => {
    await asleep;
    await route.continue();
  });
  await page.goto('/polls/3/vote/1');
  await page.locator('.tile label').nth(0).click();
  await page.locator('.tile label').nth(1).click();
  await expect(page.locator('[data-counter]')).toHaveText('');
  wake();
  await awake(page, info.project.name);
  await expect(page.locator('[data-counter]')).toHaveText(/^Обрано\s2,/);
});

test('without a network «on» waits on the page and is pressed again by itself', async ({ page, context }, info) => {
  test.info().annotations.push({ type: 'provokes', description: 'ERR_INTERNET_DISCONNECTED|Failed to load resource' });
  await page.goto('/polls/3/vote/1');
  await awake(page, info.project.name);
  await page.locator('.tile label').nth(0).click();
  await page.locator('.tile label').nth(1).click();
  if (!hasWasm(info.project.name)) {
    await page.getByRole('button', onward).click();
    await expect(page).toHaveURL(/\/vote\/2$/);
    return;
  }
  await expect(page.locator('[data-saving="Saved"]')).toBeVisible();
  await context.setOffline(true);
  await page.getByRole('button', onward).click();
  await expect(page.locator('[data-saving="Held"]')).toContainText('Не закривайте сторінку');
  await expect(page).toHaveURL(/\/vote\/1$/);
  await accessible(page);
  await fits(page);
  // Another answer meanwhile is sent by the same press; its own save, which would fail, does not talk over what waits.
  await page.locator('.tile label').nth(2).click();
  await page.waitForTimeout(1_000);
  await expect(page.locator('[data-saving="Held"]')).toBeVisible();
  await context.setOffline(false);
  await expect(page).toHaveURL(/\/vote\/2$/, { timeout: 15_000 });
});

for (const [status, failure, words] of [
  [503, 'Busy', /зараз відповідає дуже багато людей/],
  [429, 'TooMany', /зараз відповідає дуже багато людей/],
  [503, 'Unavailable', /сайт тимчасово не\s?відповідає/],
] as const) {
  test(`a draft that the server refuses with ${failure} says so and blames no network`, async ({ page }, info) => {
    test.info().annotations.push({ type: 'provokes', description: 'Failed to load resource' });
    await page.goto('/polls/3/vote/1');
    await awake(page, info.project.name);
    await page.route('**/do/answer', (route) => route.fulfill({ status, contentType: 'application/json', body: JSON.stringify(failure) }));
    await page.locator('.tile label').nth(0).click();
    const said = page.locator('[data-saving]');
    if (!hasWasm(info.project.name)) {
      await expect(said).toHaveText('');
      return;
    }
    await expect(said).toHaveText(words);
    await expect(said).not.toContainText('немає зв');
    await expect(said).toHaveClass(/is-bad/);
  });
}

test('a ballot that the server refuses for now is sent again, and the page says why it waits', async ({ page, person }, info) => {
  test.info().annotations.push({ type: 'provokes', description: 'Failed to load resource' });
  const project = info.project.name;
  await toTheLastStep(page, person, project);
  if (hasWasm(project)) {
    let refused = 0;
    await page.route('**/do/submit', (route) =>
      refused++ > 0 ? route.continue() : route.fulfill({ status: 503, contentType: 'application/json', body: '"Busy"' }),
    );
    await submit(page).click();
    const waiting = page.locator('[data-sending="Waiting"]');
    await expect(waiting).toContainText('зараз відповідає дуже багато людей');
    await expect(waiting).not.toContainText('немає зв');
  } else {
    await submit(page).click();
  }
  await expect(page.getByRole('heading', { level: 1, name: 'Відповіді зараховано' })).toBeVisible({ timeout: 15_000 });
});

for (const [status, body, contentType, words] of [
  [429, '"TooMany"', 'application/json', 'забагато запитів поспіль'],
  // Somebody else's page in place of our answer, as a network shows that wants a sign-in of its own.
  [200, '<h1>Wi-Fi</h1>', 'text/html', 'сайт тимчасово не'],
] as const) {
  test(`a ballot that is answered with ${status} ${contentType} waits, and as long as the server says`, async ({ page, person }, info) => {
    test.info().annotations.push({ type: 'provokes', description: 'Failed to load resource' });
    const project = info.project.name;
    await toTheLastStep(page, person, project);
    if (hasWasm(project)) {
      let sent = 0;
      await page.route('**/do/submit', (route) => (sent++ > 0 ? route.continue() : route.fulfill({ status, contentType, body })));
      await submit(page).click();
      const waiting = page.locator('[data-sending="Waiting"]');
      await expect(waiting).toContainText(words);
      await expect(waiting).toContainText('Двічі голос не');
      if (status === 429) {
        // Half a minute is what the server says; by itself nothing is sent in the five seconds of other obstacles.
        await page.waitForTimeout(6_500);
        expect(sent).toBe(1);
        await page.getByRole('button', { name: 'Надіслати зараз' }).click();
      }
    } else {
      await submit(page).click();
    }
    await expect(page.getByRole('heading', { level: 1, name: 'Відповіді зараховано' })).toBeVisible({ timeout: 15_000 });
  });
}

test('a ballot that is refused for good is not sent again and again: the browser asks and shows what it is told', async ({ page, person }, info) => {
  test.info().annotations.push({ type: 'provokes', description: 'Failed to load resource' });
  const project = info.project.name;
  await toTheLastStep(page, person, project);
  let refused = 0;
  await page.route('**/do/submit', (route) => {
    // The plain form goes through, and leads to whatever the server says to it.
    if (route.request().headers()['accept']?.includes('text/html')) return route.continue();
    refused++;
    return route.fulfill({ status: 400, contentType: 'application/json', body: '"BadRequest"' });
  });
  await submit(page).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Відповіді зараховано' })).toBeVisible({ timeout: 15_000 });
  expect(refused).toBe(hasWasm(project) ? 1 : 0);
});
