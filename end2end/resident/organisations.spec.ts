// Acting for an organisation: by its key, and by documents that a moderator looks at; choosing for whom one acts; handing it on.
import { accessible, expect, fits, signInAs, signInByKey, test } from '../support/journey';

const pdf = { name: 'protokol.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7\n%%EOF\n') };
const COMMITTEE = 'Виконавчий комітет Коростенської міської ради (вигадані дані)';

test('the key of a known organisation proves a power, acting for it is chosen and visible, and a vote stays one’s own', async ({ page }) => {
  await page.goto('/sign-in?return=/me/organisations');
  await signInByKey(page, 'petro-lysenko');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Мої організації');
  await accessible(page);
  await fits(page);
  // Whoever comes another way today has proved it already, and is not asked again.
  const represent = page.getByRole('button', { name: 'Представляти цю організацію' });
  if (await represent.count()) {
    await expect(page.getByText(`Ви увійшли ключем організації: ${COMMITTEE}.`)).toBeVisible();
    await represent.click();
    await expect(page.getByRole('status')).toContainText('Повноваження підтверджено.');
  }
  await expect(page.getByText('Зараз ви дієте від себе.')).toBeVisible();
  await page.getByRole('button', { name: 'Діяти від імені організації' }).click();
  const bar = page.getByRole('complementary', { name: 'Від чийого імені ви дієте' });
  await expect(bar).toContainText(`Ви дієте від імені організації: ${COMMITTEE}.`);
  await accessible(page);
  await fits(page);
  await page.goto('/');
  await expect(bar).toBeVisible();
  await fits(page);
  const open = await page.locator('main a[href^="/polls/"]').first().getAttribute('href');
  await page.goto(`${open!.match(/^\/polls\/\d+/)![0]}/vote/1`);
  await expect(bar).toContainText('Голосуєте ви від себе');
  await accessible(page);
  await fits(page);
  await bar.getByRole('button', { name: 'Діяти від себе' }).click();
  await expect(page.getByText('Зараз ви дієте від себе.')).toBeVisible();
  await expect(bar).toHaveCount(0);
});

