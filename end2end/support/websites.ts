// The addresses of the two sides, and what moves on a page.
import { test, type Page } from '@playwright/test';

/// Viche itself.
export const viche = () => new URL(test.info().project.use.baseURL!).origin;
const city = (host: string) => `http://${host}:${Number(new URL(viche()).port) + 1}`;
/// The city's website, on another site than Viche.
export const misto = () => city('misto.localhost');
/// The same website where it is one site with Viche: only the port differs.
export const sameSite = () => city('localhost');
/// A website that the community does not allow.
export const foreign = () => city('inshe.localhost');

/// Adds up the layout shifts of every page that is opened from now on (Layout Instability API), in `shifted`.
export async function shifts(page: Page) {
  await page.addInitScript(() => {
    const seen = window as unknown as { shifted: number };
    seen.shifted = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) seen.shifted += (entry as unknown as { value: number }).value;
    }).observe({ type: 'layout-shift', buffered: true });
  });
}
