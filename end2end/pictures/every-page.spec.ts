// Pictures of every page for people to look at: 360 px and desktop, light and dark, Ukrainian and English. Run by
// `make screens`; it checks nothing but that each page can be reached.
import { field, pollForDistrict, save } from '../support/editor';
import { answerAll, answerOne, attachScan, expect, linkIn, onward, signInAs, signInByKey, test, withAuthenticator } from '../support/journey';
import { asKnownThere, signInThere } from '../support/second-provider';
import { misto } from '../support/websites';
import type { Locator, Page } from '@playwright/test';

const widths = { phone: 360, desktop: 1280 } as const;

async function picture(page: Page, name: string) {
  const language = /^\/en(\/|$)/.test(new URL(page.url()).pathname) ? 'en' : 'uk';
  for (const [device, width] of Object.entries(widths)) {
    await page.setViewportSize({ width, height: 800 });
    for (const scheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: scheme });
      // Nobody scrolls here, and what is loaded when it comes into view would be missing.
      await page.evaluate(() => Promise.all([...document.images].map((image) => {
        image.loading = 'eager';
        return image.decode().catch(() => undefined);
      })));
      // A card tells its height once its frame has the new width, and frames out of sight are not painted.
      if (page.frames().length > 1) await inSight(page, width);
      await page.screenshot({ path: `screens/${name}-${language}-${device}-${scheme}.png`, fullPage: true, animations: 'disabled' });
    }
  }
}

/// A window as tall as the page, with every frame as wide as its place.
async function inSight(page: Page, width: number) {
  for (const _ of [1, 2]) {
    await page.waitForTimeout(500);
    const height = await page.evaluate(() => document.documentElement.scrollHeight);
    await page.setViewportSize({ width, height });
  }
  for (const frame of page.frames().slice(1)) {
    // Without its border, which the preview's frame has.
    const place = await (await frame.frameElement()).evaluate((element) => (element as HTMLElement).clientWidth);
    await expect.poll(() => frame.evaluate(() => innerWidth)).toBe(place);
  }
  await page.waitForTimeout(500);
}

/// Waits until the island works: without it no page says what it saves.
const awake = (page: Page) => page.locator('html[data-viche=ready]').waitFor();

/// The instance on which staff need a second step and residents have a second provider.
const strictOrigin = (baseURL?: string) => `http://localhost:${Number(new URL(baseURL!).port) + 40}`;

/// Presses what leads to another page, and waits until that is there.
async function press(page: Page, what: Locator) {
  const loaded = page.waitForEvent('load');
  await what.click();
  await loaded;
}

