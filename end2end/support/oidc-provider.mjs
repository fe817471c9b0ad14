// A real OpenID Connect provider (the certified `oidc-provider`) for the tests of signing in. Its people come from the login hint, or
// from what is typed on its only page: a JSON object whose `sub`, `acr`, `amr` and other members are what the provider says of them,
// or `deny` for somebody who does not agree. It asks for no password: what is tested is our half of the protocol.
//   node end2end/support/oidc-provider.mjs REDIRECT_URI [PORT]     prints «ready ISSUER» once it listens; ends with its standard input
import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

const [redirectUri, port = '0'] = process.argv.slice(2);
const server = createServer();
await new Promise((listening) => server.listen(Number(port), '127.0.0.1', listening));
const issuer = `http://127.0.0.1:${server.address().port}`;

// What each subject's hint said, by subject.
const people = new Map();

// Keys of its own: the ones that it brings along are everybody's.
const key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' });

const provider = new Provider(issuer, {
  jwks: { keys: [{ ...key, kid: `key-${process.pid}`, use: 'sig', alg: 'RS256' }] },
  clients: [{
    client_id: 'viche-test',
    client_secret: 'only for tests, and long enough for that',
    redirect_uris: [redirectUri],
    grant_types: ['authorization_code'],
    response_types: ['code'],
  }],
  pkce: { required: () => true },
  cookies: { keys: ['only for tests'] },
  claims: {
    openid: ['sub', 'amr', 'drfocode', 'unzr', 'document'],
    profile: ['family_name', 'given_name', 'middle_name', 'birthdate'],
  },
  // `acr` is told to whoever asks for it by `acr_values`, and to nobody else.
  acrValues: ['substantial', 'high'],
  features: { devInteractions: { enabled: false } },
  findAccount: (ctx, sub) => ({
    accountId: sub,
    claims: async () => ({ ...people.get(sub), sub }),
  }),
  interactions: { url: (ctx, interaction) => `/interaction/${interaction.uid}` },
  ttl: { AuthorizationCode: 60, AccessToken: 60, IdToken: 60, Interaction: 60, Session: 60, Grant: 60 },
});

// Where a browser came without a hint: whoever holds it says who they are.
const askWho = `<!doctype html><html lang="en"><title>Who are you?</title><link rel="icon" href="data:,">
<form><label for="person">Person</label> <textarea id="person" name="person"></textarea> <button>Sign in</button></form>`;

const answer = provider.callback();
server.on('request', async (request, response) => {
  if (!request.url.startsWith('/interaction/')) return answer(request, response);
  try {
    const { params } = await provider.interactionDetails(request, response);
    const said = params.login_hint ?? new URL(request.url, issuer).searchParams.get('person');
    if (said === null) return response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(askWho);
    const hint = JSON.parse(said);
    if (hint.deny) {
      return await provider.interactionFinished(request, response, { error: 'access_denied', error_description: 'They did not agree' });
    }
    const { sub = 'nobody', acr, amr, ...claims } = hint;
    people.set(sub, claims);
    const grant = new provider.Grant({ accountId: sub, clientId: params.client_id });
    grant.addOIDCScope(params.scope);
    await provider.interactionFinished(request, response, {
      login: { accountId: sub, acr, amr },
      consent: { grantId: await grant.save() },
    });
  } catch (error) {
    response.writeHead(500).end(String(error));
  }
});

process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
console.log(`ready ${issuer}`);
