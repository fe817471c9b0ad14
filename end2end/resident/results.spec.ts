// What came out: sealed before the close, sentences, bars and tables after it.
import { accessible, expect, fits, test } from '../support/journey';

test('before the close there is turnout and nothing else', async ({ page }) => {
  await page.goto('/polls/3/results');
  await expect(page.getByRole('heading', { name: 'Результати з’являться після закриття' })).toBeVisible();
  await expect(page.locator('.bars')).toHaveCount(0);
  await expect(page.locator('table')).toHaveCount(0);
  await accessible(page);
  await fits(page);
});

test('after the close each question has a sentence, a chart and the same figures as a table', async ({ page }) => {
  await page.goto('/results');
  await accessible(page);
  // One that was answered; others may have been closed before anybody came.
  await page.locator('.card a.card__link[href^="/polls/1/"], .card a.card__link[href="/polls/1"]').click();
  await expect(page.locator('.tag--ok')).toContainText('Завершено');
  await expect(page.locator('figure.chart figcaption').first()).not.toBeEmpty();
  await page.locator('details.data summary').first().click();
  const chart = await page.locator('figure.chart').first().locator('.bars small').allTextContents();
  const table = await page.locator('details.data').first().locator('tbody td:nth-child(2)').allTextContents();
  expect(chart.length).toBeGreaterThan(1);
  expect(chart.map((t) => t.trim())).toEqual(table.map((t) => t.trim()));
  await accessible(page);
  await fits(page);
});

test('on paper the tables are open, and there is nothing to press', async ({ page }) => {
  await page.goto('/polls/1/results');
  const tables = page.locator('details.data table');
  const folded = await tables.count();
  expect(folded).toBeGreaterThan(3);
  // On the screen they are folded: it is the paper that opens them.
  for (const table of await tables.all()) await expect(table).toBeHidden();
  await page.emulateMedia({ media: 'print' });
  // A4 between its margins.
  await page.setViewportSize({ width: 673, height: 986 });
  for (const table of await tables.all()) await expect(table).toBeVisible();
  for (const chart of await page.locator('figure.chart').all()) await expect(chart).toBeVisible();
  // Which protocol it is, and where the same stands.
  await expect(page.locator('.only-print')).toContainText(/\/polls\/1/);
  for (const pressed of ['nav', 'button', '.btn', '.skip', '.tabs', 'summary', 'a[href$=".csv"]']) {
    for (const one of await page.locator(pressed).all()) await expect(one).toBeHidden();
  }
  // Nothing is cut off at the right.
  await fits(page);
});
