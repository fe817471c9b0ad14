#!/usr/bin/env bash
# `make release`: the one self-contained program for a server, with everything that the browser gets inside.
set -euo pipefail
# shellcheck source=.ci/lib.sh
. "$(dirname "$0")/lib.sh"
cd "$ROOT"
.ci/setup.sh run
pinned_toolchain
heading "What the browser gets"
frontend/build.sh --release
heading "The server"
program=$(target_dir)/release/viche
wasm=$(node -p 'require("./target/site/manifest.json")["viche_bg.wasm"].path.split("/").pop()')
build() { cargo build --release -p server --bin viche; }
holds_the_site() { grep -aqF "$wasm" "$program"; }
build
# A folder that was empty when the crate was last compiled is not looked at again by itself.
if ! holds_the_site; then
  cargo clean --release -p server
  build
  holds_the_site || die "$program does not hold target/site."
fi
say "$program: $(($(stat -c %s "$program") / 1000000)) MB, everything inside"
