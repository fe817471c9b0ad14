// Lighthouse, as a phone sees it, on the pages that people meet first. Starts an instance of its own, measures each page several
// times and prints a table of the medians; ends with 1 when a must is missed.
//   node end2end/lighthouse/measure.mjs [RUNS [PORT]]       the programs come from VICHE_BIN_DIR (target/release)
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { launch } from 'chrome-launcher';
import lighthouse from 'lighthouse';

const [runs, port] = [Number(process.argv[2] ?? 5), Number(process.argv[3] ?? 3700)];
const here = dirname(fileURLToPath(import.meta.url));
const chromePath = process.env.CHROME_PATH ?? '/usr/bin/chromium';
const chromeFlags = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync',
];
const viche = `http://localhost:${port}`;

// Whether search engines may find the page decides whether its SEO is judged.
const pages = [
  { name: 'home', url: `${viche}/`, seo: true },
  { name: 'poll', url: `${viche}/polls/3`, seo: true },
  { name: 'vote', url: `${viche}/polls/3/vote/1`, seo: false },
  { name: 'results', url: `${viche}/polls/1/results`, seo: true },
  { name: 'widget host', url: `http://misto.localhost:${port + 1}/`, seo: true },
  { name: 'staff start', url: `${viche}/staff`, seo: false, staff: true },
];

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

async function ready() {
  for (let i = 0; i < 240; i++) {
    try {
      if ((await fetch(`${viche}/readyz`)).ok) return;
    } catch {}
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error('the instance does not come up');
}

/// The cookies of a member of staff, as a header.
async function staffCookies() {
  const browser = await chromium.launch({ executablePath: chromePath, args: chromeFlags });
  const page = await browser.newPage();
  await page.goto(`${viche}/sign-in?return=/staff`);
  await page.locator('button.provider').first().click();
  await page.waitForURL(/response_type=code/);
  await page.goto(`${page.url()}&sandbox_person=iryna-savchuk&sandbox_auth_type=bank_id`);
  await page.waitForURL(`${viche}/staff`);
  const cookies = await page.context().cookies(viche);
  await browser.close();
  return cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
}

async function once(page, cookies) {
  const chrome = await launch({ chromePath, chromeFlags });
  try {
    const result = await lighthouse(page.url, {
      port: chrome.port,
      logLevel: 'error',
      onlyCategories: ['performance', 'accessibility', 'best-practices', 'seo'],
      extraHeaders: page.staff ? { Cookie: cookies } : undefined,
    });
    const { categories, audits } = result.lhr;
    const failed = Object.values(audits)
      .filter((audit) => audit.score === 0 && ['binary', 'numeric', 'metricSavings'].includes(audit.scoreDisplayMode))
      .map((audit) => audit.id);
    // Nothing, not 0, is what an audit leaves behind that could not be carried out.
    const unjudged = Object.values(categories).filter((category) => category.score === null).map((category) => category.id);
    const errors = Object.values(audits).filter((audit) => audit.errorMessage).map((audit) => `${audit.id}: ${audit.errorMessage}`);
    const score = (name) => Math.round((categories[name].score ?? 0) * 100);
    return {
      unjudged,
      errors,
      performance: score('performance'),
      accessibility: score('accessibility'),
      practices: score('best-practices'),
      seo: score('seo'),
      lcp: audits['largest-contentful-paint'].numericValue,
      cls: audits['cumulative-layout-shift'].numericValue,
      tbt: audits['total-blocking-time'].numericValue,
      failed,
    };
  } finally {
    chrome.kill();
  }
}

/// One run; a second try where Lighthouse could not judge, which is said. What it cannot judge twice counts as 0.
async function judged(page, cookies) {
  const first = await once(page, cookies);
  if (first.unjudged.length === 0) return first;
  console.error(`${page.name}: not judged: ${first.unjudged.join(', ')} (${first.errors[0]}). Once more.`);
  return once(page, cookies);
}

/// From a tap on an answer to the next paint, in milliseconds, on a phone whose processor is four times slower (Event Timing: in
/// steps of 8).
async function tapToPaint() {
  const browser = await chromium.launch({ executablePath: chromePath, args: chromeFlags });
  // Tall enough for all answers: to scroll to one is no part of a tap.
  const page = await browser.newPage({ viewport: { width: 360, height: 1400 }, hasTouch: true });
  await page.goto(`${viche}/polls/3/vote/1`);
  await page.locator('html[data-viche=ready]').waitFor();
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  await page.evaluate(() => {
    window.taps = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) window.taps.push([entry.interactionId, entry.duration]);
    }).observe({ type: 'event', durationThreshold: 16, buffered: false });
  });
  const tiles = page.locator('.tile label');
  for (let i = 0; i < 20; i++) {
    await tiles.nth(i % (await tiles.count())).tap();
    await page.waitForTimeout(500);
  }
  const taps = await page.evaluate(() => window.taps);
  await browser.close();
  // The longest event of each interaction is what somebody waits for.
  const longest = new Map();
  for (const [id, duration] of taps) if (id > 0) longest.set(id, Math.max(longest.get(id) ?? 0, duration));
  return [...longest.values()];
}

