// Staff have the desk open; a resident answers in another browser. The turnout grows before their eyes, or, where no script watches
// it, when they load the page anew.
import { accessible, answerAll, awake, expect, fits, hasWasm, signInAs, test } from '../support/journey';

/// An open poll of the demonstration that everybody may answer.
const POLL = 3;

/// «№ 3. …» among the open polls, with its figures.
const shown = 'section[aria-labelledby="open"] li';

test('a ballot that is cast appears on the desk', async ({ page, browser, person }, info) => {
  await page.goto('/sign-in?return=/staff');
  await signInAs(page, 'iryna-savchuk');
  await expect(page).toHaveURL(/\/staff$/);
  await accessible(page);
  await fits(page);
  // The desk has a bundle of its own.
  await expect(page.locator('script[data-glue]')).toHaveAttribute('data-glue', /\/viche_staff\./);
  const live = page.locator('section[aria-labelledby="open"] [role="status"]');
  await awake(page, info.project.name);
  if (hasWasm(info.project.name)) {
    await expect(live).toContainText('Наживо');
    await expect(page.getByRole('link', { name: 'Оновити' })).toBeHidden();
  } else {
    await expect(live).toContainText('Дані на');
  }
  const poll = page.locator(shown).filter({ has: page.locator(`a[href$="/staff/polls/${POLL}"]`) });
  const sum = poll.locator('tfoot td');
  await poll.locator('summary').click();
  await expect(sum).toBeVisible();
  const figure = async () => Number((await sum.innerText()).replace(/\D/g, ''));
  const before = await figure();

  const context = await browser.newContext({ baseURL: info.project.use.baseURL, locale: 'uk-UA' });
  const resident = await context.newPage();
  await resident.goto(`/polls/${POLL}/vote`);
  await expect(resident.locator('script[data-glue]')).toHaveAttribute('data-glue', /\/viche\./);
  await answerAll(resident);
  await signInAs(resident, person);
  await resident.getByRole('button', { name: 'Подати відповіді' }).click();
  await expect(resident).toHaveURL(/\/done/);
  await context.close();

  if (hasWasm(info.project.name)) {
    await expect.poll(figure, { timeout: 10_000 }).toBeGreaterThan(before);
    // What was unfolded stays so while the figures change.
    await expect(poll.locator('details')).toHaveAttribute('open', '');
  } else {
    await page.getByRole('link', { name: 'Оновити' }).click();
    await poll.locator('summary').click();
    expect(await figure()).toBeGreaterThan(before);
  }
  await accessible(page);
});

test('when the session ends elsewhere, the desk says so and leads to the sign-in', async ({ page }, info) => {
  await page.goto('/sign-in?return=/staff');
  await signInAs(page, 'iryna-savchuk');
  await expect(page).toHaveURL(/\/staff$/);
  const live = page.locator('section[aria-labelledby="open"] [role="status"]');
  if (!hasWasm(info.project.name)) {
    await expect(live).toContainText('Дані на');
    return;
  }
  info.annotations.push({ type: 'provokes', description: '401' });
  await expect(live).toContainText('Наживо');
  const other = await page.context().newPage();
  await other.goto('/staff');
  await other.getByRole('button', { name: 'Вийти' }).click();
  await expect(other).toHaveURL(/\/sign-in/);
  await expect(live).toContainText('Ваш вхід завершився', { timeout: 25_000 });
  await accessible(page);
  // The link leads through the sign-in, back to the desk.
  await page.locator('.turnout__line').getByRole('link', { name: 'Увійти' }).click();
  await expect(page).toHaveURL(/\/sign-in\?return=/);
});
