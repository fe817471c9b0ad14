// Going through a page by the keyboard.
import { expect, type Locator, type Page } from '@playwright/test';

/// Presses Tab (or `key`) until this is focused, as somebody would; gives up after more steps than any page of ours has. What a link to a
/// place in the page has focused already needs none.
export async function tabTo(page: Page, target: Locator, { most = 60, key = 'Tab' as 'Tab' | 'Shift+Tab' } = {}) {
  for (let i = 0; i <= most; i++) {
    if (i > 0) await page.keyboard.press(key);
    if (await target.evaluate((element) => element === document.activeElement)) {
      // A focus that nobody sees is none: something is drawn round what has it (for a tile round its label, for a card round all of it).
      const seen = await target.evaluate((element) => {
        const drawn = (e: Element) =>
          [null, '::before', '::after'].some((part) => {
            const style = getComputedStyle(e, part);
            return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
          });
        const label = element.nextElementSibling;
        return drawn(element) || (label !== null && drawn(label));
      });
      expect(seen, 'the focus is visible').toBe(true);
      return;
    }
  }
  throw new Error(`${key} does not reach ${target}`);
}