for (const prefix of ['', '/en']) {
  test(`public pages ${prefix || '/uk'}`, async ({ page }, info) => {
    info.annotations.push({ type: 'provokes', description: '404' });
    for (const [name, path] of [
      ['home', '/'], ['list', '/polls'], ['results-list', '/results'], ['poll-open', '/polls/3'], ['poll-scheduled', '/polls/6'],
      ['card-open', '/embed/polls/8'], ['card-list', '/embed/polls'], ['card-results', '/embed/polls/2'], ['card-sealed', '/embed/polls/3/results'],
      ['poll-closed', '/polls/1'], ['results', '/polls/1/results'], ['results-sealed', '/polls/3/results'], ['question', '/polls/3/vote/1'],
      ['question-scale', '/polls/9/vote/1'], ['question-own-words', '/polls/9/vote/4'], ['poll-own-words', '/polls/9'],
      ['question-pictures', '/polls/8/vote/1'], ['poll-pictures', '/polls/8'],
      ['list-filtered', '/polls?state=open&q=лікар'], ['list-none', '/polls?q=такого-немає'],
      ['sign-in', '/sign-in'], ['not-found', '/nothing-here'],
    ] as const) {
      await page.goto(prefix + path);
      await picture(page, name);
    }
    await page.emulateMedia({ media: 'print' });
    await page.goto(`${prefix}/polls/1/results`);
    await picture(page, 'results-printed');
    await page.emulateMedia({ media: 'screen' });
    await page.goto(`http://platform.localhost:${new URL(page.url()).port}${prefix || '/'}`);
    await picture(page, 'platform');
  });

  test(`the flow ${prefix || '/uk'}`, async ({ page, person }) => {
    const at = async (name: string, path: string) => {
      await page.goto(prefix + path);
      await picture(page, name);
    };
    await page.goto(`${prefix}/polls/3/vote/1`);
    await page.getByRole('button', onward).click();
    await picture(page, 'question-error');
    await page.goto(`${prefix}/polls/9/vote/2`);
    await page.getByText(/^(Інше|Other)$/).click();
    await page.getByRole('button', onward).click();
    await picture(page, 'question-other-error');
    await page.goto(`${prefix}/polls/3/vote/1`);
    await answerOne(page);
    await at('check', '/polls/3/vote/check');
    // The first question has its answer: to press the same boxes again would take it back.
    await page.goto(`${prefix}/polls/3/vote/2`);
    await answerAll(page);
    await picture(page, 'sign-in-to-submit');
    await at('home-draft', '');
    await at('me-visitor', '/me');
    await at('poll-draft', '/polls/3');
    await page.goto(`${prefix}/polls/3/vote/check`);
    await signInAs(page, person);
    await picture(page, 'check-signed-in');
    await page.getByRole('button', { name: /^(Подати відповіді|Submit your answers)$/ }).click();
    await page.waitForURL(/\/done$/);
    await picture(page, 'done');
    await page.emulateMedia({ media: 'print' });
    await picture(page, 'done-printed');
    await page.emulateMedia({ media: 'screen' });
    await at('done-again', '/polls/3/vote');
    await at('me', '/me');
    await at('home-signed-in', '');
    await at('poll-answered', '/polls/3');
    // From another browser, with other answers.
    await page.context().clearCookies();
    await page.goto(`${prefix}/polls/3/vote/1`);
    await answerAll(page);
    await signInAs(page, person);
    await page.waitForURL(/again=new$/);
    await picture(page, 'done-refused');
  });

  test(`what waits for the network and for the server ${prefix || '/uk'}`, async ({ page, context, person }, info) => {
    info.annotations.push({ type: 'provokes', description: 'ERR_INTERNET_DISCONNECTED|Failed to load resource' });
    const mark = (no: number) => page.locator('.tile label').nth(no).click();
    const saving = (state: string) => page.locator(`[data-saving=${state}]`).filter({ hasText: /./ }).waitFor();
    await page.goto(`${prefix}/polls/3/vote/1`);
    await awake(page);
    await mark(0);
    await saving('Saved');
    await picture(page, 'question-saved');
    await context.setOffline(true);
    await mark(1);
    await saving('Offline');
    await picture(page, 'question-not-saved');
    await page.getByRole('button', onward).click();
    await saving('Held');
    await picture(page, 'question-waiting');
    await context.setOffline(false);
    await page.waitForURL(/\/vote\/2$/);
    await awake(page);
    for (const failure of ['Busy', 'Unavailable']) {
      await page.route('**/do/answer', (route) => route.fulfill({ status: 503, contentType: 'application/json', body: JSON.stringify(failure) }));
      await mark(failure === 'Busy' ? 0 : 1);
      await saving(failure);
      await picture(page, `question-${failure.toLowerCase()}`);
      await page.unroute('**/do/answer');
    }
    await answerAll(page);
    await signInAs(page, person);
    await page.waitForURL(/\/vote\/check$/);
    await awake(page);
    await context.setOffline(true);
    await page.getByRole('button', { name: /^(Подати відповіді|Submit your answers)$/ }).click();
    await page.locator('[data-sending=Waiting]').waitFor();
    await picture(page, 'check-waiting');
    await context.setOffline(false);
    await page.waitForURL(/\/done$/);
  });

  // Of the error pages that the server's own troubles bring, 500 and 503, no healthy instance shows any.
  test(`whoever sends too much ${prefix || '/uk'}`, async ({ page, person }, info) => {
    info.annotations.push({ type: 'provokes', description: 'Failed to load resource' });
    await page.goto(`${prefix}/sign-in?return=${prefix}/polls/3/vote/1`);
    await signInAs(page, person);
    await page.waitForURL(/\/vote\/1$/);
    await page.evaluate(async () => {
      // Sixty at once are let through, and four a second: the form goes in the midst of the others.
      const sent = Array.from({ length: 300 }, () => fetch('/do/nothing', { method: 'POST' }));
      await Promise.any(sent.map(async (answer) => { if ((await answer).status !== 429) throw new Error('let through'); }));
      // As without a script: the page itself would say it beside the question.
      HTMLFormElement.prototype.submit.call(document.querySelector('main form'));
    });
    await page.getByText('429').waitFor();
    await picture(page, 'too-many-requests');
  });

  test(`by mail ${prefix || '/uk'}`, async ({ page, browser, baseURL, person }) => {
    const mine = `olena${prefix.replace('/', '-')}@ukr.example`;
    const field = page.locator('[name=address]');
    await page.goto(`${prefix}/sign-in?return=${prefix}/me`);
    await field.fill('olena');
    await field.press('Enter');
    await picture(page, 'sign-in-email-error');
    await field.fill(mine);
    await field.press('Enter');
    await picture(page, 'email-sent');
    const link = await linkIn(page, mine);
    const context = await browser.newContext({ baseURL });
    const theirs = await context.newPage();
    await theirs.goto(link);
    await picture(theirs, 'email-elsewhere');
    await context.close();
    await page.goto(link);
    await picture(page, 'email-link');
    await page.locator('main form button').click();
    await picture(page, 'me-by-mail');
    await page.goto(`${prefix}/polls/3`);
    await picture(page, 'poll-by-mail');
    await page.goto(link);
    await picture(page, 'email-stale');
    await page.goto(`${prefix}/sign-in?return=${prefix}/me`);
    await signInAs(page, person);
    await field.fill('olena@');
    await field.press('Enter');
    await picture(page, 'me-email-error');
    await field.fill(`own-${mine}`);
    await field.press('Enter');
    await picture(page, 'me-email-sent');
    await page.goto(await linkIn(page, `own-${mine}`));
    await picture(page, 'email-claim');
    await page.locator('main form button').click();
    await picture(page, 'me-email');
  });

  test(`two providers ${prefix || '/uk'}`, async ({ page, baseURL }) => {
    await page.goto(`${strictOrigin(baseURL)}${prefix}/polls/3/vote/1`);
    await answerAll(page);
    await picture(page, 'sign-in-two-providers');
    await signInThere(page, { deny: true });
    await page.waitForURL(/error=denied/);
    await picture(page, 'sign-in-two-providers-denied');
    await signInThere(page, asKnownThere('oksana-shevchuk'));
    await page.waitForURL(/vote\/check/);
    await picture(page, 'check-by-second-provider');
  });

  test(`passkeys ${prefix || '/uk'}`, async ({ page, person }) => {
    const device = await withAuthenticator(page);
    await page.goto(`${prefix}/sign-in?return=${prefix}/me`);
    await picture(page, 'sign-in-passkey');
    await signInAs(page, person);
    await picture(page, 'me-no-passkeys');
    const add = page.locator('form[data-passkey=add]');
    await device.isVerified(false);
    await add.locator('button').click();
    await add.getByRole('alert').waitFor();
    await picture(page, 'me-passkey-cancelled');
    await device.isVerified(true);
    await page.locator('#passkey-label').fill(prefix ? 'My phone' : 'Мій телефон');
    await add.locator('button').click();
    await page.waitForURL(/passkey=added/);
    await picture(page, 'me-passkey-added');
    await page.context().clearCookies();
    await page.goto(`${prefix}/sign-in?return=${prefix}/me`);
    await page.locator('form[data-passkey=sign-in] button').click();
    // The address of the page one stands on ends like this, too.
    await page.waitForURL((url) => url.pathname === `${prefix}/me`);
    await picture(page, 'me-by-passkey');
    for (const error of ['passkey', 'passkey_old']) {
      await page.goto(`${prefix}/sign-in?return=${prefix}/me&error=${error}`);
      await picture(page, `sign-in-${error}`);
    }
  });

  test(`where one lives ${prefix || '/uk'}`, async ({ page, browser, baseURL, person }) => {
    // Beyond those whom the demonstration has confirmed, and one for each language.
    const newcomer = `load-${(prefix ? 1_500 : 1_400) + (Number(person.slice('load-'.length)) % 100)}`;
    await page.goto(`${prefix}/sign-in?return=${prefix}/me`);
    await signInAs(page, newcomer);
    await picture(page, 'me-no-residence');
    const save = page.locator('form[action$="declare-residence"] button');
    await save.click();
    await picture(page, 'me-residence-error');
    await page.locator('#settlement').selectOption({ label: 'Хотинівка' });
    await save.click();
    await picture(page, 'me-residence-saved');
    await page.goto(`${prefix}/polls/3`);
    await picture(page, 'poll-declared');
    await page.goto(`${prefix}/me/residence`);
    await picture(page, 'residence-request');
    const send = page.locator('form[action$="send-residence-document"] button');
    await page.locator('#settlement').selectOption('');
    await send.click();
    await picture(page, 'residence-request-errors');
    await page.locator('#settlement').selectOption({ label: 'Хотинівка' });
    const buffer = Buffer.from('%PDF-1.7\n%%EOF\n');
    await page.locator('#file').setInputFiles({ name: 'a.pdf', mimeType: 'application/pdf', buffer });
    await send.click();
    await picture(page, 'residence-request-waiting');
    const desk = await browser.newContext({ baseURL });
    const staff = await desk.newPage();
    await staff.goto(`${prefix}/sign-in?return=${prefix}/staff/people`);
    await signInAs(staff, 'taras-melnychuk');
    await picture(staff, 'desk-people-requests');
    await staff.locator('section[aria-labelledby=requests] a').last().click();
    await staff.locator('form[action$="refuse-residence"] button').click();
    await picture(staff, 'desk-person-request');
    await staff.locator('[name="f[reason]"]').fill('На фото не видно адреси. Сфотографуйте, будь ласка, сторінку зі штампом.');
    await staff.locator('form[action$="refuse-residence"] button').click();
    await desk.close();
    await page.goto(`${prefix}/me/residence`);
    await picture(page, 'residence-request-refused');
    // Whoever is confirmed, and has moved.
    await page.context().clearCookies();
    await page.goto(`${prefix}/sign-in?return=${prefix}/me/residence`);
    await signInAs(page, 'olena-tkachuk');
    await picture(page, 'residence-request-moved');
  });

  test(`organisations ${prefix || '/uk'}`, async ({ page, browser, baseURL, person }) => {
    const number = Number(person.slice('load-'.length)) % 100;
    await page.goto(`${prefix}/organisations`);
    await picture(page, 'organisations');
    await page.goto(`${prefix}/organisations/2`);
    await picture(page, 'organisation');
    await page.goto(`${prefix}/sign-in?return=${prefix}/me/organisations`);
    await signInByKey(page, 'petro-lysenko');
    await picture(page, 'my-organisations-key');
    // Pictures in the other language find it proved.
    const prove = page.locator('form[action$="prove-power-by-key"] button');
    if (await prove.count()) await press(page, prove);
    await page.locator('form[action$="act-for"] button').first().click();
    await page.waitForURL(/acting/);
    await picture(page, 'my-organisations-acting');
    await page.goto(`${prefix}/polls/3/vote/1`);
    await picture(page, 'question-acting');
    await page.context().clearCookies();
    await page.goto(`${prefix}/sign-in?return=${prefix}/me/organisations`);
    await signInAs(page, `load-${(prefix ? 2_900 : 2_800) + number}`);
    await page.locator('form[action$="send-organisation-document"] button').click();
    await page.waitForURL(/problem/);
    await picture(page, 'my-organisations-errors');
    await page.locator('#kind').selectOption('self_organisation');
    await page.locator('#name').fill('Вуличний комітет «Залізнична»');
    await page.locator('#position').fill('Голова комітету');
    const buffer = Buffer.from('%PDF-1.7\n%%EOF\n');
    await page.locator('#file').setInputFiles({ name: 'a.pdf', mimeType: 'application/pdf', buffer });
    await page.locator('form[action$="send-organisation-document"] button').click();
    await picture(page, 'my-organisations-waiting');
    const desk = await browser.newContext({ baseURL });
    const staff = await desk.newPage();
    await staff.goto(`${prefix}/sign-in?return=${prefix}/staff/organisations`);
    await signInAs(staff, 'iryna-savchuk');
    await picture(staff, 'desk-organisations');
    await staff.locator('section[aria-labelledby=claims] a').last().click();
    await picture(staff, 'desk-claim');
    await staff.locator('form[action$="confirm-power"] button').click();
    await picture(staff, 'desk-claim-errors');
    await staff.locator('[name="f[until]"]').fill('2027-06-30');
    await staff.locator('form[action$="confirm-power"] button').click();
    await staff.waitForURL(/confirmed/);
    await staff.goto(`${prefix}/staff/organisations/1`);
    await picture(staff, 'desk-organisation');
    await desk.close();
    await page.goto(`${prefix}/me/organisations`);
    await page.locator('details summary').first().click();
    await picture(page, 'my-organisations-documents');
    await page.locator('form[action$="hand-power-on"] button').click();
    await page.waitForURL(/made/);
    const link = await page.locator('#link').inputValue();
    await picture(page, 'my-organisations-link');
    await page.context().clearCookies();
    await page.goto(link);
    await picture(page, 'organisation-offer');
  });

  test(`the notice on personal data ${prefix || '/uk'}`, async ({ page }) => {
    await page.goto(`${prefix}/privacy`);
    await picture(page, 'privacy');
  });

  test(`one’s own data ${prefix || '/uk'}`, async ({ page, person }) => {
    await page.goto(`${prefix}/sign-in?return=${prefix}/staff/people`);
    await signInAs(page, 'taras-melnychuk');
    await page.locator('[name="f[number]"]').fill('2490803731');
    await page.locator('[name="f[number]"]').press('Enter');
    await page.waitForURL(/people\/[0-9a-f]/);
    await page.context().clearCookies();
    await page.goto(`${prefix}/sign-in?return=${prefix}/me/data`);
    await signInAs(page, 'mykola-demchuk');
    await picture(page, 'my-data-seen');
    await page.context().clearCookies();
    await page.goto(`${prefix}/sign-in?return=${prefix}/me/data`);
    await signInAs(page, person);
    await picture(page, 'my-data');
    await page.locator('form[action$="erase-me"] button').click();
    await picture(page, 'my-data-unconfirmed');
    await page.locator('#confirm').check();
    await page.locator('form[action$="erase-me"] button').click();
    await picture(page, 'my-data-erased');
  });

  test(`whoever may not ${prefix || '/uk'}`, async ({ page }, info) => {
    info.annotations.push({ type: 'provokes', description: '403' });
    await page.goto(`${prefix}/polls/3/vote/1`);
    await answerAll(page);
    await signInAs(page, 'artem-bilous');
    await picture(page, 'check-barred');
    // Each for another reason.
    for (const [name, person, poll] of [
      ['check-barred-no-resident', 'dmytro-chernenko', 3], ['check-barred-unconfirmed', 'oleh-skrypka', 3],
      ['check-barred-expired', 'nadiia-reznichenko', 3], ['check-barred-settlement', 'olena-tkachuk', 5],
    ] as const) {
      await page.context().clearCookies();
      await page.goto(`${prefix}/polls/${poll}/vote/1`);
      await answerAll(page);
      await signInAs(page, person);
      await picture(page, name);
    }
    await page.context().clearCookies();
    await page.goto(`${prefix}/sign-in?return=${prefix}/polls/3`);
    await signInAs(page, 'artem-bilous');
    for (const [name, path] of [['poll-barred', '/polls/3'], ['list-barred', '/polls'], ['forbidden', '/staff']] as const) {
      await page.goto(prefix + path);
      await picture(page, name);
    }
  });

  test(`a poll for a district ${prefix || '/uk'}`, async ({ page }) => {
    await page.goto(`${prefix}/sign-in?return=${prefix}/staff/districts`);
    await signInAs(page, 'taras-melnychuk');
    const name = prefix ? 'Ушомирський' : 'Бехівський';
    await field(page, 'name_uk').fill(name);
    await page.locator('#settlements input').last().check();
    await press(page, page.getByRole('button', { name: /^(Зберегти округ|Save the district)$/ }));
    await page.goto(`${prefix}/staff/polls/new`);
    const number = await pollForDistrict(page, 'Чи потрібен автобус до станції?', name);
    await page.context().clearCookies();
    await page.goto(`${prefix}/polls/${number}`);
    await picture(page, 'poll-for-district');
    await page.goto(`${prefix}/polls/${number}/vote/1`);
    await answerAll(page);
    await signInAs(page, 'olena-tkachuk');
    await picture(page, 'check-barred-district');
  });

  test(`a poll that is written, corrected and closed early ${prefix || '/uk'}`, async ({ page, context, browser, baseURL }, info) => {
    info.annotations.push({ type: 'provokes', description: 'ERR_INTERNET_DISCONNECTED|Failed to load resource' });
    await page.goto(`${prefix}/sign-in?return=${prefix}/staff/polls/new`);
    await signInAs(page, 'iryna-savchuk');
    await press(page, page.locator('main form button').first());
    await picture(page, 'desk-new-errors');
    await field(page, 'title_uk').fill('Чи потрібен новий ліхтар?');
    await press(page, page.locator('main form button').first());
    await page.waitForURL(/\/staff\/polls\/\d+\/edit/);
    await awake(page);
    const publish = page.locator('button[name="act"][value="publish"]');
    await press(page, publish);
    await picture(page, 'desk-editor-errors');
    await awake(page);
    await field(page, 'summary_uk').fill('Питаємо про ліхтар біля школи.');
    await field(page, 'description_uk').fill('Вулиця має 200 м.');
    await field(page, 'decision_uk').fill('Виконком вирішить, чи ставити ліхтар.');
    await field(page, 'q1.text_uk').fill('Чи потрібен ліхтар?');
    await field(page, 'q1.o1.label_uk').fill('Так');
    await field(page, 'q1.o2.label_uk').fill('Ні');
    await context.setOffline(true);
    await save(page);
    await page.locator('form.split p.status.is-bad').waitFor();
    await picture(page, 'desk-editor-waiting');
    const sent = page.waitForEvent('load');
    await context.setOffline(false);
    await sent;
    await picture(page, 'desk-editor-saved');
    await press(page, publish);
    await picture(page, 'desk-poll-publish');
    await press(page, page.locator('form[action$="/do/staff/publish"] button').last());
    await picture(page, 'desk-poll-published');
    const number = /polls\/(\d+)/.exec(page.url())![1];

    await page.locator('section[aria-labelledby="correction"] summary').click();
    await page.locator('#description_uk').fill('Вулиця має 300 м.');
    const correct = page.locator('form[action$="/do/staff/correct-description"] button').last();
    await press(page, correct);
    await picture(page, 'desk-correction-errors');
    await page.locator('#reason_uk').fill('У першому описі була помилка.');
    await press(page, correct);
    await picture(page, 'desk-poll-corrected');
    const other = await browser.newContext({ baseURL });
    const visitor = await other.newPage();
    await visitor.goto(`${prefix}/polls/${number}`);
    await picture(visitor, 'poll-corrected');

    await page.locator('section[aria-labelledby="early-close"] summary').click();
    const close = page.locator('form[action$="/do/staff/close-early"] button').last();
    await press(page, close);
    await picture(page, 'desk-early-close-errors');
    await field(page, 'close_reason_uk').fill('Ліхтар уже поставили.');
    await field(page, 'close_confirm').check();
    await press(page, close);
    await picture(page, 'desk-poll-closed-early');
    // A kept page may be a second old.
    await expect(async () => {
      await visitor.goto(`${prefix}/polls/${number}/results`);
      await expect(visitor.locator('.tag--ok')).toBeVisible({ timeout: 500 });
    }).toPass({ timeout: 30_000 });
    await picture(visitor, 'results-closed-early');
    await visitor.goto(`${prefix}/polls/${number}`);
    await picture(visitor, 'poll-closed-early');
    await other.close();
  });

  test(`the desk ${prefix || '/uk'}`, async ({ page }) => {
    await page.goto(`${prefix}/sign-in?return=${prefix}/staff`);
    await signInAs(page, 'iryna-savchuk');
    for (const [name, path] of [
      ['desk', '/staff'], ['desk-polls', '/staff/polls'], ['desk-new', '/staff/polls/new'], ['desk-poll', '/staff/polls/7'],
      ['desk-editor', '/staff/polls/7/edit'], ['desk-preview', '/staff/polls/7/preview'], ['desk-journal', '/staff/journal'],
      ['desk-preview-resident', '/staff/polls/7/preview?as=resident'], ['desk-preview-outsider', '/staff/polls/7/preview?as=outsider'],
      ['desk-preview-closed', '/staff/polls/7/preview?as=closed'], ['desk-preview-result', '/staff/polls/7/preview?as=result'],
      ['desk-preview-question', '/staff/polls/7/preview?question=1'],
      ['desk-polls-none', '/staff/polls?q=такого-немає'], ['desk-polls-sorted', '/staff/polls?sort=-title'],
      ['desk-journal-none', '/staff/journal?to=2020-01-01'], ['desk-journal-errors', '/staff/journal?from=31.02.2026&poll=7777'],
    ] as const) {
      await page.goto(prefix + path);
      await picture(page, name);
    }
  });

  test(`the settings ${prefix || '/uk'}`, async ({ page }) => {
    await page.goto(`${prefix}/sign-in?return=${prefix}/staff/settings`);
    await signInAs(page, 'taras-melnychuk');
    await picture(page, 'desk-settings');
    await page.locator('[name="f[action]"]').fill('#ffd700');
    await page.locator('[name="f[hosts]"]').fill('https://golos.korosten.example');
    await press(page, page.getByRole('button', { name: /Зберегти налаштування|Save the settings/ }));
    await picture(page, 'desk-settings-errors');
    await press(page, page.getByRole('button', { name: /Відкинути|Discard/ }));
    await page.goto(`${prefix}/staff/sign-ins`);
    await picture(page, 'desk-sign-ins');
    const districts = `${prefix}/staff/districts`;
    await page.goto(districts);
    await picture(page, 'desk-districts-none');
    const save = page.getByRole('button', { name: /Зберегти округ|Save the district/ });
    await press(page, save);
    await picture(page, 'desk-districts-errors');
    await page.locator('[name="f[name_uk]"]').fill(prefix ? 'Бехівський' : 'Ушомирський');
    for (const at of [3, 5, 8]) await page.locator('#settlements input').nth(at).check();
    await press(page, save);
    await picture(page, 'desk-districts');
    await press(page, page.locator('.summary__act a').first());
    await picture(page, 'desk-district');
    await press(page, page.getByRole('button', { name: /Вилучити округ|Remove the district/ }));
  });

  // Beside those whom the demonstration has confirmed, somebody who never came: his record is made at the desk.
  test(`paper forms ${prefix || '/uk'}`, async ({ page, browser, baseURL, person }) => {
    const number = prefix ? '2263619022' : '1827718694';
    await page.goto(`${prefix}/sign-in?return=${prefix}/staff/team`);
    await signInAs(page, 'taras-melnychuk');
    await page.locator('[name="f[role]"][value="operator"]').check();
    await page.locator('[name="f[label]"]').fill('Помічниця старости');
    await press(page, page.getByRole('button', { name: /Створити посилання|Make the link/ }));
    const link = await page.locator('#link').inputValue();
    const context = await browser.newContext({ baseURL });
    const second = await context.newPage();
    await second.goto(link);
    await second.locator('main').getByRole('link', { name: /^(Увійти|Sign in)$/ }).click();
    await signInAs(second, person);
    await press(second, second.getByRole('button', { name: /Прийняти запрошення|Accept the invitation/ }));
    await picture(second, 'invitation-done');

    await page.goto(`${prefix}/staff/paper`);
    await picture(page, 'desk-paper');
    await page.locator('[name="poll"]').selectOption('8');
    await press(page, page.getByRole('button', { name: /Відкрити пакет|Open a batch/ }));
    await picture(page, 'desk-paper-batch-empty');
    const batch = page.url();
    await press(page, page.getByRole('link', { name: /Внести бланк|Enter a form/ }));
    await picture(page, 'desk-paper-enter');
    const enter = async (by: Page, option: number) => {
      await by.locator('[name="f[kind]"][value="rnokpp"]').check();
      await by.locator('[name="f[number]"]').fill(number);
      await by.locator('[name="f[q1]"]').nth(option).check();
      await press(by, by.getByRole('button', { name: /^(Внести|Enter)$/ }));
    };
    await enter(page, 0);
    await picture(page, 'desk-paper-nobody');
    await press(page, page.getByRole('link', { name: /Створити запис|Make a record/ }));
    await picture(page, 'desk-person-new');
    await page.locator('[name="f[birth_date]"]').fill('1950-01-16');
    const make = page.getByRole('button', { name: /Створити запис|Make the record/ });
    await press(page, make);
    await picture(page, 'desk-person-new-errors');
    await page.locator('[name="f[family]"]').fill(prefix ? 'Осадчук' : 'Жук');
    await page.locator('[name="f[given]"]').fill(prefix ? 'Віра' : 'Федір');
    await page.locator('[name="f[sure]"]').check();
    await page.locator('[name="f[consent]"]').check();
    await press(page, make);
    await picture(page, 'desk-person-made');
    await page.locator('[name="f[evidence]"]').selectOption('passport_stamp');
    await page.locator('[name="f[settlement]"]').selectOption({ index: 1 });
    await press(page, page.getByRole('button', { name: /^(Підтвердити проживання|Confirm the residence)$/ }));
    await picture(page, 'desk-person-confirmed');
    await page.goto(`${batch}/enter`);
    await press(page, page.getByRole('button', { name: /^(Внести|Enter)$/ }));
    await picture(page, 'desk-paper-batch');
    await page.goto(`${batch}/1`);
    await picture(page, 'desk-paper-form');
    await second.goto(`${batch}/1`);
    await enter(second, 1);
    await second.goto(`${batch}/1`);
    await picture(second, 'desk-paper-differs');
    await enter(second, 0);
    await second.goto(batch);
    await picture(second, 'desk-paper-unscanned');
    await attachScan(second, batch, 1);
    await picture(second, 'desk-paper-scanned');
    await second.goto(batch);
    await picture(second, 'desk-paper-ready');
    await press(second, second.getByRole('button', { name: /Зарахувати пакет|Cast the batch/ }));
    await picture(second, 'desk-paper-cast');
    await context.close();
  });

  // On Ovruch's own pages, because the setting is everybody's.
  test(`a residence that two confirm ${prefix || '/uk'}`, async ({ page, browser, baseURL }) => {
    const ovruch = `http://ovruch.localhost:${new URL(baseURL ?? '').port}`;
    const context = await browser.newContext();
    const theirs = await context.newPage();
    await theirs.goto(`${ovruch}/sign-in`);
    await signInAs(theirs, 'hryhorii-liashchuk');
    await context.close();
    await page.goto(`${ovruch}${prefix}/sign-in?return=${prefix}/staff/settings`);
    await signInAs(page, 'stepan-kotenko');
    await page.locator('[name="f[two_confirm]"]').check();
    await press(page, page.getByRole('button', { name: /Зберегти налаштування|Save the settings/ }));
    await page.goto(`${ovruch}${prefix}/staff/people`);
    await page.locator('[name="f[kind]"][value="passport"]').check();
    await page.locator('[name="f[number]"]').fill('ВМ404991');
    await press(page, page.getByRole('button', { name: /^(Знайти|Find)$/ }));
    await page.locator('[name="f[evidence]"]').selectOption('passport_stamp');
    await page.locator('[name="f[settlement]"]').selectOption({ index: 1 });
    await press(page, page.getByRole('button', { name: /^(Підтвердити проживання|Confirm the residence)$/ }));
    await picture(page, 'desk-person-proposal');
    await page.goto(`${ovruch}${prefix}/staff/people`);
    await picture(page, 'desk-people-proposals');
  });

  test(`the records of people ${prefix || '/uk'}`, async ({ page, browser, baseURL }) => {
    for (const person of ['hryhorii-liashchuk-bank', 'hryhorii-liashchuk']) {
      const context = await browser.newContext({ baseURL });
      const theirs = await context.newPage();
      await theirs.goto('/sign-in');
      await signInAs(theirs, person);
      await context.close();
    }
    await page.goto(`${prefix}/sign-in?return=${prefix}/staff/people`);
    await signInAs(page, 'taras-melnychuk');
    await picture(page, 'desk-people');
    const number = page.locator('[name="f[number]"]');
    const find = async (typed: string) => {
      await page.locator('[name="f[kind]"][value="passport"]').check();
      await number.fill(typed);
      await page.getByRole('button', { name: /^(Знайти|Find)$/ }).click();
    };
    await find('ВМ40499');
    await picture(page, 'desk-people-error');
    await find('ВМ404991');
    await picture(page, 'desk-person');
    const add = page.getByRole('button', { name: /^(Додати РНОКПП|Add the RNOKPP)$/ });
    await number.fill('2641715434');
    await add.click();
    await picture(page, 'desk-person-error');
    const expires = page.locator('[name="f[expires]"]');
    await expires.fill('2020-01-31');
    await page.getByRole('button', { name: /^(Підтвердити проживання|Confirm the residence)$/ }).click();
    await picture(page, 'desk-person-residence-error');
    await number.fill('2641715433');
    await add.click();
    await picture(page, 'desk-case');
    await page.getByRole('button', { name: /^(Записати рішення|Record the decision)$/ }).click();
    await picture(page, 'desk-case-error');
    await page.getByLabel(/^(Ні, або|No, or)/).check();
    await page.getByRole('button', { name: /^(Записати рішення|Record the decision)$/ }).click();
    await picture(page, 'desk-case-decided');
  });

  test(`the team ${prefix || '/uk'}`, async ({ page, browser, baseURL, person }) => {
    await page.goto(`${prefix}/sign-in?return=${prefix}/staff/team`);
    await signInAs(page, 'taras-melnychuk');
    await picture(page, 'desk-team');
    const make = page.getByRole('button', { name: /^(Створити посилання|Make the link)$/ });
    const label = page.locator('[name="f[label]"]');
    await page.locator('[name="f[until]"]').fill('2020-01-31');
    await make.click();
    await picture(page, 'desk-team-errors');
    await page.locator('[name="f[until]"]').fill('');
    await page.locator('[name="f[role]"][value="administrator"]').check();
    await label.fill('Заступниця голови');
    await make.click();
    await picture(page, 'desk-team-link');
    const link = await page.locator('#link').inputValue();
    const context = await browser.newContext({ baseURL });
    const theirs = await context.newPage();
    await theirs.goto(link);
    await picture(theirs, 'invitation');
    await theirs.locator('main').getByRole('link', { name: /^(Увійти|Sign in)$/ }).click();
    await signInAs(theirs, person);
    await picture(theirs, 'invitation-signed-in');
    await theirs.getByRole('button', { name: /^(Прийняти запрошення|Accept the invitation)$/ }).click();
    await picture(theirs, 'invitation-waits');
    await theirs.goto(`${prefix}/invite/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA`);
    await picture(theirs, 'invitation-gone');
    await context.close();
    await page.goto(`${prefix}/staff/team`);
    await picture(page, 'desk-team-second');
  });

  test(`the second step ${prefix || '/uk'}`, async ({ page, baseURL }) => {
    const strict = `${strictOrigin(baseURL)}${prefix}`;
    const signIn = async () => {
      await page.context().clearCookies();
      await page.goto(`${strict}/sign-in?return=${prefix}/staff`);
      // A person for each language: a second step is set up once.
      await signInAs(page, prefix ? 'iryna-savchuk' : 'taras-melnychuk');
    };
    const code = page.locator('#code');
    await signIn();
    await picture(page, 'second-factor-new');
    await code.fill('000000');
    await code.press('Enter');
    await picture(page, 'second-factor-error');
    await code.fill((await page.locator('#demo-code').innerText()).trim());
    await code.press('Enter');
    await picture(page, 'second-factor-codes');
    const [spare] = (await page.locator('main').innerText()).match(/(?:[0-9A-Z]{4}-){5}[0-9A-Z]{4}/)!;
    await page.locator('main form button').click();
    await page.goto(`${strict}/second-factor`);
    await picture(page, 'second-factor-passed');
    await signIn();
    await picture(page, 'second-factor');
    await code.fill(spare);
    await press(page, page.getByRole('button', { name: /^(Далі|Continue)$/ }));
    await page.waitForURL(/\/staff$/);
    await page.goto(`${strict}/second-factor`);
    await picture(page, 'second-factor-recovered');
  });
}

