// The second provider: what it says of whom, and its own page, on which whoever comes there says who they are, or no.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';

type Resident = { id: string; family: string; given: string; rnokpp: string };
const file = join(dirname(fileURLToPath(import.meta.url)), '../../server/src/sandbox/residents.json');
const residents: Resident[] = JSON.parse(readFileSync(file, 'utf8'))
  .communities.flatMap((community: { people: Resident[] }) => community.people);

/// From the sign-in page through the second provider, as whom it says.
export async function signInThere(page: Page, says: object) {
  await page.getByRole('button', { name: /Вхід області/ }).click();
  await page.getByLabel('Person').fill(JSON.stringify(says));
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/// What the second provider says of a resident whom id.gov.ua knows, too.
export function asKnownThere(id: string) {
  const { family, given, rnokpp } = residents.find((resident) => resident.id === id)!;
  return { sub: `account-of-${id}`, acr: 'substantial', drfocode: rnokpp, family_name: family, given_name: given };
}
