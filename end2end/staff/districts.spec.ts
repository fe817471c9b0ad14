// An administrator draws a starosta district on a phone without JavaScript, writes a poll for it, and whoever lives elsewhere reads
// why it is not for them and what would change it, with their draft kept.
import { accessible, accessibleThere, answerAll, expect, fits, signInAs, test } from '../support/journey';
import { field, pollForDistrict } from '../support/editor';

test('a district is drawn, asked, and tells the others why they are not', async ({ page, browser, baseURL }, info) => {
  await page.goto('/sign-in?return=/staff/settings');
  await signInAs(page, 'taras-melnychuk');
  await page.getByRole('link', { name: 'Переглянути й змінити округи' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Старостинські округи');
  await accessible(page);
  await fits(page);

  const state = await page.context().storageState();
  const plain = await browser.newContext({ javaScriptEnabled: false, storageState: state, viewport: { width: 360, height: 740 }, baseURL });
  const phone = await plain.newPage();
  const name = `Ушомирський ${info.project.name}`;
  await phone.goto('/staff/districts');
  await phone.getByRole('button', { name: 'Зберегти округ' }).click();
  await expect(phone).toHaveTitle(/^Помилка/);
  await expect(phone.locator('.errors li')).toHaveCount(2);
  await expect(phone.locator('#settlements-error')).toContainText('позначте хоча б один');
  await fits(phone);
  await accessibleThere(page, phone);
  await field(phone, 'name_uk').fill(name);
  const settlements = phone.locator('#settlements input');
  // Beside other runs of this journey: whatever is still free, and not the city.
  const village = settlements.nth((await settlements.count()) - 1);
  const code = (await village.getAttribute('name'))!;
  await village.check();
  await phone.getByRole('button', { name: 'Зберегти округ' }).click();
  await expect(phone.getByRole('status')).toContainText('Округ збережено.');
  await expect(phone.locator('.summary')).toContainText(name);
  await expect(phone.locator(`[name="${code}"]`)).toHaveCount(0);
  await fits(phone);
  await phone.getByRole('link', { name: new RegExp(`Змінити.*${name}`) }).click();
  await expect(phone.locator(`[name="${code}"]`)).toBeChecked();
  const district = new URL(phone.url()).pathname;
  await plain.close();
  await page.goto(district);
  await accessible(page);
  await fits(page);

  await page.goto('/staff/polls/new');
  const title = `Чи потрібен автобус до станції? (${info.project.name})`;
  const number = await pollForDistrict(page, title, name, () => accessible(page));

  for (const javaScriptEnabled of [true, false]) {
    const townsman = await browser.newContext({ baseURL, javaScriptEnabled, viewport: { width: 360, height: 740 } });
    const theirs = await townsman.newPage();
    const check = async () => {
      if (javaScriptEnabled) await accessible(theirs);
      await fits(theirs);
    };
    await theirs.goto(`/polls/${number}`);
    await expect(theirs.locator('main')).toContainText(`старостинський округ: ${name}`);
    await check();
    await theirs.getByRole('link', { name: /^Відповісти/ }).click();
    await answerAll(theirs);
    await signInAs(theirs, 'olena-tkachuk');
    await expect(theirs.locator('.panel--bad')).toContainText('Тут питають жителів інших старостинських округів');
    await expect(theirs.locator('.panel--bad')).toContainText('уточніть адресу в ЦНАПі або у старости');
    await expect(theirs.getByText('Ваша чернетка ціла')).toBeVisible();
    await expect(theirs.getByRole('button', { name: 'Подати відповіді' })).toHaveCount(0);
    await check();
    await townsman.close();
  }

  // Drawn anew or removed, the poll keeps what it asked.
  await page.goto(district);
  await page.getByRole('button', { name: 'Вилучити округ' }).click();
  await expect(page.getByRole('status')).toContainText('Округ вилучено.');
  await page.goto(`/polls/${number}`);
  await expect(page.locator('main')).toContainText(`старостинський округ: ${name}`);
});
