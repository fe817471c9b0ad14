// The steps that journeys share. Each is what a person does: open, choose, press; nothing reaches behind the page.
import { test as base, expect, type BrowserContext, type ConsoleMessage, type Page } from '@playwright/test';
import AxeBuilder from '@axe-core/playwright';
import { closeSync, mkdirSync, openSync } from 'node:fs';

/// A test that also fails on a console error, a page error or a violation of the content security policy, on whatever page of whatever
/// browser it opens.
export const test = base.extend<{ strict: void; person: string; neighbour: string }>({
  strict: [
    async ({ browser, context }, use, info) => {
      const isBlocked = info.project.name === 'wasm-blocked';
      // What this project provokes is the WASM that does not come, and nothing else that fails to load.
      const isProvoked = (message: ConsoleMessage) => isBlocked && /\.wasm$/.test(message.location().url);
      const wrong: string[] = [];
      const watch = (watched: BrowserContext) => {
        watched.on('weberror', (failure) => wrong.push(`page error: ${failure.error().message}`));
        watched.on('console', (message) => {
          if (message.type() === 'error' && !isProvoked(message)) wrong.push(`console: ${message.text()}`);
        });
      };
      watch(context);
      // Other people's browsers in the same journey.
      browser.on('context', watch);
      if (isBlocked) await context.route('**/*.wasm', (route) => route.abort());
      await use();
      browser.off('context', watch);
      const expected = info.annotations.filter((a) => a.type === 'provokes').map((a) => new RegExp(a.description ?? '^$'));
      expect(wrong.filter((w) => !expected.some((e) => e.test(w)))).toEqual([]);
    },
    { auto: true },
  ],
  // A resident of their own for every test: one person has one vote in each poll.
  person: async ({}, use, info) => {
    await use(nextPerson(info.project.outputDir));
  },
  // A second one, for what two people do.
  neighbour: async ({}, use, info) => {
    await use(nextPerson(info.project.outputDir));
  },
});

export { expect };

/// The residents of the demonstration who have no story of their own: `load-0` to `load-399`.
const RESIDENTS = 400;

