// 200 % zoom halves the window: at 640 px wide a page has 320 CSS pixels (WCAG 1.4.10), and with larger text it must not break
// (1.4.4). In forced colours nothing may hang on a background alone. As a visitor, a resident on the way and at its end, and staff.
import { answerAll, expect, fits, signInAs, test } from '../support/journey';
import type { Page } from '@playwright/test';

const pages = ['/', '/polls', '/polls/3', '/polls/3/vote/1', '/polls/9/vote/1', '/polls/1/results', '/sign-in', '/embed/polls/8'];
const desk = ['/staff', '/staff/polls', '/staff/polls/3', '/staff/polls/7', '/staff/polls/7/edit', '/staff/journal'];

/// Opens the page at 320 px, and with text twice as large.
async function zoomed(page: Page, path: string) {
  await page.setViewportSize({ width: 320, height: 640 });
  await page.goto(path);
  await fits(page);
  // Browsers' text zoom: the root's size.
  await page.setViewportSize({ width: 640, height: 900 });
  await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'));
  await fits(page);
}

/// Opens the page in forced colours: every control has an edge.
async function edged(page: Page, path: string) {
  await page.emulateMedia({ forcedColors: 'active' });
  await page.goto(path);
  await fits(page);
  // A button without border is a word among others once its background is gone.
  const bare = await page.locator('a.btn:visible, button.btn:visible, input.input:visible, textarea:visible').evaluateAll((controls) =>
    controls.filter((control) => {
      const style = getComputedStyle(control);
      return style.borderTopStyle === 'none' || parseFloat(style.borderTopWidth) < 1;
    }).map((control) => control.outerHTML.slice(0, 80)),
  );
  expect(bare, path).toEqual([]);
}

/// The pages at the end of the way: check, confirmation, one's own.
async function atItsEnd(page: Page, person: string, look: (page: Page, path: string) => Promise<void>) {
  await page.goto('/polls/3/vote/1');
  await answerAll(page);
  await signInAs(page, person);
  await expect(page).toHaveURL(/\/vote\/check$/);
  await look(page, '/polls/3/vote/check');
  await page.getByRole('button', { name: 'Подати відповіді' }).click();
  await expect(page).toHaveURL(/\/done$/);
  await look(page, '/polls/3/done');
  await look(page, '/me');
}

test('nothing sticks out at 320 px, nor with text twice as large', async ({ page }) => {
  for (const path of pages) await zoomed(page, path);
});

test('nothing sticks out where answers are checked and confirmed, nor on one’s own page', async ({ page, person }) => {
  await atItsEnd(page, person, zoomed);
});

test('nothing sticks out on the desk', async ({ page }) => {
  await page.goto('/sign-in?return=/staff');
  await signInAs(page, 'iryna-savchuk');
  await expect(page).toHaveURL(/\/staff$/);
  for (const path of desk) await zoomed(page, path);
});

test('in forced colours every control has an edge and what is chosen differs', async ({ page }) => {
  for (const path of pages) await edged(page, path);
  await page.goto('/polls/9/vote/1');
  const edge = (n: number) =>
    page.locator('.number').nth(n).evaluate((number) => getComputedStyle(number).borderTopWidth);
  const before = await edge(1);
  await page.getByRole('radio').nth(1).check();
  expect(await edge(1)).not.toBe(before);
  expect(await edge(0)).toBe(before);
});

test('in forced colours every control has an edge where answers are checked and confirmed, and on one’s own page', async ({ page, person }) => {
  await atItsEnd(page, person, edged);
});

test('in forced colours every control of the desk has an edge', async ({ page }) => {
  await page.goto('/sign-in?return=/staff');
  await signInAs(page, 'iryna-savchuk');
  await expect(page).toHaveURL(/\/staff$/);
  for (const path of desk) await edged(page, path);
});
