// Starts one demonstration instance for the journeys: the sandbox identity service, a mail server, `viche` and a city's website, with a fresh
// database in a temporary folder. `node support/instance.mjs PORT [--second-factor]`; ends all on SIGTERM. Staff need the second step of signing in only when asked for.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const port = Number(process.argv[2] ?? 3100);
const idPort = port + 10;
const cityPort = port + 1;
const smtpPort = port + 2;
const inboxPort = port + 3;
const here = dirname(fileURLToPath(import.meta.url));
const bin = process.env.VICHE_BIN_DIR ?? join(here, '../../target/debug');
const folder = mkdtempSync(join(tmpdir(), 'viche-e2e-'));
const secret = 'sandbox-secret';

const env = {
  ...process.env,
  VICHE_DEMO: '1',
  DATABASE_URL: process.env.VICHE_E2E_DATABASE_URL ?? `sqlite://${folder}/viche.db`,
  VICHE_ADDR: `127.0.0.1:${port}`,
  VICHE_PUBLIC_URL: `http://localhost:${port}`,
  VICHE_MASTER_KEY_FILE: join(folder, 'master.key'),
  VICHE_LINK_KEYS_DIR: join(folder, 'link-keys'),
  VICHE_IDGOVUA_URL: `http://localhost:${idPort}`,
  VICHE_IDGOVUA_CLIENT_ID: 'viche-demo',
  VICHE_IDGOVUA_CLIENT_SECRET: secret,
  VICHE_SMTP_URL: `smtp://127.0.0.1:${smtpPort}`,
  VICHE_MAIL_FROM: 'viche@hromada.example',
  // Each code of an app is good once in 30 seconds, and the journeys' few staff sign in far more often.
  VICHE_DEMO_WITHOUT_SECOND_FACTOR: process.argv.includes('--second-factor') ? '0' : '1',
};

const children = [];
const stop = () => {
  for (const child of children) child.kill('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
};
process.on('SIGTERM', () => { stop(); process.exit(0); });
process.on('SIGINT', () => { stop(); process.exit(0); });

// The city's websites: another site than ours, and the same (a site has no port). A third, http://inshe.localhost, is not allowed.
const sites = [`http://misto.localhost:${cityPort}`, `http://localhost:${cityPort}`].flatMap((site) => ['--allow', site]);

for (const command of [['generate-key'], ['migrate'], ['seed', '--load', '400'], ['community', 'widget', 'korosten', ...sites]]) {
  const done = spawnSync(join(bin, 'viche'), command, { env, stdio: 'inherit' });
  if (done.status !== 0) { stop(); process.exit(1); }
}
const start = (program, args) => {
  const child = spawn(join(bin, program), args, { env, stdio: 'inherit' });
  child.on('exit', (code) => { console.error(`${program} ended with ${code}`); stop(); process.exit(1); });
  children.push(child);
};
start('viche-sandbox-id', [
  '--listen', `127.0.0.1:${idPort}`, '--client-id', 'viche-demo', '--client-secret', secret,
  '--redirect-uri', `http://platform.localhost:${port}/auth/callback`, '--generate', '3000', '--auto-approve',
]);
const city = spawn(process.execPath, [join(here, '../city/site.mjs'), String(cityPort), env.VICHE_PUBLIC_URL], { stdio: 'inherit' });
city.on('exit', (code) => { console.error(`the city's website ended with ${code}`); stop(); process.exit(1); });
children.push(city);
const mail = spawn(process.execPath, [join(here, 'smtp-server.mjs'), String(smtpPort), String(inboxPort)], { stdio: ['pipe', 'ignore', 'inherit'] });
mail.on('exit', (code) => { console.error(`the mail server ended with ${code}`); stop(); process.exit(1); });
children.push(mail);
start('viche', ['serve']);
