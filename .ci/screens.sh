#!/usr/bin/env bash
# `make screens`: pictures of every page, 360 px and desktop, light and dark, Ukrainian and English, into end2end/screens.
set -euo pipefail
# shellcheck source=.ci/lib.sh
. "$(dirname "$0")/lib.sh"
cd "$ROOT"

.ci/setup.sh test
pinned_toolchain
frontend/build.sh --release
cargo build --bins
cd end2end
rm -rf screens
PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 VICHE_SCREENS=1 npx --no-install playwright test --project screens
ls screens | wc -l
