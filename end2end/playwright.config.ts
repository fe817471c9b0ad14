// The browser journeys: a real server, a real database, Debian's Chromium. Four ways to come: a desktop and a phone with
// everything, no JavaScript at all, and JavaScript whose WASM is blocked; and three ways by a city's website.
import { defineConfig, devices, type PlaywrightTestConfig } from '@playwright/test';

const port = Number(process.env.VICHE_E2E_PORT ?? 3100);
// Another instance, on which staff need the second step of signing in and residents have a second provider; on PostgreSQL.
const strictPort = port + 40;

const chromium = {
  channel: undefined,
  launchOptions: {
    executablePath: process.env.CHROME_PATH ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync',
    ],
  },
};
const withoutForeignCookies = {
  launchOptions: { ...chromium.launchOptions, args: [...chromium.launchOptions.args, '--test-third-party-cookie-phaseout'] },
};
const phone = { ...devices['Pixel 5'], viewport: { width: 360, height: 740 } };

const config: PlaywrightTestConfig = {
  testDir: '.',
  outputDir: 'test-results',
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: true,
  // A journey takes as long as it has steps and the machine is busy. What hangs shows in its step, which has its own limit.
  timeout: 240_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['./support/why.ts']],
  // A trace of every step of every journey takes a part of the machine; whoever looks for a fault asks for it.
  use: { baseURL: `http://localhost:${port}`, locale: 'uk-UA', timezoneId: 'Europe/Kyiv', trace: process.env.VICHE_TRACE ? 'retain-on-failure' : 'off', screenshot: 'only-on-failure', actionTimeout: 30_000, navigationTimeout: 30_000, ...chromium },
  projects: [
    { name: 'desktop', testIgnore: ['pictures/**', 'city/**', 'second-factor/**', 'second-provider/**'], use: { ...devices['Desktop Chrome'], ...chromium } },
    { name: 'phone', testMatch: 'resident/**', use: { ...phone, ...chromium } },
    {
      name: 'without-javascript', testMatch: ['resident/**', 'staff/**'],
      // What everybody sees is changed once, by a journey that turns JavaScript off by itself; and what a script alone can do.
      testIgnore: ['resident/passkeys.spec.ts', 'staff/community-settings.spec.ts', 'staff/confirm-residence.spec.ts', 'staff/districts.spec.ts', 'staff/paper.spec.ts', 'staff/people.spec.ts', 'staff/unsaved-text.spec.ts'],
      use: { ...phone, ...chromium, javaScriptEnabled: false },
    },
    {
      // Of the desk what an editor cannot do without: writing and publishing, and the turnout.
      name: 'wasm-blocked', testMatch: ['resident/**', 'staff/write-and-publish.spec.ts', 'staff/watch-turnout.spec.ts'],
      use: { ...devices['Desktop Chrome'], ...chromium },
    },
    // The city's website. Cookies of other sites are blocked, as more and more browsers do.
    { name: 'city', testMatch: 'city/*.spec.ts', testIgnore: 'city/without-javascript.spec.ts', use: { ...phone, ...withoutForeignCookies } },
    { name: 'city-desktop', testMatch: 'city/vote-from-the-widget.spec.ts', use: { ...devices['Desktop Chrome'], ...withoutForeignCookies } },
    { name: 'city-without-javascript', testMatch: 'city/without-javascript.spec.ts', use: { ...phone, ...withoutForeignCookies, javaScriptEnabled: false } },
    { name: 'strict', testMatch: ['second-factor/**', 'second-provider/**', 'resident/passkeys.spec.ts', 'resident/sign-in-by-e-mail.spec.ts'], use: { ...phone, ...chromium, baseURL: `http://localhost:${strictPort}` } },
    // Pictures for people, only when asked for (`make screens`).
    ...(process.env.VICHE_SCREENS ? [{ name: 'screens', testMatch: 'pictures/**', use: { ...devices['Desktop Chrome'], ...chromium } }] : []),
  ],
  webServer: [[port, ''], [strictPort, '--second-factor --second-provider --postgres']].map(([port, more]) => ({
    command: `node support/instance.mjs ${port} ${more}`,
    url: `http://localhost:${port}/readyz`,
    timeout: 120_000,
    reuseExistingServer: false,
    stdout: 'pipe' as const,
    gracefulShutdown: { signal: 'SIGTERM' as const, timeout: 10_000 },
  })),
};

export default defineConfig(config);
