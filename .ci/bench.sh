#!/usr/bin/env bash
# `make bench`: measures what the design promises, each as a ratio of two things in the same run, and writes the tables of
# docs/PERFORMANCE.md (between its two marks; the words around them stay). Takes about ten minutes. Ends red when a must of Lighthouse
# was missed, once the page is written.
set -euo pipefail
# shellcheck source=.ci/lib.sh
. "$(dirname "$0")/lib.sh"
cd "$ROOT"

.ci/setup.sh test
pinned_toolchain
scratch=$(mktemp -d "${TMPDIR:-/tmp}/viche-bench.XXXXXX")
chmod 755 "$scratch"
trap '.ci/postgres.sh stop "$scratch/postgres" >/dev/null 2>&1 || true; rm -rf "$scratch"' EXIT
trap 'exit 130' INT

heading "What the browser gets"
frontend/build.sh --release
heading "The programs (release)"
cargo bench --no-run -p server --bench bench
heading "PostgreSQL"
VICHE_BENCH_POSTGRES=$(.ci/postgres.sh start "$scratch/postgres")
export VICHE_BENCH_POSTGRES
heading "Measuring"
# 2,000 event streams, both ends of which are in one process.
ulimit -n 16384
cargo bench -p server --bench bench >"$scratch/table.md"
cat "$scratch/table.md"

# What a phone loads: bytes as brotli, from the build's own manifest.
sizes() {
  node -e '
    const m = JSON.parse(require("fs").readFileSync("target/site/manifest.json"));
    const br = (n) => m[n].br ?? m[n].bytes;
    const wasm = br("viche_bg.wasm") + br("viche.js") + br("boot.js");
    console.log("| What | Bytes (brotli) | Aim |\n|---|---|---|");
    console.log(`| main.css | ${br("main.css")} | |`);
    console.log(`| desk-main.css (staff, beside main.css) | ${br("desk-main.css")} | |`);
    console.log(`| residents: WASM + glue + boot | ${wasm} | ≤ 110 KB |`);
    console.log(`| the desk: WASM + glue | ${br("viche_staff_bg.wasm") + br("viche_staff.js")} | |`);
    console.log(`| widget: loader, script and styles | ${br("embed/v1.js") + br("embed-frame.js") + br("embed-main.css")} | ≤ 10 KB with the card |`);
  '
}

heading "Lighthouse"
npm --prefix end2end/lighthouse ci --no-audit --no-fund --silent
# With the programs that the benchmark was built with: another build of them would take as long again.
# What is missed is in the table and on the screen; the rest is still to be written down, and then this ends red.
missed=
node end2end/lighthouse/measure.mjs | tee "$scratch/lighthouse.md" || missed=yes

page=docs/PERFORMANCE.md
{
  sed '/<!-- measured -->/q' "$page"
  printf '\nMeasured %s by `make bench` at commit %s. Machine: %s cores, %s, %s.\n\n' \
    "$(date -u +%Y-%m-%d)" "$(git rev-parse --short HEAD)" "$(nproc)" \
    "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)" "$(awk '/MemTotal/ {printf "%.0f GiB", $2 / 1048576}' /proc/meminfo)"
  cat "$scratch/table.md"
  sizes
  printf '\nLighthouse 12.8.2, mobile, medians of five runs (accessibility, best practices and SEO: the worst).\n\n'
  cat "$scratch/lighthouse.md"
  echo
  sed -n '/<!-- end -->/,$p' "$page"
} >"$scratch/page.md"
mv "$scratch/page.md" "$page"
say "Written to $page."
[ -z "$missed" ] || die "a must of Lighthouse was missed, or could not be measured: the table of $page and the lines above say which."
