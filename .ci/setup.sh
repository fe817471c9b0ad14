#!/usr/bin/env bash
# Brings in what is missing on this machine and says what for. Asks nothing; where nothing is missing it is done in a second.
#   .ci/setup.sh run    what `make run` needs
#   .ci/setup.sh test   that, and what `make test` needs
set -euo pipefail
# shellcheck source=.ci/lib.sh
. "$(dirname "$0")/lib.sh"
purpose=${1:-run}

# --- Debian packages -----------------------------------------------------------------------------------------------

packages=()
# want PACKAGE WHY: noted down; everything is installed in one go.
want() {
  packages+=("$1")
  printf '  %-16s %s\n' "$1" "$2"
}
font_installed() { [ -e "/usr/share/fonts/truetype/noto/$1" ]; }
postgres_here() { have initdb || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null; }

missing_packages() {
  have cc || want build-essential "the C compiler: SQLite and the cryptography are built from source"
  have git || want git "history"
  [ -e /etc/ssl/certs/ca-certificates.crt ] || want ca-certificates "to trust the package registries"
  [ "$purpose" = test ] || return 0
  have chromium || want chromium "the browser that the journeys run in"
  font_installed NotoSerif-Regular.ttf || want fonts-noto-core "serif letters with ґ, є, і, ї for the pages' pictures"
  postgres_here || want postgresql "the second database: every test of the store runs on both"
  have strace || want strace "to see that a ballot is on the disk before it is confirmed"
}

install_packages() {
  have apt-get || die "these packages are missing, and there is no apt-get to install them: ${packages[*]}"
  export DEBIAN_FRONTEND=noninteractive
  as_root apt-get update -q
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${packages[@]}"
}

# The server embeds this folder: it must be there before the first build of anything.
mkdir -p "$ROOT/target/site/pkg"

heading "Set-up: what is missing on this machine"
missing_packages
if [ ${#packages[@]} -gt 0 ]; then install_packages; else say "  no Debian package"; fi

# --- Node ----------------------------------------------------------------------------------------------------------

have node || die "Node 20 or newer is missing (https://nodejs.org, or Debian's nodejs where it is new enough)."
node_major=$(node -p 'process.versions.node.split(".")[0]')
[ "$node_major" -ge 20 ] || die "Node 20 or newer is wanted; this is $(node --version)."

lock_sum=$(sha256sum "$ROOT/end2end/package-lock.json" | cut -d' ' -f1)
node_stamp=$ROOT/end2end/node_modules/.viche-lock
if [ "$(cat "$node_stamp" 2>/dev/null)" != "$lock_sum" ]; then
  say "  end2end/node_modules: the packers of CSS, JavaScript and WASM, and the browser tests"
  (cd "$ROOT/end2end" && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --no-progress)
  printf '%s' "$lock_sum" >"$node_stamp"
fi

# --- Rust ----------------------------------------------------------------------------------------------------------

pinned_toolchain

# cargo_tool CRATE VERSION PROGRAM WHY [FLAGS…]: installs into target/tools, so that the machine's own tools stay as they are.
cargo_tool() {
  local crate=$1 version=$2 why=$3
  shift 3
  say "  $crate $version: $why"
  hint "  (built from source, a few minutes; kept in target/tools)"
  # A build folder of its own: an interrupted installation goes on where it stopped.
  (cd "$ROOT" && CARGO_TARGET_DIR=$ROOT/target/tools/build cargo install "$crate" --version "$version" --root target/tools "$@")
  rm -rf "$ROOT/target/tools/build"
}

# Its version must be exactly the library's. No --locked: the crate's own lock file is not what registries still serve.
bindgen=$(locked_version wasm-bindgen)
if [ "$(wasm-bindgen --version 2>/dev/null)" != "wasm-bindgen $bindgen" ]; then
  cargo_tool wasm-bindgen-cli "$bindgen" "joins the WASM module to JavaScript"
fi

if [ "$purpose" = test ]; then
  for component in rustfmt clippy; do
    if ! (cd "$ROOT" && "cargo-${component/rustfmt/fmt}" --version >/dev/null 2>&1); then
      say "  rustup component $component: part of the checks"
      (cd "$ROOT" && rustup component add "$component")
    fi
  done
  if ! cargo nextest --version >/dev/null 2>&1; then
    cargo_tool cargo-nextest 0.9.143 "runs the Rust tests" --locked
  fi
fi
say "Set-up is complete."
