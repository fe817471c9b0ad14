// An administrator signs in for the first time: the desk asks for a second step. They set it up with an app, keep the recovery codes,
// and come back another day with a code; then without the phone, by a recovery code, in a browser without JavaScript.
import { accessible, expect, fits, signInAs, test } from '../support/journey';
import { createHmac } from 'node:crypto';
import type { Page } from '@playwright/test';

/// The code that an authenticator app would show (RFC 6238), `later` steps of 30 seconds from now.
function code(secret: string, later = 0): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...secret.replace(/\s/g, '')].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + later));
  const hash = createHmac('sha1', key).update(counter).digest();
  const at = hash[hash.length - 1] & 15;
  return String((hash.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

async function type(page: Page, typed: string) {
  await page.getByLabel('Код', { exact: true }).fill(typed);
  await page.getByRole('button', { name: 'Далі' }).click();
}

test('an administrator sets up the second step, comes back with a code, and once without the phone', async ({ page, browser, baseURL }) => {
  await page.goto('/sign-in?return=/staff/team');
  await signInAs(page, 'taras-melnychuk');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Додайте другий крок входу');
  await expect(page.getByRole('img', { name: 'QR-код для застосунку' })).toBeVisible();
  await accessible(page);
  await fits(page);
  const secret = await page.locator('#secret').innerText();
  // The same for the app of this very phone.
  const here = await page.getByRole('link', { name: 'Відкрити в застосунку на цьому пристрої' }).getAttribute('href');
  expect(here).toContain(`secret=${secret.replace(/\s/g, '')}`);
  expect(here).toMatch(/^otpauth:\/\/totp\//);

  await type(page, '000000');
  await expect(page).toHaveTitle(/^Помилка/);
  await expect(page.locator('#code-error')).toContainText('Код не підходить');
  expect(await page.locator('#secret').innerText()).toBe(secret);
  await accessible(page);
  await fits(page);
  await type(page, code(secret));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Збережіть резервні коди');
  const codes = await page.locator('.codes code').allInnerTexts();
  expect(codes).toHaveLength(10);
  await accessible(page);
  await fits(page);
  await page.getByRole('button', { name: 'Коди збережено, далі' }).click();
  await expect(page).toHaveURL(/\/staff\/team$/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Команда');
  await page.goBack();
  await expect(page.locator('main')).not.toContainText(codes[0]);

  // Another day: the app's next code.
  await page.context().clearCookies();
  await page.goto('/staff');
  await signInAs(page, 'taras-melnychuk');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Другий крок входу');
  await accessible(page);
  await fits(page);
  await type(page, code(secret, 1));
  await expect(page).toHaveURL(/\/staff$/);

  // The phone is at home.
  const plain = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 360, height: 740 }, baseURL });
  const other = await plain.newPage();
  await other.goto('/sign-in?return=/staff');
  await signInAs(other, 'taras-melnychuk');
  await type(other, codes[2].toLowerCase());
  await expect(other).toHaveURL(/\/staff$/);
  await other.goto('/second-factor');
  await expect(other.locator('main')).toContainText('Лишилося 9 резервних кодів');
  await fits(other);
  // A code is good once.
  await plain.clearCookies();
  await other.goto('/sign-in?return=/staff');
  await signInAs(other, 'taras-melnychuk');
  await type(other, codes[2]);
  await expect(other.locator('#code-error')).toContainText('Код не підходить');
  await plain.close();
});
