#!/usr/bin/env bash
# `make wasm-fallback`: builds the front end the way that is taken where the pinned toolchain has no WASM target, since on most
# machines it has one and nobody would notice that the other way broke. Leaves the result in target/site, as any build does.
set -euo pipefail
# shellcheck source=.ci/lib.sh
. "$(dirname "$0")/lib.sh"
cd "$ROOT"
.ci/setup.sh run
heading "The front end, built with Debian's rustc-web"
VICHE_WASM_WAY=debian frontend/build.sh --release
# shellcheck disable=SC2016
node -e '
  const { "viche_bg.wasm": wasm, "viche.js": glue } = require("./target/site/manifest.json");
  const module = new WebAssembly.Module(require("fs").readFileSync(`target/site${wasm.path}`));
  const names = WebAssembly.Module.exports(module).map(({ name }) => name);
  if (!names.includes("hydrate")) throw new Error(`no hydrate among ${names}`);
  console.log(`It compiles, exports hydrate, and weighs ${wasm.br} bytes as brotli, its glue ${glue.br}.`);'
