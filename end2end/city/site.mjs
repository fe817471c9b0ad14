// A city's website on a site of its own, for the tests of the widget: static pages and nothing else.
//   node city/site.mjs PORT VICHE
// In the pages, VICHE stands for the address of Viche. Every page comes with the strict policy that a careful city has: scripts and
// frames of Viche, styles of its own and in attributes (the widget's code has one, for its minimum height).
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [port, viche] = [Number(process.argv[2]), process.argv[3]];
const folder = join(dirname(fileURLToPath(import.meta.url)), 'pages');
const kinds = { html: 'text/html; charset=utf-8', css: 'text/css; charset=utf-8' };
const policy = `default-src 'none'; script-src ${viche}; frame-src ${viche}; style-src 'self'; style-src-attr 'unsafe-inline'; img-src data:; connect-src 'self'; base-uri 'none'`;

createServer(async ({ url }, response) => {
  const path = new URL(url, 'http://city.invalid').pathname;
  const name = path === '/' ? 'index.html' : path.slice(1);
  const kind = kinds[name.split('.').pop()];
  try {
    if (!kind || !/^[a-z-]+\.[a-z]+$/.test(name)) throw new Error('no such page');
    const body = (await readFile(join(folder, name), 'utf8')).replaceAll('VICHE', viche);
    response.writeHead(200, { 'content-type': kind, 'content-security-policy': policy, 'cache-control': 'no-store' }).end(body);
  } catch {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('not found\n');
  }
}).listen(port, '127.0.0.1');