/// Takes a resident whom no other test of this run has, in whatever process it runs: the first whose file could be made.
function nextPerson(results: string): string {
  // The runner empties its folder of results before it begins.
  const taken = `${results}/.residents`;
  mkdirSync(taken, { recursive: true });
  for (let i = 0; i < RESIDENTS; i++) {
    try {
      closeSync(openSync(`${taken}/${i}`, 'wx'));
      return `load-${i}`;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
  throw new Error(`All ${RESIDENTS} residents are taken: this run asks for more than the demonstration has.`);
}

export const hasWasm = (project: string) => project === 'desktop' || project === 'phone';
export const hasScript = (project: string) => !project.endsWith('without-javascript');

/// No accessibility violation of WCAG 2.2 A or AA on the page as it stands, and in the other theme no colours that cannot be told apart.
export async function accessible(page: Page) {
  // axe is a script of the page's own: without JavaScript the same HTML is checked by the other projects.
  if (!hasScript(test.info().project.name)) return;
  // A click ends when the next page begins: of half a page axe says what is not so.
  await page.waitForLoadState();
  await findsNothing(new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']));
  const [isDark, isForced] = await page.evaluate(() => ['(prefers-color-scheme: dark)', '(forced-colors: active)'].map((media) => matchMedia(media).matches));
  // Forced colours are the reader's own, whatever the theme.
  if (isForced) return;
  const theme = (dark: boolean) => (dark ? 'dark' : 'light');
  await page.emulateMedia({ colorScheme: theme(!isDark) });
  try {
    await settled(page);
    await findsNothing(new AxeBuilder({ page }).withRules('color-contrast'), `${theme(!isDark)}: `);
  } finally {
    await page.emulateMedia({ colorScheme: theme(isDark) });
    await settled(page);
  }
}

async function findsNothing(axe: AxeBuilder, where = '') {
  const found = await axe.analyze();
  expect(found.violations.map((v) => `${where}${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join(', ')}`)).toEqual([]);
}

/// Lets nothing of the page change its colour any more: half-way between two themes there is no contrast to measure.
async function settled(page: Page) {
  const finish = () => {
    // One that ends may begin another, in what inherits from it.
    for (let round = 0; round < 10; round++) {
      const under = document.getAnimations().filter((animation) => animation instanceof CSSTransition);
      if (under.length === 0) return;
      for (const transition of under) transition.finish();
    }
  };
  const frames = page.frames().filter((frame) => frame !== page.mainFrame());
  // A frame may go meanwhile: the loader takes away one that says nothing.
  await Promise.all([page.evaluate(finish), ...frames.map((frame) => frame.evaluate(finish).catch(() => undefined))]);
}

/// The same of what a browser without JavaScript shows, in a page with JavaScript and the same session.
export async function accessibleThere(page: Page, plain: Page) {
  await page.goto(plain.url());
  await accessible(page);
}

/// Waits until the island works, where it will.
export async function awake(page: Page, project: string) {
  if (hasWasm(project)) await expect(page.locator('html')).toHaveAttribute('data-viche', 'ready');
}

/// Nothing sticks out sideways.
export async function fits(page: Page) {
  const [content, width] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  expect(content).toBeLessThanOrEqual(width);
}

/// The button under a question; under the last it says that the check page follows, to whoever is signed in.
export const onward = { name: /^(Далі|Далі: підтвердити, що це ви|Перевірити відповіді|Continue|Continue: confirm that it is you|Check your answers)$/ };

/// Marks a permitted answer on the question page one stands on and goes on.
export async function answerOne(page: Page) {
  // Counted at once: before the page is whole there is no box on it.
  await page.waitForLoadState();
  const boxes = page.locator('.tile input[type=checkbox]');
  if ((await boxes.count()) > 0) {
    await page.locator('.tile label').nth(0).click();
    await page.locator('.tile label').nth(1).click();
  } else {
    await page.locator('.tile label').first().click();
  }
  await page.getByRole('button', onward).click();
}

/// From the first question to the check page, or to the sign-in page that stands before it.
export async function answerAll(page: Page) {
  for (let i = 0; i < 30 && !page.url().includes('/vote/check'); i++) {
    const before = page.url();
    await answerOne(page);
    await page.waitForURL((url) => url.toString() !== before);
  }
  await expect(page.getByRole('heading', { level: 1, name: /^(Підтвердьте, що це ви|Перевірте й\sподайте відповіді|Confirm that it is you|Check and submit your answers)$/ })).toBeVisible();
}

/// Signs in through the sandbox identity service, from the sign-in page on.
export async function signInAs(page: Page, person: string, way = 'bank_id') {
  await page.locator('button.provider').first().click();
  await page.waitForURL(/response_type=code/);
  await page.goto(`${page.url()}&sandbox_person=${person}&sandbox_auth_type=${way}`);
}

/// The same by a qualified signature: in the name of an organisation, where the list says so.
export const signInByKey = (page: Page, person: string) => signInAs(page, person, 'dig_sign');

/// The link in the newest letter to an address, once there are so many letters.
export async function linkIn(page: Page, address: string, letters = 1): Promise<string> {
  // The inbox of the instance that the journey runs on.
  const inbox = `http://127.0.0.1:${Number(new URL(page.url()).port) + 3}/?to=${encodeURIComponent(address)}`;
  let found: { text: string }[] = [];
  await expect.poll(async () => (found = await (await fetch(inbox)).json()).length).toBe(letters);
  return found.at(-1)!.text.match(/^http\S+$/m)![0];
}

/// Attaches the scan of the identity part of a paper form in the batch at this address.
export async function attachScan(page: Page, batch: string, form: number) {
  await page.goto(`${batch}/${form}`);
  await page.locator('input[type=file]').setInputFiles({ name: 'scan.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7 an identity part') });
  await page.getByRole('button', { name: /^(Додати скан|Attach the scan)$/ }).click();
  await expect(page.getByRole('status').filter({ hasText: /Скан додано|The scan is attached/ })).toBeVisible();
}

/// Gives the page's browser a device that makes and holds passkeys, and knows its user until told otherwise.
export async function withAuthenticator(page: Page) {
  const browser = await page.context().newCDPSession(page);
  await browser.send('WebAuthn.enable');
  const { authenticatorId } = await browser.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    isVerified: (isUserVerified: boolean) => browser.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified }),
  };
}
