// 200 % zoom halves the window: at 640 px wide a page has 320 CSS pixels (WCAG 1.4.10), and with larger text it must not break
// (1.4.4). In forced colours nothing may hang on a background alone.
import { expect, fits, test } from '../support/journey';

const pages = ['/', '/polls', '/polls/3', '/polls/3/vote/1', '/polls/9/vote/1', '/polls/1/results', '/sign-in', '/embed/polls/8'];

test('nothing sticks out at 320 px, nor with text twice as large', async ({ page }) => {
  for (const path of pages) {
    await page.setViewportSize({ width: 320, height: 640 });
    await page.goto(path);
    await fits(page);
    // Browsers' text zoom: the root's size.
    await page.setViewportSize({ width: 640, height: 900 });
    await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'));
    await fits(page);
  }
});

test('in forced colours every control has an edge and what is chosen differs', async ({ page }) => {
  await page.emulateMedia({ forcedColors: 'active' });
  for (const path of pages) {
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
  await page.goto('/polls/9/vote/1');
  const edge = (n: number) =>
    page.locator('.number').nth(n).evaluate((number) => getComputedStyle(number).borderTopWidth);
  const before = await edge(1);
  await page.getByRole('radio').nth(1).check();
  expect(await edge(1)).not.toBe(before);
  expect(await edge(0)).toBe(before);
});
