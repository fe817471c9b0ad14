// A page from memory keeps its own policy: two visits and a reload that ends in 304, without a violation (DESIGN §6).
import { expect, hasScript, test } from '../support/journey';

test('a second visit and a 304 reload break no policy', async ({ page }, info) => {
  const statuses: number[] = [];
  page.on('response', (response) => {
    if (response.url().endsWith('/polls/3')) statuses.push(response.status());
  });
  await page.goto('/polls/3');
  await page.goto('/polls');
  await page.goto('/polls/3');
  await page.reload();
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