/// Requests and bytes on the wire from the sign-in page to the receipt, with everything cached that a phone has cached by
/// then; the same of a first visit to the poll's page alone.
async function signInToBallot() {
  const browser = await chromium.launch({ executablePath: chromePath, args: chromeFlags });
  const page = await browser.newPage({ viewport: { width: 360, height: 740 }, hasTouch: true });
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  let seen = { requests: 0, bytes: 0 };
  session.on('Network.responseReceived', ({ response }) => {
    if (!response.fromDiskCache && !response.fromPrefetchCache) seen.requests++;
  });
  // A redirect is an answer of its own, told with the request that follows.
  session.on('Network.requestWillBeSent', ({ redirectResponse }) => {
    if (redirectResponse) {
      seen.requests++;
      seen.bytes += redirectResponse.encodedDataLength;
    }
  });
  session.on('Network.loadingFinished', ({ encodedDataLength }) => {
    seen.bytes += encodedDataLength;
  });
  const taken = () => {
    const all = seen;
    seen = { requests: 0, bytes: 0 };
    return all;
  };
  await page.goto(`${viche}/polls/3`, { waitUntil: 'networkidle' });
  const poll = taken();
  await page.goto(`${viche}/polls/3/vote`);
  // Whatever the poll asks: the first answers of each question.
  while (!page.url().includes('/vote/check')) {
    const before = page.url();
    await page.locator('.tile label').first().click();
    if (await page.locator('.tile input[type=checkbox]').count()) await page.locator('.tile label').nth(1).click();
    await page.getByRole('button', { name: /^(Далі|Далі: підтвердити, що це ви|Перевірити відповіді)$/ }).click();
    await page.waitForURL((url) => url.href !== before);
  }
  await page.waitForLoadState('networkidle');
  taken();
  await page.locator('button.provider').first().click();
  await page.waitForURL(/response_type=code/);
  await page.goto(`${page.url()}&sandbox_person=load-2&sandbox_auth_type=bank_id`);
  await page.waitForURL(/\/vote\/check$/);
  await page.getByRole('button', { name: 'Подати відповіді' }).click();
  await page.locator('.receipt .code').waitFor();
  await page.waitForLoadState('networkidle');
  const ballot = taken();
  await browser.close();
  return { poll, ballot };
}

const instance = spawn(process.execPath, [join(here, '../support/instance.mjs'), String(port)], {
  stdio: ['ignore', 'ignore', 'ignore'],
  env: { VICHE_BIN_DIR: join(here, '../../target/release'), ...process.env },
});
let missed = 0;
try {
  await ready();
  const cookies = await staffCookies();
  console.log('| Page | Performance | Accessibility | Best practices | SEO | LCP, s | CLS | TBT, ms |\n|---|---|---|---|---|---|---|---|');
  for (const page of pages) {
    const all = [];
    for (let i = 0; i < runs; i++) all.push(await judged(page, cookies));
    const of = (key) => median(all.map((run) => run[key]));
    // What is no matter of speed must hold every time.
    const worst = (key) => Math.min(...all.map((run) => run[key]));
    const musts = [of('performance') >= 95, worst('accessibility') === 100, worst('practices') === 100, !page.seo || worst('seo') === 100];
    if (musts.includes(false)) {
      missed++;
      console.error(`${page.name}: ${[...new Set(all.flatMap((run) => run.failed))].join(', ')}`);
    }
    const seo = page.seo ? worst('seo') : '–';
    console.log(`| ${page.name} | ${of('performance')} | ${worst('accessibility')} | ${worst('practices')} | ${seo} | ${(of('lcp') / 1000).toFixed(2)} | ${of('cls').toFixed(3)} | ${Math.round(of('tbt'))} |`);
  }
  const taps = await tapToPaint();
  console.log(`\nFrom a tap on an answer to the next paint, processor slowed 4×: median ${median(taps)} ms, longest ${Math.max(...taps)} ms of ${taps.length} taps (aim ≤ 100 ms).`);
  const { poll, ballot } = await signInToBallot();
  const told = ({ requests, bytes }) => `${requests} requests, ${(bytes / 1000).toFixed(1)} KB`;
  console.log(`\nFrom the sign-in page to the receipt, over the sandbox: ${told(ballot)}; a first visit to the poll's page: ${told(poll)} (${(ballot.bytes / poll.bytes).toFixed(2)} of its bytes).`);
} finally {
  instance.kill('SIGTERM');
}
process.exit(missed > 0 ? 1 : 0);
