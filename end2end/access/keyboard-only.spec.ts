// The whole way without a pointing device: Tab, Space, arrows and Enter. What is focused can be seen, and nothing traps.
import { accessible, awake, expect, signInAs, test } from '../support/journey';
import { tabTo } from '../support/keyboard';

test('a poll is found, answered and submitted with the keyboard alone', async ({ page, person }, info) => {
  await page.goto('/');
  // The first stop leads past the header.
  await page.keyboard.press('Tab');
  const skip = page.getByRole('link', { name: 'Перейти до змісту' });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/#main$/);

  await tabTo(page, page.getByRole('link', { name: /Шкільні укриття/ }).first());
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/polls\/\d+$/);
  await tabTo(page, page.getByRole('link', { name: /^Відповісти/ }));
  await page.keyboard.press('Enter');

  // Nothing chosen yet: the error's link leads to the group, where arrows choose.
  await expect(page).toHaveURL(/\/vote\/1$/);
  await awake(page, info.project.name);
  await tabTo(page, page.getByRole('button', { name: 'Далі' }));
  await page.keyboard.press('Enter');
  const errors = page.locator('.errors');
  await expect(errors).toBeFocused();
  await accessible(page);
  await tabTo(page, errors.getByRole('link'));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('radio').first()).toBeFocused();
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('radio').nth(1)).toBeChecked();
  await tabTo(page, page.getByRole('button', { name: 'Далі' }));
  await page.keyboard.press('Enter');

  // Several answers: each box is a stop of its own.
  await expect(page).toHaveURL(/\/vote\/2$/);
  await awake(page, info.project.name);
  await tabTo(page, page.getByRole('checkbox').first());
  await page.keyboard.press('Space');
  await tabTo(page, page.getByRole('checkbox').nth(1));
  await page.keyboard.press('Space');
  await expect(page.getByRole('checkbox', { checked: true })).toHaveCount(2);
  await tabTo(page, page.getByRole('button', { name: 'Далі' }));
  await page.keyboard.press('Enter');

  await expect(page).toHaveURL(/\/sign-in\?return=/);
  await expect(page.locator('button.provider').first()).toBeVisible();
  await signInAs(page, person);
  await expect(page).toHaveURL(/\/vote\/check$/);
  await awake(page, info.project.name);
  // The button that stays at the foot of the window covers nothing that has the focus (WCAG 2.4.11), in a window that is not high enough
  // for everything.
  await page.setViewportSize({ width: 360, height: 520 });
  const submit = page.getByRole('button', { name: 'Подати відповіді' });
  const changes = page.locator('.summary a');
  expect(await changes.count()).toBe(2);
  for (const change of await changes.all()) {
    await tabTo(page, change);
    const [of, bar] = [(await change.boundingBox())!, (await page.locator('.submit-bar').boundingBox())!];
    expect(of.y).toBeGreaterThanOrEqual(0);
    expect(of.y + of.height, 'the focus is above the bar').toBeLessThanOrEqual(bar.y);
  }
  await tabTo(page, submit);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Відповіді зараховано' })).toBeVisible();
});
