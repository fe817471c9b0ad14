// Whoever runs the community looks at what is unusual about sign-ins: on this instance, everybody comes from one block of addresses.
import { accessible, expect, fits, signInAs, test } from '../support/journey';

test('the administrator sees how many people came from one block, and nobody’s name', async ({ page, browser, baseURL }) => {
  for (let no = 0; no < 16; no++) {
    const context = await browser.newContext({ baseURL, javaScriptEnabled: false });
    const theirs = await context.newPage();
    await theirs.goto('/sign-in');
    await signInAs(theirs, `load-${1_600 + no}`);
    await context.close();
  }
  await page.goto('/sign-in?return=/staff/sign-ins');
  await signInAs(page, 'taras-melnychuk');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Незвичні входи');
  await expect(page.getByRole('navigation').getByRole('link', { name: 'Входи' })).toHaveAttribute('aria-current', 'page');
  const row = page.getByRole('row', { name: /127\.0\.0\.0\/24|::\/48/ }).first();
  expect(Number(await row.getByRole('cell').first().innerText())).toBeGreaterThan(15);
  await accessible(page);
  await fits(page);
});
