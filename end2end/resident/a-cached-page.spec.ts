// A page from memory keeps its own policy: two visits and a reload that ends in 304, without a violation (DESIGN §6).
import { expect, hasScript, test } from '../support/journey';

test('a second visit and a 304 reload break no policy', async ({ page, context }, info) => {
  // What came over the wire: of a page from memory the browser itself says 200.
  const client = await context.newCDPSession(page);
  await client.send('Network.enable');
  const [asked, statuses] = [[] as string[], new Map<string, number>()];
  client.on('Network.requestWillBeSent', ({ requestId, request, type }) => {
    if (type === 'Document' && request.url.endsWith('/polls/3')) asked.push(requestId);
  });
  client.on('Network.responseReceivedExtraInfo', ({ requestId, statusCode }) => statuses.set(requestId, statusCode));
  await page.goto('/polls/3');
  await page.goto('/polls');
  await page.goto('/polls/3');
  // Where requests are looked into, as those for WASM are, the browser keeps nothing and asks for the whole page.
  const answers = info.project.name === 'wasm-blocked' ? [200, 304] : [304];
  // Somebody may answer the poll between two loads, and then the page is another.
  await expect(async () => {
    await page.reload();
    await expect.poll(() => answers.includes(statuses.get(asked.at(-1)!)!), { timeout: 500 }).toBe(true);
  }).toPass({ timeout: 20_000 });
  await expect(page.locator('h1')).toBeVisible();
  if (!hasScript(info.project.name)) return;
  const [policy, etag] = await page.evaluate(async () => {
    const response = await fetch('/polls/3', { cache: 'no-store' });
    return [response.headers.get('content-security-policy') ?? '', response.headers.get('etag') ?? ''];
  });
  expect(policy).not.toContain('nonce-');
  expect(policy.match(/'sha256-/g)).toHaveLength(2);
  const again = await page.evaluate(async (etag) => {
    const response = await fetch('/polls/3', { headers: { 'If-None-Match': etag }, cache: 'no-store' });
    return response.status;
  }, etag);
  expect(again).toBe(304);
});

test('whoever has a draft gets a page of their own, never the kept one', async ({ page }) => {
  await page.goto('/polls/3/vote/1');
  await page.locator('.tile label').first().click();
  await page.getByRole('button', { name: 'Відкласти й завершити пізніше' }).click();
  await expect(page.getByRole('link', { name: 'Продовжити відповідати' })).toBeVisible();
  const response = await page.reload();
  expect(response?.headers()['cache-control']).toContain('no-store');
});
