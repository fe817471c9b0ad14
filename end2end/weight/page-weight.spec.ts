// What a phone must load before it can read: HTML and CSS of a page within the first round trips, 14.6 KB (DESIGN §10), for a visitor and
// for whoever is signed in: their pages are made for them alone and compressed on the way.
import { answerAll, expect, signInAs, test } from '../support/journey';
import type { Page, TestInfo } from '@playwright/test';

/// Weighs pages one after the other, with nothing in the browser's cache.
async function scales(page: Page, info: TestInfo) {
  const sizes = new Map<string, number>();
  const client = await page.context().newCDPSession(page);
  await client.send('Network.enable');
  const urls = new Map<string, string>();
  client.on('Network.responseReceived', ({ requestId, response, type }) => {
    if (type === 'Document' || type === 'Stylesheet') urls.set(requestId, response.url);
  });
  client.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const url = urls.get(requestId);
    if (url) sizes.set(url, encodedDataLength);
  });
  return async (path: string) => {
    await client.send('Network.clearBrowserCache');
    sizes.clear();
    await page.goto(path);
    await page.waitForLoadState('networkidle');
    expect(new URL(page.url()).pathname, 'no other page').toBe(path.replace(/\?.*/, ''));
    const total = [...sizes.values()].reduce((sum, n) => sum + n, 0);
    info.annotations.push({ type: 'bytes', description: `${path}: ${total}` });
    expect(sizes.size, `${path}: a document and its stylesheet`).toBe(2);
    // All pages before the test fails, so that one run tells every weight.
    expect.soft(total, `${path} weighs ${total} bytes`).toBeLessThanOrEqual(14_600);
  };
}

test('a poll page is at most 14.6 KB of HTML and CSS, brotli', async ({ page }, info) => {
  const weigh = await scales(page, info);
  // The first poll has the most questions of those that are counted.
  for (const path of ['/', '/polls', '/polls/3', '/polls/3/vote/1', '/polls/1/results', '/sign-in', '/sign-in?return=/polls/3']) await weigh(path);
});

test('a page of whoever is signed in is at most 14.6 KB of HTML and CSS, brotli', async ({ page, person }, info) => {
  const weigh = await scales(page, info);
  await page.goto('/polls/3/vote/1');
  await answerAll(page);
  await weigh('/sign-in?return=/polls/3/vote/check');
  await signInAs(page, person);
  await expect(page).toHaveURL(/\/vote\/check$/);
  for (const path of ['/', '/polls/3', '/polls/3/vote/1', '/polls/3/vote/4', '/polls/3/vote/check']) await weigh(path);
  await page.getByRole('button', { name: 'Подати відповіді' }).click();
  await expect(page).toHaveURL(/\/done$/);
  for (const path of ['/polls/3/done', '/me', '/polls/1/results']) await weigh(path);
});
