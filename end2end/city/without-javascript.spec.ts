// The city's website in a browser without JavaScript: there is no card, and the link in its place leads to the poll.
import { expect, fits, test } from '../support/journey';
import { misto, viche } from '../support/websites';

test('the link in place of the card leads to the poll, which is answered as ever', async ({ page }) => {
  await page.goto(`${misto()}/`);
  await expect(page.locator('viche-poll iframe')).toHaveCount(0);
  await fits(page);
  await page.locator('viche-poll').getByRole('link', { name: 'Яку зупинку освітити першою?' }).click();
  await expect(page).toHaveURL(`${viche()}/polls/8`);
  await page.getByRole('link', { name: /^Відповісти/ }).click();
  await page.getByText('Лікарня').click();
  await page.getByRole('button', { name: 'Далі' }).click();
  await expect(page).toHaveURL(/\/sign-in\?return=\/polls\/8\/vote\/check$/);
  await page.getByRole('link', { name: /До питання$/ }).click();
  await expect(page.getByLabel('Лікарня')).toBeChecked();
});

test('a card that is framed without the loader is answered without scripts, too', async ({ page }) => {
  // What oEmbed gives: a bare frame. Here the card by itself, which is the same form.
  await page.goto('/embed/polls/8');
  await page.getByText('Ринок').click();
  await page.getByRole('button', { name: 'Відповісти' }).click();
  await expect(page).toHaveURL(`${viche()}/polls/8/vote/1`);
  await expect(page.getByLabel('Ринок')).toBeChecked();
});
