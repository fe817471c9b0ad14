// Somebody of whom nothing is known sends a document from home; staff refuse it once with a reason, then confirm.
import { accessible, expect, fits, signInAs, test } from '../support/journey';

const pdf = { name: 'vytiah.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7\n%%EOF\n') };

test('a document from home is refused with a reason, sent again, and the residence is confirmed', async ({ page, browser, baseURL, person }) => {
  // Beyond those whom the demonstration has confirmed, and apart from those of other journeys.
  const newcomer = `load-${1_700 + (Number(person.slice('load-'.length)) % 300)}`;
  await page.goto('/sign-in?return=/me');
  await signInAs(page, newcomer);
  await page.getByRole('link', { name: 'Підтвердити місце проживання, надіславши документ' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Підтвердити місце проживання');
  await accessible(page);
  await fits(page);
  // A settlement of this journey's own, by which staff find the request among those of other journeys.
  const places = await page.getByLabel('Де ви живете').locator('option').allInnerTexts();
  const place = places[1 + (Number(person.slice('load-'.length)) % (places.length - 1))]!;
  const send = page.getByRole('button', { name: 'Надіслати', exact: true });
  await page.getByLabel('Де ви живете').selectOption({ label: place });
  await page.getByLabel('Документ').setInputFiles({ name: 'x.pdf', mimeType: 'application/pdf', buffer: Buffer.from('MZ') });
  await send.click();
  await expect(page.getByRole('alert')).toContainText('Це не PDF, не JPEG і не PNG.');
  await expect(page.getByLabel('Де ви живете').locator('option:checked')).toHaveText(place);
  await accessible(page);
  await fits(page);
  await page.getByRole('alert').getByRole('link').first().click();
  await expect(page.getByLabel('Документ')).toBeFocused();
  await page.getByLabel('Документ').setInputFiles(pdf);
  await send.click();
  await expect(page.getByRole('heading', { name: 'Документ на розгляді' })).toBeVisible();
  await accessible(page);
  await fits(page);

  const desk = await browser.newContext({ baseURL });
  const staff = await desk.newPage();
  await staff.goto('/sign-in?return=/staff/people');
  await signInAs(staff, 'taras-melnychuk');
  // On a phone the stylesheet names the column in the cell, which is no part of its text.
  const cell = staff.locator('td', { hasText: new RegExp(`^\\s*${place}\\s*$`) });
  const waiting = staff.locator('section[aria-labelledby=requests] tr').filter({ has: cell }).first();
  await accessible(staff);
  await waiting.getByRole('link').click();
  await expect(staff.getByRole('heading', { name: 'Запит із дому' })).toBeVisible();
  await accessible(staff);
  const [download] = await Promise.all([staff.waitForEvent('download'), staff.getByRole('link', { name: 'Відкрити документ' }).click()]);
  expect(download.suggestedFilename()).toBe('residence.pdf');
  await staff.getByRole('button', { name: 'Відмовити й видалити документ' }).click();
  await expect(staff.getByRole('alert')).toContainText('Напишіть, чого бракує');
  await accessible(staff);
  await staff.getByLabel('Чого бракує').fill('На фото не видно адреси.');
  await staff.getByRole('button', { name: 'Відмовити й видалити документ' }).click();
  await expect(staff.getByRole('status')).toContainText('Відмовлено.');

  await page.goto('/me/residence');
  await expect(page.getByText('На фото не видно адреси.')).toBeVisible();
  await accessible(page);
  await fits(page);
  await page.getByLabel('Документ').setInputFiles(pdf);
  await page.getByLabel('Де ви живете').selectOption({ label: place });
  await send.click();
  await expect(page.getByRole('heading', { name: 'Документ на розгляді' })).toBeVisible();
  await staff.reload();
  await staff.locator('[name="f[evidence]"]').selectOption('register_extract');
  await staff.locator('[name="f[settlement]"]').selectOption({ label: place });
  await staff.getByRole('button', { name: 'Підтвердити проживання' }).click();
  await expect(staff.getByRole('heading', { name: 'Запит із дому' })).toHaveCount(0);
  await page.goto('/me');
  await expect(page.locator('main')).toContainText(`Населений пункт: ${place}.`);

  // They move within the community; what is confirmed stands until staff decide.
  await page.getByRole('link', { name: 'Переїхали? Надішліть документ про нове місце проживання' }).click();
  await expect(page.getByText(`Зараз підтверджено: ${place}`)).toBeVisible();
  await accessible(page);
  await fits(page);
  const others = await page.getByLabel('Де ви живете').locator('option').allInnerTexts();
  expect(others).toEqual(places.filter((one) => one !== place));
  const next = others[1]!;
  await page.getByLabel('Де ви живете').selectOption({ label: next });
  await page.getByLabel('Документ').setInputFiles(pdf);
  await send.click();
  await expect(page.getByRole('heading', { name: 'Документ на розгляді' })).toBeVisible();
  await staff.reload();
  await expect(staff.locator('[name="f[settlement]"] option:checked')).toHaveText(next);
  await staff.locator('[name="f[evidence]"]').selectOption('register_extract');
  await staff.getByRole('button', { name: 'Підтвердити проживання' }).click();
  await expect(staff.getByRole('heading', { name: 'Запит із дому' })).toHaveCount(0);
  await desk.close();
  await page.goto('/me');
  await expect(page.locator('main')).toContainText(`Населений пункт: ${next}.`);
});
