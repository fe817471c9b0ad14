// What the widget costs the city's page: loader, card, style and script together at most 10 KB, the loader at most 2 KB.
import { expect, test } from '../support/journey';
import { misto, viche } from '../support/websites';

test('the widget is at most 10 KB brotli all told, and its loader 2 KB', async ({ page }, info) => {
  info.annotations.push({ type: 'provokes', description: 'status of 404' });
  const sizes = new Map<string, number>();
  page.on('requestfinished', async (request) => {
    if (!request.url().startsWith(viche())) return;
    const { responseHeadersSize, responseBodySize } = await request.sizes();
    const path = request.url().slice(viche().length).split('#')[0];
    // The second time it comes from the browser's cache and weighs nothing.
    sizes.set(path, Math.max(sizes.get(path) ?? 0, responseHeadersSize + responseBodySize));
  });
  await page.goto(`${misto()}/`);
  await page.waitForLoadState('networkidle');
  // One request for the loader, one for the frame, and the frame's own two.
  const places = [...sizes.keys()].map((path) => path.replace(/\.[0-9a-f]{16}\./, '.')).sort();
  expect(places).toEqual(['/embed/polls/8', '/embed/v1.js', '/pkg/embed-frame.js', '/pkg/embed-main.css']);

  await page.goto(`${misto()}/opytuvannia.html`);
  for (const element of await page.locator('viche-list, viche-poll, viche-results').all()) {
    await element.scrollIntoViewIfNeeded();
    await expect(element.locator('iframe')).toBeVisible();
  }
  await page.waitForLoadState('networkidle');
  const [cards, shared] = [[], []] as [[string, number][], [string, number][]];
  for (const entry of sizes) (/embed\/polls/.test(entry[0]) ? cards : shared).push(entry);
  const around = shared.reduce((sum, [, size]) => sum + size, 0);
  expect(cards).toHaveLength(5);
  expect(sizes.get('/embed/v1.js')).toBeGreaterThan(0);
  expect(sizes.get('/embed/v1.js')).toBeLessThanOrEqual(2_048);
  for (const [, size] of shared) expect(size).toBeGreaterThan(0);
  for (const [path, size] of cards) {
    info.annotations.push({ type: 'bytes', description: `${path}: ${size + around}` });
    expect(size + around, `${path} weighs ${size + around} bytes all told`).toBeLessThanOrEqual(10_240);
  }
});
