// An administrator sets up the community: a colour that cannot be read is refused with one that can, what was typed stays, the new
// name, colours and coat of arms stand on every page in both themes, and all of it works without JavaScript. On Ovruch's own
// pages, because everybody sees the change.
import { accessible, accessibleThere, expect, fits, signInAs, test } from '../support/journey';
import { png } from '../support/picture';
import type { Page } from '@playwright/test';

const field = (page: Page, key: string) => page.locator(`[name="f[${key}]"]`);
const colour = (page: Page, selector: string, property: string) =>
  page.locator(selector).first().evaluate((element, name) => getComputedStyle(element).getPropertyValue(name), property);

test('a community gets its name, colours and coat of arms', async ({ page, browser, baseURL }) => {
  // A button takes a moment to change its colour with the theme; who measures contrast meanwhile measures neither.
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const ovruch = `http://ovruch.localhost:${new URL(baseURL ?? '').port}`;
  await page.goto(`${ovruch}/sign-in?return=/staff`);
  await signInAs(page, 'stepan-kotenko');
  await page.getByRole('link', { name: 'Налаштування' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Налаштування громади');
  await accessible(page);
  await fits(page);

  await field(page, 'name_uk').fill('Овруцька міська громада');
  await field(page, 'action').fill('#2E9E5B');
  await field(page, 'hosts').fill('https://golos.ovruch.example');
  await page.getByRole('button', { name: 'Зберегти налаштування' }).click();
  await expect(page).toHaveTitle(/^Помилка\./);
  await expect(page.locator('.errors li')).toHaveCount(2);
  await expect(page.locator('#action-error')).toContainText(/контраст \d,\d\s:\s1/);
  await expect(field(page, 'name_uk')).toHaveValue('Овруцька міська громада');
  await expect(field(page, 'hosts')).toHaveValue('https://golos.ovruch.example');
  await accessible(page);
  await fits(page);
  await page.locator('.errors a').first().click();
  await expect(field(page, 'action')).toBeFocused();

  // The colour that the error names will do.
  const nearest = /Найближчий придатний колір (#[0-9a-f]{6})/.exec((await page.locator('#action-error').textContent()) ?? '')?.[1];
  await field(page, 'action').fill(nearest ?? '');
  await field(page, 'hosts').fill('golos.ovruch.example');
  await field(page, 'action').press('Enter');
  await expect(page.getByRole('status').first()).toContainText('Налаштування збережено');
  await expect(page.locator('.brand__town')).toHaveText('Овруцька міська громада');
  const digits = [1, 3, 5].map((at) => parseInt((nearest ?? '').slice(at, at + 2), 16));
  expect(await colour(page, 'button.btn:not(.btn--2):not(.vh)', 'background-color')).toBe(`rgb(${digits.join(', ')})`);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await accessible(page);
  }
  await page.emulateMedia({ colorScheme: 'dark', forcedColors: 'active', reducedMotion: 'reduce' });
  await accessible(page);
  await page.emulateMedia({ colorScheme: 'light', forcedColors: 'none', reducedMotion: 'reduce' });

  // The coat of arms, without JavaScript.
  const plain = await browser.newContext({ javaScriptEnabled: false, storageState: await page.context().storageState(), viewport: { width: 360, height: 740 } });
  const phone = await plain.newPage();
  await phone.goto(`${ovruch}/staff/settings`);
  await phone.locator('#file').setInputFiles({ name: 'герб.png', mimeType: 'image/png', buffer: Buffer.from('GIF89a') });
  await phone.getByRole('button', { name: 'Зберегти логотип' }).click();
  await expect(phone.locator('#file-error')).toContainText('це не PNG, JPEG чи WebP');
  await accessibleThere(page, phone);
  await phone.locator('#file').setInputFiles({ name: 'герб.png', mimeType: 'image/png', buffer: png() });
  await phone.getByRole('button', { name: 'Зберегти логотип' }).click();
  await expect(phone.getByRole('status').first()).toContainText('Логотип збережено');
  await expect(phone.locator('.brand__logo')).toBeVisible();
  await phone.goto(`${ovruch}/staff/journal`);
  for (const act of ['Змінено логотип громади', 'Змінено дані громади', 'Додано адресу громади']) {
    await expect(phone.locator('main')).toContainText(act);
  }
  await plain.close();

  // A resident sees it on the next page, in both themes and languages; the card on the town's site too.
  const anybody = await browser.newContext({ viewport: { width: 360, height: 740 } });
  const resident = await anybody.newPage();
  for (const path of ['/', '/en', '/polls', '/embed/polls']) {
    await resident.goto(`${ovruch}${path}`);
    expect(await resident.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--brand-action'))).toBe(nearest);
    for (const colorScheme of ['light', 'dark'] as const) {
      await resident.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await accessible(resident);
      await fits(resident);
    }
  }
  await anybody.close();
});
