#!/usr/bin/env bash
# Builds everything that the browser gets into target/site (frontend/pack.mjs says in which shape).
#   frontend/build.sh [--release|--dev]     small and slow to build (the default), or quick to build and large
# The WASM target is used where it is installed or can be added; otherwise Debian's rustc-web builds it (.ci/wasm-debian.sh).
# A second run with nothing changed takes a second: each step is skipped when its inputs are what they were.
set -euo pipefail
# shellcheck source=.ci/lib.sh
. "$(dirname "$0")/../.ci/lib.sh"
cd "$ROOT"

mode=release
case ${1:-} in
  '' | --release) ;;
  --dev) mode=dev ;;
  *) die "usage: frontend/build.sh [--release|--dev]" ;;
esac
target=wasm32-unknown-unknown
pinned_toolchain
# Whoever starts this by hand on a machine that was never set up gets the two tools that it needs.
if [ ! -x end2end/node_modules/.bin/wasm-opt ] || [ "$(wasm-bindgen --version 2>/dev/null)" != "wasm-bindgen $(locked_version wasm-bindgen)" ]; then
  .ci/setup.sh run
fi

# --- the WASM module -----------------------------------------------------------------------------------------------

# rustup (the pinned toolchain knows the target) or debian; VICHE_WASM_WAY forces one.
way=${VICHE_WASM_WAY:-}
if [ -z "$way" ]; then
  if wasm_target; then way=rustup; else way=debian; fi
fi

profile=wasm-release
folder=wasm-release
if [ "$mode" = dev ]; then profile=dev folder=debug; fi
# Messages of panics name source files: without the folder of this machine's crates they are shorter and tell nothing of it.
flags="--remap-path-prefix=$CARGO_HOME/registry/src/="

cargo_build() {
  env CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS="$flags" "$@" -p frontend --target "$target" --profile "$profile"
}

case $way in
  rustup)
    build_dir=$(target_dir)
    cargo_build cargo build
    ;;
  debian)
    # One toolchain per target folder, or each run would build everything anew.
    build_dir=$ROOT/target/wasm-debian
    hint "The pinned toolchain has no $target: building with Debian's rustc-web and its own standard library."
    # shellcheck source=.ci/wasm-debian.sh
    . "$ROOT/.ci/wasm-debian.sh"
    debian_wasm_toolchain
    cargo_build env CARGO_TARGET_DIR="$build_dir" RUSTC="$DEBIAN_RUSTC" RUSTC_BOOTSTRAP=1 \
      CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER="$DEBIAN_LINKER" "$DEBIAN_CARGO" build -Zbuild-std=std,panic_abort
    ;;
  *) die "VICHE_WASM_WAY is rustup or debian" ;;
esac
module=$build_dir/$target/$folder/frontend.wasm

# --- its JavaScript side, and the diet -----------------------------------------------------------------------------

out=$ROOT/target/frontend/$mode
optimise=$ROOT/end2end/node_modules/.bin/wasm-opt
stamp=$({ sha256sum <"$module" && sha256sum <frontend/build.sh && wasm-bindgen --version && sha256sum <end2end/package-lock.json; } | sha256sum)
if [ "$(cat "$out/stamp" 2>/dev/null)" != "$stamp" ]; then
  rm -rf "$out"
  mkdir -p "$out"
  if [ "$mode" = release ]; then
    wasm-bindgen "$module" --target web --no-typescript --remove-producers-section --out-dir "$out" --out-name viche
    say "  wasm-opt makes it smaller (some seconds)"
    "$optimise" -Oz --strip-debug --strip-producers "$out/viche_bg.wasm" -o "$out/small.wasm"
    mv "$out/small.wasm" "$out/viche_bg.wasm"
  else
    wasm-bindgen "$module" --target web --no-typescript --debug --out-dir "$out" --out-name viche
  fi
  printf '%s' "$stamp" >"$out/stamp"
fi

# --- the site ------------------------------------------------------------------------------------------------------

arguments=(--glue "$out/viche.js" --wasm "$out/viche_bg.wasm")
if [ "$mode" = dev ]; then arguments+=(--dev); fi
node frontend/pack.mjs "${arguments[@]}"