// It is in Ukrainian, and one of its cards in English.
test('the city’s website', async ({ page }, info) => {
  // One of its cards is of a poll that there is not.
  info.annotations.push({ type: 'provokes', description: 'status of 404' });
  for (const [name, path] of [['city', '/'], ['city-cards', '/opytuvannia.html']] as const) {
    await page.goto(misto() + path);
    for (const card of await page.locator('viche-list, viche-poll, viche-results').all()) {
      await card.scrollIntoViewIfNeeded();
      await expect(card.locator('iframe')).toBeVisible();
    }
    await picture(page, name);
  }
});

// One person has one device, so both languages come in one test.
test('the second step by a passkey', async ({ page, baseURL }) => {
  const strict = strictOrigin(baseURL);
  await withAuthenticator(page);
  const both = async (name: string) => {
    for (const prefix of ['', '/en']) {
      await page.goto(`${strict}${prefix}/second-factor`);
      await picture(page, name);
    }
  };
  await page.goto(`${strict}/sign-in?return=/second-factor`);
  await signInAs(page, 'petro-lysenko');
  await page.locator('form[data-passkey=add] button').click();
  await page.waitForURL(/passkey=added/);
  await both('second-factor-passkey-passed');
  await page.context().clearCookies();
  await page.goto(`${strict}/sign-in?return=/second-factor`);
  await signInAs(page, 'petro-lysenko');
  await both('second-factor-passkey');
});
