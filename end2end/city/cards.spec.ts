// Every kind of card, in frames and by itself: themes, languages, narrow frames, forced colours; what else may be framed (nothing).
import { accessible, expect, fits, test } from '../support/journey';
import { misto, viche } from '../support/websites';

const cards = ['/embed/polls', '/embed/polls/8', '/embed/polls/3', '/embed/polls/6', '/embed/polls/2', '/embed/polls/1/results', '/embed/polls/3/results'];

test('a page with every kind of card is accessible in the dark, and each says its own', async ({ page }, info) => {
  info.annotations.push({ type: 'provokes', description: 'status of 404' });
  await page.goto(`${misto()}/opytuvannia.html`);
  const of = (element: string, place = 0) => page.frameLocator(`${element} iframe >> nth=${place}`);
  for (const element of await page.locator('viche-list, viche-poll, viche-results').all()) {
    await element.scrollIntoViewIfNeeded();
    await expect(element.locator('iframe')).toBeVisible();
  }
  // What closes first stands first; staff may publish more polls meanwhile, and the card holds five.
  const listed = of('viche-list').getByRole('listitem');
  await expect(listed.first()).toContainText('Яку зупинку освітити першою?');
  expect([4, 5]).toContain(await listed.count());
  await expect(of('viche-poll').getByRole('button', { name: 'Answer on Viche' })).toBeVisible();
  await expect(of('viche-results').getByRole('heading', { name: /автобуса/ })).toBeVisible();
  await expect(of('viche-results').locator('.bars > div')).toHaveCount(3);
  await expect(of('viche-poll', 1).getByRole('heading', { name: 'Такої сторінки немає' })).toBeVisible();
  // Each frame listens to its own card alone.
  for (const [element, place] of [['viche-list', 0], ['viche-poll', 0], ['viche-results', 0], ['viche-poll', 1]] as const) {
    const height = await of(element, place).locator('.embed').evaluate((card) => Math.ceil(card.getBoundingClientRect().height));
    await expect.poll(async () => (await page.locator(`${element} iframe`).nth(place).boundingBox())?.height).toBe(height);
  }
  await expect(of('viche-list').locator('html')).toHaveAttribute('data-theme', 'dark');
  await accessible(page);
  await fits(page);
});

test('each card reads in both languages and themes, from 320 px on, and in forced colours', async ({ page }) => {
  for (const prefix of ['', '/en']) {
    for (const path of cards) {
      for (const [width, theme] of [[320, 'light'], [360, 'dark'], [700, 'dark']] as const) {
        await page.setViewportSize({ width, height: 800 });
        await page.goto(`${prefix}${path}?theme=${theme}`);
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
        await fits(page);
      }
      await accessible(page);
    }
  }
  await page.emulateMedia({ forcedColors: 'active' });
  await page.goto('/embed/polls/8');
  await expect(page.getByRole('button', { name: 'Відповісти' })).toBeVisible();
  await accessible(page);
  // By itself a card stores nothing either.
  expect(await page.context().cookies()).toEqual([]);
});

test('our own pages can frame a card, and nothing can frame any other page', async ({ page }, info) => {
  info.annotations.push({ type: 'provokes', description: 'frame-ancestors' });
  await page.goto('/polls/8');
  const framed = (path: string) => page.evaluate(async (src) => {
    const frame = document.body.appendChild(document.createElement('iframe'));
    await new Promise((resolve) => { frame.onload = resolve; frame.src = src; });
    // A refused page is of no origin that can be looked into.
    return frame.contentDocument?.querySelector('h1')?.textContent ?? null;
  }, path);
  expect(await framed('/embed/polls/8')).toBe('Яку зупинку освітити першою?');
  for (const path of ['/', '/polls', '/polls/8', '/polls/8/vote/1', '/polls/1/results', '/sign-in', '/staff']) {
    expect(await framed(path), `${viche()}${path} was framed`).toBeNull();
  }
});
