// Starts one demonstration instance for the journeys: the sandbox identity service, a mail server, `viche` and a city's website, with a fresh
// database in a temporary folder; ends all on SIGTERM.
//   node support/instance.mjs PORT [--second-factor] [--second-provider] [--postgres]
// Only when asked for: staff need the second step of signing in; everybody may come by an OpenID Connect provider, too; the database is
// one of the PostgreSQL server in VICHE_TEST_POSTGRES, where there is one.
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
const oidcPort = port + 4;
const callback = `http://platform.localhost:${port}/auth/callback`;
const server = process.argv.includes('--postgres') ? process.env.VICHE_TEST_POSTGRES : undefined;
const database = `viche_journeys_${port}_${process.pid}`;
const secondProvider = process.argv.includes('--second-provider');
const here = dirname(fileURLToPath(import.meta.url));
const bin = process.env.VICHE_BIN_DIR ?? join(here, '../../target/debug');
const folder = mkdtempSync(join(tmpdir(), 'viche-e2e-'));
const secret = 'sandbox-secret';

const env = {
  ...process.env,
  VICHE_DEMO: '1',
  DATABASE_URL: server ? server.replace('/postgres?', `/${database}?`) : `sqlite://${folder}/viche.db`,
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
  ...(secondProvider && {
    VICHE_OIDC_ISSUER: `http://127.0.0.1:${oidcPort}`,
    VICHE_OIDC_CLIENT_ID: 'viche-test',
    VICHE_OIDC_CLIENT_SECRET: 'only for tests, and long enough for that',
    VICHE_OIDC_NAME: 'Вхід області',
    VICHE_OIDC_ACR_VALUES: 'high,substantial',
    VICHE_OIDC_LEVELS: 'bank_id=substantial,bankid;qualified=high',
  }),
};

const children = [];
const stop = () => {
  for (const child of children) child.kill('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
  if (server) ask(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
};
const ask = (sql) => spawnSync('psql', ['--quiet', '--dbname', server, '--command', sql], { stdio: ['ignore', 'ignore', 'inherit'] });
process.on('SIGTERM', () => { stop(); process.exit(0); });
process.on('SIGINT', () => { stop(); process.exit(0); });

// The city's websites: another site than ours, and the same (a site has no port). A third, http://inshe.localhost, is not allowed.
const sites = [`http://misto.localhost:${cityPort}`, `http://localhost:${cityPort}`].flatMap((site) => ['--allow', site]);

if (server && ask(`CREATE DATABASE ${database}`).status !== 0) { stop(); process.exit(1); }
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
  '--redirect-uri', callback, '--generate', '3000', '--auto-approve',
]);
// Each ends with its standard input where it has one of ours: also when this process was killed.
const startScript = (what, args, stdin = 'pipe') => {
  const child = spawn(process.execPath, args, { stdio: [stdin, 'ignore', 'inherit'] });
  child.on('exit', (code) => { console.error(`${what} ended with ${code}`); stop(); process.exit(1); });
  children.push(child);
};
startScript("the city's website", [join(here, '../city/site.mjs'), String(cityPort), env.VICHE_PUBLIC_URL], 'inherit');
startScript('the mail server', [join(here, 'smtp-server.mjs'), String(smtpPort), String(inboxPort)]);
if (secondProvider) startScript('the OpenID Connect provider', [join(here, 'oidc-provider.mjs'), callback, String(oidcPort)]);
start('viche', ['serve']);
