// Staff write a poll and publish it without a pointing device: text, choice and marks, an option added, moved and removed.
import { field } from '../support/editor';
import { accessible, awake, expect, signInAs, test } from '../support/journey';
import { tabTo } from '../support/keyboard';
import type { Locator } from '@playwright/test';

/// More stops than the editor has: each settlement of the community is one.
const EDITOR = 400;

test('a poll is written, its options are added, moved and removed, and it is published with the keyboard alone', async ({ page }, info) => {
  await page.goto('/sign-in?return=/staff/polls/new');
  await signInAs(page, 'iryna-savchuk');
  const to = (target: Locator) => tabTo(page, target, { most: EDITOR });
  const type = async (key: string, text: string) => {
    await to(field(page, key));
    await page.keyboard.type(text);
    await expect(field(page, key)).toHaveValue(text);
  };
  const act = (value: string) => page.locator(`button[name="act"][value="${value}"]:not(.vh)`).first();
  /// Presses what leads to another page, which is then there.
  const enter = async () => {
    const loaded = page.waitForEvent('load');
    await page.keyboard.press('Enter');
    await loaded;
  };
  /// The same, where it is the editor again.
  const edit = async () => {
    await enter();
    await awake(page, info.project.name);
  };
  const labels = () => page.locator('[name^="f[q1.o"][name$=".label_uk]"]').evaluateAll((all) => all.map((one) => (one as HTMLInputElement).value));

  const title = `Де поставити велопарковку? (${info.project.name})`;
  await type('title_uk', title);
  await to(page.locator('main form button').first());
  await edit();
  await expect(page).toHaveURL(/\/staff\/polls\/\d+\/edit/);
  const number = /polls\/(\d+)/.exec(page.url())![1];

  await type('summary_uk', 'Громада має гроші на одну велопарковку.');
  await type('decision_uk', 'Виконавчий комітет погодить місце.');
  await type('q1.text_uk', 'Де вона потрібна найбільше?');
  // Arrows choose in a list, the space bar marks.
  const kind = field(page, 'q1.kind');
  await to(kind);
  const before = await kind.inputValue();
  await page.keyboard.press('ArrowDown');
  await expect(kind).not.toHaveValue(before);
  await page.keyboard.press('ArrowUp');
  await expect(kind).toHaveValue(before);
  const required = field(page, 'q1.required');
  await to(required);
  const marked = await required.isChecked();
  await page.keyboard.press('Space');
  await expect(required).toBeChecked({ checked: !marked });
  await page.keyboard.press('Space');
  await expect(required).toBeChecked({ checked: marked });
  await type('q1.o1.label_uk', 'Біля школи');
  await type('q1.o2.label_uk', 'Біля вокзалу');

  // A third option: its field is where one goes on.
  await to(act('add-option:1'));
  await edit();
  await expect(field(page, 'q1.o3.label_uk')).toBeFocused();
  await accessible(page);
  await type('q1.o3.label_uk', 'Біля ринку');
  await to(act('up-option:1.3'));
  await edit();
  expect(await labels()).toEqual(['Біля школи', 'Біля ринку', 'Біля вокзалу']);
  await accessible(page);
  // The one before it is a few steps back.
  await tabTo(page, act('remove-option:1.1'), { key: 'Shift+Tab' });
  await edit();
  expect(await labels()).toEqual(['Біля ринку', 'Біля вокзалу']);
  await expect(field(page, 'summary_uk')).toHaveValue('Громада має гроші на одну велопарковку.');
  await accessible(page);

  await to(act('publish'));
  await enter();
  await expect(page).toHaveURL(new RegExp(`/staff/polls/${number}#publish$`));
  await accessible(page);
  await tabTo(page, page.locator('form[action$="/do/staff/publish"] button').last());
  await enter();
  await expect(page.getByRole('status').first()).toContainText('Опитування опубліковано');
  await accessible(page);
  await page.goto(`/polls/${number}`);
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
});
