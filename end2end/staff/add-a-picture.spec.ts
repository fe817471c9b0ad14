// Staff put a picture beside an option: by the keyboard, without losing what was typed, with every problem said beside its field;
// and a resident sees it on the question page.
import { accessible, expect, fits, signInAs, test } from '../support/journey';
import { png } from '../support/picture';
import type { Page } from '@playwright/test';

const field = (page: Page, key: string) => page.locator(`[name="f[${key}]"]`);

const choose = (page: Page, name: string, mimeType: string, buffer: Buffer) =>
  page.locator('#file').setInputFiles({ name, mimeType, buffer });

test('a picture is added, described, published and seen beside its option', async ({ page }, info) => {
  await page.goto('/sign-in?return=/staff/polls/new');
  await signInAs(page, 'iryna-savchuk');
  const title = `Яким бути фонтану? (${info.project.name})`;
  await field(page, 'title_uk').fill(title);
  await page.locator('main form button').first().click();
  await expect(page).toHaveURL(/\/staff\/polls\/\d+\/edit/);
  const editor = page.url().replace(/[#?].*/, '');
  await field(page, 'summary_uk').fill('Обираємо ескіз.');
  await field(page, 'decision_uk').fill('Виконавчий комітет затвердить ескіз.');
  await field(page, 'q1.text_uk').fill('Який ескіз вам ближчий?');
  await field(page, 'q1.o1.label_uk').fill('Круглий');
  await field(page, 'q1.o2.label_uk').fill('Каскад');

  // The way to the picture saves what was typed.
  await page.locator('#q1-o2-picture').click();
  await expect(page).toHaveURL(/\/pictures\/1\/2$/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Зображення до варіанта 2 питання 1');
  await expect(page.locator('main')).toContainText('Каскад');
  await accessible(page);
  await fits(page);

  // What is no picture is said beside the file; the words stay.
  await field(page, 'alt_en').fill('A cascade of water');
  await choose(page, 'фонтан.png', 'image/png', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'));
  await page.getByRole('button', { name: 'Зберегти зображення' }).click();
  await expect(page.locator('.errors')).toContainText('це не PNG, JPEG чи WebP');
  await expect(field(page, 'alt_en')).toHaveValue('A cascade of water');
  await expect(page).toHaveTitle(/^Помилка\./);
  await accessible(page);
  await fits(page);
  await page.locator('.errors a').click();
  await expect(page.locator('#file')).toBeFocused();

  // Without words it is taken, but not published.
  await choose(page, 'фонтан.png', 'image/png', png());
  await page.getByRole('button', { name: 'Зберегти зображення' }).click();
  await expect(page).toHaveURL(/\/edit\?saved#q1-o2$/);
  await expect(page.locator('.opt__thumbnail')).toHaveCount(1);
  await accessible(page);
  await fits(page);
  await page.locator('button[name="act"][value="publish"]').click();
  await expect(page.locator('.errors')).toContainText('опишіть його українською');
  await page.locator('.errors a').click();
  await expect(page.locator('#q1-o2-picture')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('img.option-picture')).toBeVisible();
  await field(page, 'alt_uk').fill('Вода спадає сходинками');
  await page.getByRole('button', { name: 'Зберегти зображення' }).click();

  // It moves with its option.
  await page.locator('button[name="act"][value="up-option:1.2"]').click();
  await expect(page.locator('#q1-o1 .opt__thumbnail')).toHaveAttribute('alt', 'Вода спадає сходинками');

  await page.locator('button[name="act"][value="publish"]').click();
  await expect(page).toHaveURL(/\/staff\/polls\/\d+#publish$/);
  await page.locator('form[action$="/do/staff/publish"] button').last().click();
  await expect(page).toHaveURL(/\?published/);

  const number = /polls\/(\d+)\/edit/.exec(editor)![1];
  await page.goto(`/polls/${number}`);
  await expect(page.getByRole('img', { name: 'Вода спадає сходинками' })).toBeVisible();
  await accessible(page);
  await page.goto(`/polls/${number}/vote/1`);
  const picture = page.getByRole('img', { name: 'Вода спадає сходинками' });
  await expect(picture).toBeVisible();
  await expect(picture).toHaveJSProperty('naturalWidth', 160);
  await accessible(page);
  await fits(page);
  // The picture is part of what can be pressed, and the option keeps its own name.
  const option = page.getByRole('radio', { name: 'Каскад', exact: true });
  await expect(option).toHaveAccessibleDescription('Вода спадає сходинками');
  const box = (await picture.boundingBox())!;
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  await expect(option).toBeChecked();
});