test('a village committee proves its head by documents, is refused once, and hands the power on', async ({ page, browser, baseURL, person }) => {
  const number = Number(person.slice('load-'.length));
  const [head, heir] = [`load-${2_000 + (number % 400)}`, `load-${2_400 + (number % 400)}`];
  const name = `Вуличний комітет № ${number}`;
  await page.goto('/sign-in?return=/me');
  await signInAs(page, head);
  await page.getByRole('link', { name: 'Діяти від імені організації' }).click();
  await expect(page.getByText('Ви поки не представляєте жодної організації.')).toBeVisible();
  await accessible(page);
  await fits(page);
  const send = page.getByRole('button', { name: 'Надіслати', exact: true });
  const file = page.getByLabel('Документ', { exact: true });
  await page.getByLabel('Назва', { exact: true }).fill(name);
  await page.getByLabel('Код ЄДРПОУ').fill('12345679');
  await send.click();
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('Оберіть, що це за організація');
  await expect(alert).toContainText('Це не код ЄДРПОУ');
  await expect(alert).toContainText('Напишіть свою посаду');
  await expect(alert).toContainText('Оберіть файл із документом');
  await expect(page.getByLabel('Назва', { exact: true })).toHaveValue(name);
  await accessible(page);
  await fits(page);
  await alert.getByRole('link').first().click();
  await expect(page.getByLabel('Що це за організація')).toBeFocused();
  const fill = async () => {
    await page.getByLabel('Що це за організація').selectOption('self_organisation');
    await page.getByLabel('Назва', { exact: true }).fill(name);
    await page.getByLabel('Код ЄДРПОУ').fill('');
    await page.getByLabel('Ваша посада в організації').fill('Голова комітету');
    await file.setInputFiles(pdf);
    await send.click();
  };
  await fill();
  await expect(page.getByRole('heading', { name: 'Заявка на розгляді' })).toBeVisible();
  await accessible(page);
  await fits(page);

  const desk = await browser.newContext({ baseURL });
  const staff = await desk.newPage();
  await staff.goto('/sign-in?return=/staff/organisations');
  await signInAs(staff, 'iryna-savchuk');
  const waiting = staff.locator('section[aria-labelledby=claims] tr').filter({ hasText: name });
  await accessible(staff);
  await waiting.getByRole('link').click();
  await expect(staff.getByRole('heading', { level: 1 })).toHaveText('Заявка на підтвердження повноважень');
  await accessible(staff);
  const [download] = await Promise.all([staff.waitForEvent('download'), staff.getByRole('link', { name: 'Відкрити документ' }).click()]);
  expect(download.suggestedFilename()).toBe('organisation.pdf');
  await staff.getByRole('button', { name: 'Відмовити й видалити документ' }).click();
  await expect(staff.getByRole('alert')).toContainText('Напишіть, чого бракує');
  await accessible(staff);
  await staff.getByLabel('Чого бракує').fill('У протоколі немає підпису секретаря.');
  await staff.getByRole('button', { name: 'Відмовити й видалити документ' }).click();
  await expect(staff.getByRole('status')).toContainText('Відмовлено.');

  await page.goto('/me/organisations');
  await expect(page.getByText('У протоколі немає підпису секретаря.')).toBeVisible();
  await accessible(page);
  await fits(page);
  await fill();
  await expect(page.getByRole('heading', { name: 'Заявка на розгляді' })).toBeVisible();
  await staff.goto('/staff/organisations');
  await waiting.getByRole('link').click();
  await staff.getByLabel('Повноваження діють до').fill(new Date(Date.now() + 90 * 86_400_000).toISOString().slice(0, 10));
  await staff.getByRole('button', { name: 'Підтвердити повноваження' }).click();
  await expect(staff.getByRole('status')).toContainText('Повноваження підтверджено.');
  await accessible(staff);
  await desk.close();

  // Handing it on: the link works once, for somebody who signs in.
  await page.goto('/me/organisations');
  await page.getByText('Передати повноваження або поділитися ними').click();
  await page.getByLabel('припиняться, щойно їх прийме інша людина').check();
  await page.getByRole('button', { name: 'Створити посилання' }).click();
  const link = await page.getByLabel('Посилання', { exact: true }).inputValue();
  await accessible(page);
  await fits(page);
  const other = await browser.newContext({ baseURL });
  const theirs = await other.newPage();
  await theirs.goto(link);
  await expect(theirs).toHaveURL(/\/organisation-power$/);
  await expect(theirs.getByText(`Вам передають повноваження діяти від імені організації: ${name}.`)).toBeVisible();
  await accessible(theirs);
  await theirs.locator('main').getByRole('link', { name: 'Увійти' }).click();
  await signInAs(theirs, heir);
  await theirs.getByLabel('Ваша посада в організації').fill('Заступниця голови');
  await theirs.getByRole('button', { name: 'Прийняти повноваження' }).click();
  await expect(theirs.getByRole('status')).toContainText('Повноваження прийнято.');
  await accessible(theirs);
  await theirs.getByRole('link', { name }).click();
  await expect(theirs.getByRole('heading', { level: 1 })).toHaveText(name);
  await expect(theirs.getByText('Організація ще нічого не запитувала.')).toBeVisible();
  await accessible(theirs);
  await other.close();
  await page.reload();
  await expect(page.getByText('Ви поки не представляєте жодної організації.')).toBeVisible();
});

test('everybody finds the organisations and what they have asked', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('contentinfo').getByRole('link', { name: 'Організації' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Організації');
  await accessible(page);
  await fits(page);
  await page.getByRole('link', { name: 'Благодійний фонд «Зелений берег»' }).click();
  await expect(page.getByText('Код ЄДРПОУ 41902647')).toBeVisible();
  await accessible(page);
  await fits(page);
  // What is closed leads to its result; the poll's own page says who asked.
  const result = await page.getByRole('link', { name: /Яким зробити парк над Ужем/ }).first().getAttribute('href');
  await page.goto(result!.replace('/results', ''));
  await expect(page.getByRole('link', { name: 'Благодійний фонд «Зелений берег»' })).toHaveAttribute('href', '/organisations/2');
});
