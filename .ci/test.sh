#!/usr/bin/env bash
# `make test`: everything that must hold before a change lands. Each step says when it began; what failed is repeated at the end.
#   .ci/test.sh          all of it; red also when it took longer than 80 minutes (VICHE_MOST_MINUTES)
#   .ci/test.sh check    format and clippy only
set -euo pipefail
# shellcheck source=.ci/lib.sh
. "$(dirname "$0")/lib.sh"
cd "$ROOT"
what=${1:-all}
# From a clean clone on two cores, the set-up included: whoever must wait longer stops running it. A slower machine may be given more.
most_minutes=${VICHE_MOST_MINUTES:-80}

# Hundreds of databases are made and thrown away, each with every sync to the disk that a council's own would have. Where memory is plenty
# they stand in it: the programs ask for the same syncs (which the tests of durability look at), and only the disk is not waited for.
in_memory() {
  local room memory
  room=$(df --output=avail -k /dev/shm 2>/dev/null | tail -n 1)
  memory=$(awk '/^MemAvailable/ {print $2}' /proc/meminfo)
  [ "${room:-0}" -ge 6000000 ] && [ "${memory:-0}" -ge 12000000 ]
}
if [ -z "${TMPDIR:-}" ] && in_memory; then TMPDIR=/dev/shm; fi
scratch=$(mktemp -d "${TMPDIR:-/tmp}/viche-test.XXXXXX")
chmod 755 "$scratch" # PostgreSQL runs as another user when we are root
export TMPDIR=$scratch
logs=$ROOT/target/test-logs
mkdir -p "$logs"
rm -f "$logs"/*

clean_up() {
  trap '' INT TERM
  [ ! -d "$scratch/postgres" ] || .ci/postgres.sh stop "$scratch/postgres" >/dev/null 2>&1 || true
  rm -rf "$scratch"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# --- steps -----------------------------------------------------------------------------------------------------------

report=()
failed=()
# step NAME COMMAND…: runs it, shows it, notes how it ended and how long it took; goes on whatever happens.
step() {
  local name=$1 began=$SECONDS outcome=ok
  shift
  heading "$name"
  if ! "$@"; then
    outcome=FAILED
    failed+=("$name")
  fi
  report+=("$(printf '%-7s %6s  %s' "$outcome" "$(minutes $((SECONDS - began)))" "$name")")
}
# kept LOG COMMAND…: its output on the screen and in a file.
kept() {
  local log=$logs/$1
  shift
  "$@" 2>&1 | tee "$log"
}

# linted COMMAND…: what `cargo clippy` does with `cargo check`, done with a build: our own crates are compiled by Clippy, once, instead of being
# checked by it and compiled again, and what they depend on is not checked apart. All of these builds go the same way, or each would be made anew.
linted() {
  local driver
  driver=$(rustc --print sysroot)/bin/clippy-driver
  RUSTC_WORKSPACE_WRAPPER=$driver CLIPPY_ARGS='-Dwarnings' "$@"
}
# Clippy compiled it: where it did not, the tests are still worth running.
clippy_and_build() {
  linted cargo build --all-targets && return
  linted() { "$@"; }
  return 1
}
clippy_browser() {
  if wasm_target; then
    # Each bundle by itself: what one needs must not come from the other.
    for bundle in resident staff; do
      cargo clippy -p frontend --no-default-features --features "$bundle" --target wasm32-unknown-unknown -- -D warnings || return
    done
  else
    say "The pinned toolchain has no WASM target: the browser's code is checked as native code."
    for bundle in resident staff; do
      cargo clippy -p frontend --no-default-features --features "$bundle" -- -D warnings || return
    done
  fi
}
start_postgres() {
  POSTGRES_URL=$(.ci/postgres.sh start "$scratch/postgres") || return
  export VICHE_TEST_POSTGRES=$POSTGRES_URL
  say "$POSTGRES_URL"
}
rust_tests() { kept rust.log linted cargo nextest run --config-file .ci/nextest.toml --profile ci; }
# A missing translation must not compile: examples in the documentation that nextest does not run.
# With the server, so that the same features are built as for the other tests.
examples() { kept examples.log linted cargo test --doc -p app -p server; }
browser_tests() {
  (cd end2end && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 kept browser.log npx --no-install playwright test)
}

.ci/setup.sh test
pinned_toolchain

step "Format" cargo fmt --all --check
step "Clippy: the browser's side" clippy_browser
if [ "$what" = all ]; then
  # First, because the server is built anew when it changes.
  step "What the browser gets (release WASM)" frontend/build.sh --release
  step "Clippy and the build: the server's side" clippy_and_build
  step "PostgreSQL" start_postgres
  step "Rust tests" rust_tests
  step "Examples in the documentation" examples
  step "Browser journeys" browser_tests
else
  step "Clippy: the server's side" cargo clippy --all-targets -- -D warnings
fi

# --- the end ---------------------------------------------------------------------------------------------------------

heading "Summary"
printf '  %s\n' "${report[@]}"

# count LOG WORD: the number before the word in the runner's closing lines.
count() {
  local found
  found=$({ grep -aoE "[0-9]+ $2" "$logs/$1" || true; } | tail -n 1 | cut -d' ' -f1)
  printf '%d' "${found:-0}"
}
if [ "$what" = all ]; then
  say
  rust_line=$({ grep -aE '^ +Summary \[' "$logs/rust.log" 2>/dev/null || true; } | tail -n 1)
  # From the first of Playwright's closing counts to the end: with the names of what failed, and why.
  browser_lines=$(sed -nE '/^ +[0-9]+ (passed|failed|flaky|skipped|interrupted|did not run)/,$p' "$logs/browser.log" 2>/dev/null | head -n 60)
  grep -aE '^ +(FAIL|TIMEOUT|SIGABRT|SIGSEGV|ABORT)' "$logs/rust.log" 2>/dev/null | sort -u | head -n 40 || true
  printf '%s\n%s\n' "${rust_line:-  Rust tests: no summary}" "${browser_lines:-  Browser journeys: no summary}"
  printf '%s' "$rust_line" >"$logs/rust.summary"
  # Only the counts: a test's name may hold a number and a word, too.
  { grep -aE '^  [0-9]+ ' <<<"$browser_lines" || true; } >"$logs/browser.summary"
  passed=$(($(count rust.summary passed) + $(count browser.summary passed)))
  broken=$(($(count rust.summary failed) + $(count rust.summary 'timed out') + $(count browser.summary failed) + $(count browser.summary interrupted)))
  skipped=$(($(count rust.summary skipped) + $(count browser.summary skipped)))
fi
say
say "Elapsed: $(elapsed)"
# Last, when everything has been seen: whatever else was green, a run that takes too long is one more thing to mend.
if [ "$what" = all ] && [ "$SECONDS" -gt $((most_minutes * 60)) ]; then failed+=("It took longer than $most_minutes minutes"); fi
if [ ${#failed[@]} -gt 0 ]; then
  printf '%sFailed: %s%s\n' "$red" "$(printf '%s. ' "${failed[@]}")" "$plain"
fi
if [ "$what" = all ]; then
  # A step that failed without a failed test (clippy, a build) must not read as all well.
  if [ ${#failed[@]} -gt 0 ] && [ "$broken" -eq 0 ]; then broken=${#failed[@]}; fi
  echo "$passed passed, $broken failed, $skipped skipped"
fi
[ ${#failed[@]} -eq 0 ]
