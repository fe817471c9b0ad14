# shellcheck shell=bash
# What every script of the build shares: words on the screen, root rights, and the pinned Rust toolchain.
# Sourced, never run. It makes no difference whether the caller has a HOME, a full PATH or only what `env -i` leaves.

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export ROOT
# One clock for the whole run: `make test` starts scripts that start scripts.
export VICHE_STARTED=${VICHE_STARTED:-$(date +%s)}

# --- words on the screen -------------------------------------------------------------------------------------------

if [ -t 1 ]; then bold=$'\e[1m' dim=$'\e[2m' red=$'\e[31m' plain=$'\e[0m'; else bold='' dim='' red='' plain=''; fi

# minutes SECONDS → 3:07
minutes() { printf '%d:%02d' $(($1 / 60)) $(($1 % 60)); }
elapsed() { minutes $(($(date +%s) - VICHE_STARTED)); }

# heading TEXT: a step begins; the time is counted from the start of the whole run.
heading() { printf '\n%s── %s  %s ──%s\n' "$bold" "$(elapsed)" "$*" "$plain"; }
say() { printf '%s\n' "$*"; }
hint() { printf '%s%s%s\n' "$dim" "$*" "$plain"; }
die() {
  printf '%sStopped: %s%s\n' "$red" "$*" "$plain" >&2
  exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

# --- the machine ---------------------------------------------------------------------------------------------------

as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif have sudo; then
    sudo "$@"
  else
    die "this needs root and there is no sudo. As root, run: $*"
  fi
}

# A home, so that cargo and npm have a place for what they download, and the folders where their programs live.
home_and_path() {
  local passwd_home rustup_bin
  passwd_home=$(getent passwd "$(id -u)" | cut -d: -f6)
  export HOME=${HOME:-$passwd_home}
  export CARGO_HOME=${CARGO_HOME:-$HOME/.cargo}
  # rustup's programs first: Debian's rustc-web, where it is installed, has the same names.
  PATH=$ROOT/target/tools/bin:$CARGO_HOME/bin:$passwd_home/.cargo/bin:${PATH:-/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin}
  export PATH
  # rustup looks for toolchains in $HOME/.rustup. Under a HOME that is not the one it was installed for, find that one.
  if [ -z "${RUSTUP_HOME:-}" ] && [ ! -d "$HOME/.rustup/toolchains" ]; then
    rustup_bin=$(command -v rustup || true)
    for place in "$passwd_home/.rustup" "$(dirname "${rustup_bin:-/}")/../../.rustup"; do
      if [ -d "$place/toolchains" ]; then
        RUSTUP_HOME=$(cd "$place" && pwd)
        export RUSTUP_HOME
        break
      fi
    done
  fi
}

# --- Rust ----------------------------------------------------------------------------------------------------------

# The version that rust-toolchain.toml pins.
pinned_rust() { sed -n 's/^channel = "\(.*\)"/\1/p' "$ROOT/rust-toolchain.toml"; }
# The version that cargo would use here; empty when it would use none.
rust_here() { (cd "$ROOT" && rustc --version 2>/dev/null | cut -d' ' -f2); }

# Makes sure that `cargo` in this folder is the pinned one; may set RUSTUP_TOOLCHAIN or let rustup fetch it.
pinned_toolchain() {
  local wanted
  wanted=$(pinned_rust)
  have cargo || die "Rust is missing. Install rustup (https://rustup.rs) with its stable toolchain, then come back."
  [ "$(rust_here)" = "$wanted" ] && return
  have rustup || die "Rust $wanted is wanted (rust-toolchain.toml) and $(rust_here) is here. rustup would bring it."
  # The same compiler under its other name needs no download.
  if [ "$(rustc +stable --version 2>/dev/null | cut -d' ' -f2)" = "$wanted" ]; then
    export RUSTUP_TOOLCHAIN=stable
    return
  fi
  say "Rust $wanted: the version that this project pins, so that everybody has the same warnings."
  rustup toolchain install "$wanted" --profile minimal --component rustfmt --component clippy --no-self-update ||
    die "rustup could not fetch Rust $wanted."
  export RUSTUP_TOOLCHAIN=$wanted
}

# Whether the pinned toolchain can build for the browser; adds the target where it is missing and can be had.
wasm_target() {
  local target=wasm32-unknown-unknown
  wasm_std() { compgen -G "$(rustc --print sysroot)/lib/rustlib/$target/lib/libstd-*.rlib" >/dev/null; }
  wasm_std || { have rustup && rustup target add "$target" >&2 && wasm_std; }
}

# The version of a crate in Cargo.lock: the tools that must match a library follow it.
locked_version() { sed -n "/^name = \"$1\"\$/{n;s/^version = \"\\(.*\\)\"/\\1/p;q}" "$ROOT/Cargo.lock"; }

# The target folder that cargo uses by itself.
target_dir() { printf '%s' "${CARGO_TARGET_DIR:-$ROOT/target}"; }

home_and_path
