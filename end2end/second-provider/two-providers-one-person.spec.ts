// Two ways to confirm who one is: id.gov.ua and an OpenID Connect provider. Whoever comes by one and then by the other is one
// person: one vote, one receipt, one page of their own. Saying no at the provider loses nothing, and the other way is still there.
import { accessible, answerAll, awake, expect, fits, signInAs, test } from '../support/journey';
import { asKnownThere, signInThere } from '../support/second-provider';
import type { Page } from '@playwright/test';

const submit = { name: 'Подати відповіді' };

for (const [scripts, id] of [[true, 'oksana-shevchuk'], [false, 'andrii-polishchuk']] as const) {
  test.describe(scripts ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled: scripts });

    test('one vote, one receipt and one page by two providers', async ({ page, browser, baseURL }) => {
      const check = async (page: Page) => {
        if (scripts) await accessible(page);
        await fits(page);
      };
      const answer = async (page: Page) => {
        await page.goto('/polls/3/vote/1');
        if (scripts) await awake(page, 'phone');
        await answerAll(page);
        await expect(page.locator('button.provider')).toHaveCount(2);
      };

      await answer(page);
      await check(page);
      // They press «no» there: nothing is lost, and both ways are offered again.
      await signInThere(page, { deny: true });
      await expect(page).toHaveURL(/\/sign-in\?error=denied/);
      await expect(page.locator('button.provider')).toHaveCount(2);
      await check(page);
      await signInThere(page, asKnownThere(id));
      await expect(page).toHaveURL(/\/polls\/3\/vote\/check/);
      await check(page);
      await page.getByRole('button', submit).click();
      await expect(page.getByRole('heading', { level: 1, name: 'Відповіді зараховано' })).toBeVisible();
      const code = (await page.locator('.receipt .code').textContent())!;

      // Another day, another telephone, the other provider.
      const other = await browser.newContext({ baseURL, viewport: { width: 360, height: 740 }, javaScriptEnabled: scripts });
      const elsewhere = await other.newPage();
      await answer(elsewhere);
      await signInAs(elsewhere, id);
      await expect(elsewhere).toHaveURL(/\/polls\/3\/done\?again=new$/);
      await expect(elsewhere.locator('.receipt .code')).toHaveText(code);
      await check(elsewhere);

      // One page of their own: both sign-ins, the one participation.
      await elsewhere.goto('/me');
      await expect(elsewhere.locator('main')).toContainText('Ремонт вулиць наступного року');
      await expect(elsewhere.locator('main')).toContainText('через Вхід області');
      await expect(elsewhere.locator('main')).toContainText('через демонстраційну службу');
      await check(elsewhere);
      await other.close();
    });
  });
}
