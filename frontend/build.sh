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

# Two bundles from one crate: what residents load, and the desk's. Only `app` and `frontend` are built twice. A development
# build is one that serves both.
bundles=(resident staff)
if [ "$mode" = dev ]; then bundles=(resident,staff); fi
modules=$ROOT/target/frontend/modules
mkdir -p "$modules"

# What the modules are made of. Cargo cannot be asked: both bundles are one library, and it takes the one that was built last for the
# other one out of date, which would link both anew at every start.
inputs=$({
  find app frontend Cargo.toml Cargo.lock rust-toolchain.toml -type f -print0 | sort -z | xargs -0 sha256sum
  printf '%s\n' "$way" "$profile" "$flags"
  rustc --version
} | sha256sum)

# cargo_build COMMAND…: each bundle's module, into $modules under the bundle's name.
cargo_build() {
  local bundle stamp
  for bundle in "${bundles[@]}"; do
    stamp=$modules/$bundle.$mode.inputs
    if [ -e "$modules/$bundle.wasm" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$inputs" ]; then continue; fi
    rm -f "$modules/$bundle".*.inputs
    env CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS="$flags" "$@" -p frontend --no-default-features --features "$bundle" \
      --target "$target" --profile "$profile"
    cp "$build_dir/$target/$folder/frontend.wasm" "$modules/$bundle.wasm"
    printf '%s' "$inputs" >"$stamp"
  done
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
# --- its JavaScript side, and the diet -----------------------------------------------------------------------------

optimise=$ROOT/end2end/node_modules/.bin/wasm-opt

# pack NAME BUNDLE: the bundle's module with its glue, in a folder of its own.
pack() {
  local name=$1 module=$modules/$2.wasm out=$ROOT/target/frontend/$mode/$1 stamp
  stamp=$({ sha256sum <"$module" && sha256sum <frontend/build.sh && wasm-bindgen --version && sha256sum <end2end/package-lock.json; } | sha256sum)
  if [ "$(cat "$out/stamp" 2>/dev/null)" = "$stamp" ]; then return; fi
  rm -rf "$out"
  mkdir -p "$out"
  if [ "$mode" = release ]; then
    wasm-bindgen "$module" --target web --no-typescript --remove-producers-section --out-dir "$out" --out-name "$name"
    say "  wasm-opt makes $name smaller (some seconds)"
    "$optimise" -Oz --strip-debug --strip-producers "$out/${name}_bg.wasm" -o "$out/small.wasm"
    mv "$out/small.wasm" "$out/${name}_bg.wasm"
  else
    wasm-bindgen "$module" --target web --no-typescript --debug --out-dir "$out" --out-name "$name"
  fi
  printf '%s' "$stamp" >"$out/stamp"
}

# --- the site ------------------------------------------------------------------------------------------------------

if [ "$mode" = release ]; then
  pack viche resident
  pack viche_staff staff
  node frontend/pack.mjs --bundle "$ROOT/target/frontend/release/viche" --bundle "$ROOT/target/frontend/release/viche_staff"
else
  pack viche resident,staff
  # The same bundle under both names.
  rm -rf "$ROOT/target/frontend/dev/viche_staff"
  mkdir -p "$ROOT/target/frontend/dev/viche_staff"
  for file in .js _bg.wasm; do
    cp "$ROOT/target/frontend/dev/viche/viche$file" "$ROOT/target/frontend/dev/viche_staff/viche_staff$file"
  done
  node frontend/pack.mjs --bundle "$ROOT/target/frontend/dev/viche" --bundle "$ROOT/target/frontend/dev/viche_staff" --dev
fi
