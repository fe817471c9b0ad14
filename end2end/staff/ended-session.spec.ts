// Staff type a poll, their session ends meanwhile, they press save: nothing is lost. They sign in again and save it.
import { accessible, awake, expect, hasScript, signInAs, test } from '../support/journey';
import type { Page } from '@playwright/test';

const field = (page: Page, key: string) => page.locator(`[name="f[${key}]"]`);

const save = (page: Page) => page.locator('button[name="act"][value="save"]:not(.vh)').first().click();

/// A new poll with this title, in the editor.
async function begin(page: Page, title: string) {
  await page.goto('/sign-in?return=/staff/polls/new');
  await signInAs(page, 'iryna-savchuk');
  await field(page, 'title_uk').fill(title);
  await page.locator('main form button').first().click();
  await expect(page).toHaveURL(/\/staff\/polls\/\d+\/edit/);
}

/// The session is over; the browser's other cookies stay.
const endSession = (page: Page) => page.context().clearCookies({ name: /viche-session$/ });

test('what was typed when the session ended is there after signing in, and is saved', async ({ page }, info) => {
  await begin(page, `Де поставити зупинку? (${info.project.name})`);
  await field(page, 'summary_uk').fill('Автобус поїде новою вулицею.');
  await field(page, 'description_uk').fill('Перший абзац.\n\nДругий абзац.');
  await field(page, 'q1.text_uk').fill('Де вам зручніше?');
  await field(page, 'q1.o1.label_uk').fill('Біля школи');
  await field(page, 'q1.o2.label_uk').fill('Біля ринку');
  await endSession(page);
  await save(page);

  await expect(page).toHaveURL(/\/sign-in\?return=/);
  await expect(page.getByRole('status')).toContainText('Воно не пропало');
  await accessible(page);
  await signInAs(page, 'iryna-savchuk');

  await expect(page).toHaveURL(/\/staff\/polls\/\d+\/edit\?kept/);
  await expect(page.locator('#unsaved')).toContainText('Зміни не збережено');
  await expect(page.locator('#unsaved')).toContainText('доступу вже не було');
  await expect(field(page, 'summary_uk')).toHaveValue('Автобус поїде новою вулицею.');
  await expect(field(page, 'description_uk')).toHaveValue('Перший абзац.\n\nДругий абзац.');
  await expect(field(page, 'q1.o2.label_uk')).toHaveValue('Біля ринку');
  await accessible(page);

  await save(page);
  await expect(page).toHaveURL(/\?saved/);
  await expect(page.locator('#unsaved')).toHaveCount(0);
  await page.reload();
  await expect(field(page, 'q1.text_uk')).toHaveValue('Де вам зручніше?');
});

test('at a shared computer nobody else is shown what was typed', async ({ page }, info) => {
  info.annotations.push({ type: 'provokes', description: '403' });
  await begin(page, `Чия це чернетка? (${info.project.name})`);
  await field(page, 'summary_uk').fill('Цього ніхто інший не побачить.');
  await endSession(page);
  await save(page);
  await expect(page).toHaveURL(/\/sign-in\?return=/);
  await signInAs(page, 'olena-tkachuk');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Сюди немає доступу');
  await expect(page.locator('main')).toContainText('цього ще не збережено');
  await expect(page.locator('main')).not.toContainText('Цього ніхто інший не побачить.');
  await accessible(page);
});

test('without anything that says whose text it is, the page says how to send it again', async ({ page }, info) => {
  info.annotations.push({ type: 'provokes', description: '401' });
  await begin(page, `Чий це браузер? (${info.project.name})`);
  await field(page, 'summary_uk').fill('Надіслано вдруге.');
  await page.context().clearCookies();
  if (hasScript(info.project.name)) await awake(page, info.project.name);
  await save(page);
  if (hasScript(info.project.name)) {
    await expect(page.locator('form.split p.status')).toContainText('Увійдіть в\u00a0іншій вкладці');
    await expect(field(page, 'summary_uk')).toHaveValue('Надіслано вдруге.');
  } else {
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Спершу потрібно увійти');
    await expect(page.locator('main')).toContainText('Нічого не збережено');
    await expect(page.getByRole('link', { name: 'Увійти в\u00a0новій вкладці' })).toHaveAttribute('href', /\/staff\/polls\/\d+\/edit/);
  }
  await accessible(page);
  const other = await page.context().newPage();
  await other.goto('/sign-in?return=/staff');
  await signInAs(other, 'iryna-savchuk');
  await expect(other).toHaveURL(/\/staff$/);
  await (hasScript(info.project.name) ? save(page) : page.reload());
  await expect(page).toHaveURL(/\?saved/);
  await expect(field(page, 'summary_uk')).toHaveValue('Надіслано вдруге.');
});
