# shellcheck shell=bash
# The way to the WASM target that needs nothing but Debian: its rustc-web, cargo-web and rust-web-src hold the standard
# library's source. Sourced by frontend/build.sh when the pinned toolchain lacks the target; expects .ci/lib.sh.

# Sets DEBIAN_CARGO, DEBIAN_RUSTC and DEBIAN_LINKER; installs the packages where they are missing.
# shellcheck disable=SC2034
debian_wasm_toolchain() {
  local packages=() sysroot host
  DEBIAN_CARGO=/usr/bin/cargo
  DEBIAN_RUSTC=/usr/bin/rustc
  dpkg -s rustc-web >/dev/null 2>&1 || packages+=(rustc-web)
  dpkg -s cargo-web >/dev/null 2>&1 || packages+=(cargo-web)
  dpkg -s rust-web-src >/dev/null 2>&1 || packages+=(rust-web-src)
  # The linker: the pinned toolchain brings one; without rustup's, Debian's.
  sysroot=$(rustc --print sysroot)
  host=$(rustc -vV | sed -n 's/^host: //p')
  DEBIAN_LINKER=$sysroot/lib/rustlib/$host/bin/rust-lld
  if [ ! -x "$DEBIAN_LINKER" ]; then
    DEBIAN_LINKER=/usr/bin/wasm-ld-22
    [ -x "$DEBIAN_LINKER" ] || packages+=(lld-22)
  fi
  if [ ${#packages[@]} -gt 0 ]; then
    say "  ${packages[*]}: a Rust that can build for the browser"
    as_root apt-get update -q
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${packages[@]}"
  fi
}
