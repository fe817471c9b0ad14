// Packs what the browser gets into target/site: CSS bundled and minified, JavaScript minified, the files of style/static,
// each text and WASM file also as .br and .gz. What is in pkg/ carries the hash of its content in its name and may be cached
// for ever. target/site/manifest.json says which name stands for which file.
//
//   node frontend/pack.mjs --bundle FOLDER … [--dev]
//
// A bundle is a folder that wasm-bindgen made: NAME/NAME.js and NAME/NAME_bg.wasm. Residents and staff have one each.
//
// Unchanged files are left alone, so a second run does nothing but look.

import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, readdir, rename, rm, rmdir, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, extname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
// The packages live with the browser tests; there is one lock file for all of them.
const require = createRequire(join(root, "end2end/package.json"));
const esbuild = require("esbuild");
const lightningcss = require("lightningcss");

const { values: given } = parseArgs({
  options: { bundle: { type: "string", multiple: true, default: [] }, dev: { type: "boolean", default: false } },
});
const style = join(root, "style");
const site = join(root, "target/site");

// The oldest browsers whose layout is looked after (about five years). Older ones still get readable pages.
const version = (major, minor = 0) => (major << 16) | (minor << 8);
const browsers = { chrome: version(90), firefox: version(88), ios_saf: version(14, 5), safari: version(14, 1), samsung: version(15) };

const hashOf = (bytes) => createHash("sha256").update(bytes).digest("hex").slice(0, 16);

/** One bundle of a style sheet and everything that it imports. */
function css(file) {
  const { code, warnings } = lightningcss.bundle({ filename: file, minify: !given.dev, targets: browsers, errorRecovery: false });
  for (const warning of warnings) console.warn(`${relative(root, file)}: ${warning.message}`);
  return Buffer.from(code);
}

/** One module with what it imports (wasm-bindgen puts snippets beside its glue). */
async function javascript(file) {
  const { outputFiles } = await esbuild.build({
    entryPoints: [file], bundle: true, format: "esm", target: "es2022", minify: !given.dev, write: false,
    legalComments: "none", charset: "utf8", logLevel: "warning",
  });
  return Buffer.from(outputFiles[0].contents);
}

/** All files under a folder, as paths relative to it. */
async function filesUnder(folder) {
  if (!existsSync(folder)) return [];
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)));
}

/** Logical name → { path in the site, bytes }. */
async function gather() {
  const found = new Map();
  const hashed = (name, bytes) => {
    const extension = extname(name);
    found.set(name, { path: `pkg/${basename(name, extension)}.${hashOf(bytes)}${extension}`, bytes });
  };
  for (const name of ["main.css", "desk-main.css", "embed-main.css"]) {
    if (existsSync(join(style, name))) hashed(name, css(join(style, name)));
  }
  for (const name of ["boot.js", "passkey.js"]) {
    if (existsSync(join(style, name))) hashed(name, await javascript(join(style, name)));
  }
  if (existsSync(join(style, "embed/frame.js"))) hashed("embed-frame.js", await javascript(join(style, "embed/frame.js")));
  // Other websites name the loader in their pages: its address never changes.
  if (existsSync(join(style, "embed/v1.js"))) found.set("embed/v1.js", { path: "embed/v1.js", bytes: await javascript(join(style, "embed/v1.js")) });
  for (const folder of given.bundle) {
    const name = basename(folder);
    hashed(`${name}.js`, await javascript(join(folder, `${name}.js`)));
    hashed(`${name}_bg.wasm`, await readFile(join(folder, `${name}_bg.wasm`)));
  }
  for (const path of await filesUnder(join(style, "static"))) {
    found.set(path, { path, bytes: await readFile(join(style, "static", path)) });
  }
  return found;
}

const compressible = new Set([".css", ".html", ".ico", ".js", ".json", ".mjs", ".svg", ".txt", ".wasm", ".webmanifest", ".xml"]);
const brotli = promisify(brotliCompress);
const gzipped = promisify(gzip);

/** The encodings of a file that make it smaller: quality 11, except for a debug build's megabytes, which would take a minute. */
async function encodings(path, bytes) {
  if (!compressible.has(extname(path))) return {};
  const quick = given.dev && extname(path) === ".wasm";
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: quick ? 4 : 11,
    [constants.BROTLI_PARAM_LGWIN]: 22,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    [constants.BROTLI_PARAM_MODE]: extname(path) === ".wasm" ? constants.BROTLI_MODE_GENERIC : constants.BROTLI_MODE_TEXT,
  };
  const encoded = { br: await brotli(bytes, { params }), gz: await gzipped(bytes, { level: quick ? 1 : 9 }) };
  return Object.fromEntries(Object.entries(encoded).filter(([, body]) => body.length < bytes.length));
}

/** Written beside and renamed: a server that reads meanwhile sees the old file or the new one, never half of it. */
async function put(path, bytes) {
  const file = join(site, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.new`, bytes);
  await rename(`${file}.new`, file);
}

/** The files that an entry of the manifest stands for. */
const filesOf = ({ path, br, gz }) => [path, ...(br ? [`${path}.br`] : []), ...(gz ? [`${path}.gz`] : [])].map((file) => file.slice(1));

async function main() {
  const before = await readFile(join(site, "manifest.json"), "utf8").then(JSON.parse, () => ({}));
  const manifest = {};
  const expected = new Set(["manifest.json"]);
  for (const [name, { path, bytes }] of [...(await gather())].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const hash = hashOf(bytes);
    let entry = before[name];
    if (entry?.path !== `/${path}` || entry.hash !== hash || !filesOf(entry).every((file) => existsSync(join(site, file)))) {
      const encoded = await encodings(path, bytes);
      entry = { path: `/${path}`, hash, bytes: bytes.length };
      for (const [variant, body] of Object.entries(encoded)) {
        entry[variant] = body.length;
        await put(`${path}.${variant}`, body);
      }
      await put(path, bytes);
      console.log(`  ${path}: ${bytes.length} bytes${encoded.br ? `, ${encoded.br.length} as brotli` : ""}`);
    }
    manifest[name] = entry;
    filesOf(entry).forEach((file) => expected.add(file));
  }
  const text = `${JSON.stringify(manifest, null, 1)}\n`;
  if (text !== (await readFile(join(site, "manifest.json"), "utf8").catch(() => ""))) await put("manifest.json", text);
  // Only then the files of earlier builds go.
  const folders = new Set();
  for (const path of await filesUnder(site)) {
    if (expected.has(path)) continue;
    await rm(join(site, path));
    folders.add(dirname(path));
  }
  for (const folder of folders) if (folder !== ".") await rmdir(join(site, folder)).catch(() => {});
}

await main().catch((error) => {
  const place = error.fileName ? `${relative(root, error.fileName)}:${error.loc?.line ?? 1}: ` : "";
  console.error(`frontend/pack.mjs: ${place}${error.message}`);
  process.exit(1);
});
