// What a phone must load before it can read: HTML and CSS of a poll page within the first round trips, 14.6 KB (DESIGN §10).
import { expect, test } from '../support/journey';

test('a poll page is at most 14.6 KB of HTML and CSS, brotli', async ({ page }, info) => {
  const sizes: Record<string, number> = {};
  const client = await page.context().newCDPSession(page);
  await client.send('Network.enable');
  const urls = new Map<string, string>();
  client.on('Network.responseReceived', ({ requestId, response, type }) => {
    if (type === 'Document' || type === 'Stylesheet') urls.set(requestId, response.url);
  });
  client.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const url = urls.get(requestId);
    if (url) sizes[url] = encodedDataLength;
  });
  for (const path of ['/', '/polls', '/polls/3', '/polls/3/vote/1', '/polls/1/results']) {
    for (const url of Object.keys(sizes)) delete sizes[url];
    await client.send('Network.clearBrowserCache');
    await page.goto(path);
    await page.waitForLoadState('networkidle');
    const total = Object.values(sizes).reduce((sum, n) => sum + n, 0);
    info.annotations.push({ type: 'bytes', description: `${path}: ${total}` });
    expect(Object.keys(sizes).length, `${path}: a document and its stylesheet`).toBe(2);
    expect(total, `${path} weighs ${total} bytes`).toBeLessThanOrEqual(14_600);
  }
});
