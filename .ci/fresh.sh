#!/usr/bin/env bash
# `make fresh`: the last commit, cloned into an empty folder, with a new HOME and an environment that holds nothing but PATH
# and RUSTUP_HOME. Both of the README's commands must work there; what only works on a lived-in machine shows.
set -euo pipefail
# Before the line below puts this folder's own tools in front: the clone has to make its own.
path=$PATH
# shellcheck source=.ci/lib.sh
. "$(dirname "$0")/lib.sh"
PORT=${PORT:-3900}

place=$(mktemp -d "${TMPDIR:-/tmp}/viche-fresh.XXXXXX")
log=$place/run.log
server=''
clean_up() {
  stop_server
  rm -rf "$place"
}
# Ctrl-C as a terminal sends it: to the whole group.
stop_server() {
  [ -n "$server" ] || return 0
  kill -INT -- "-$server" 2>/dev/null || true
  wait "$server" 2>/dev/null || true
  server=''
}
trap clean_up EXIT
set -m # each background job in a process group of its own

git clone -q "$ROOT" "$place/viche"
mkdir "$place/home"
cd "$place/viche"
say "$(git log -1 --format='%h %s'), in $place"
bare() { env -i PATH="$path" RUSTUP_HOME="${RUSTUP_HOME:-$HOME/.rustup}" HOME="$place/home" "$@"; }

# start_server: returns when `make run` says that it is ready.
start_server() {
  : >"$log"
  bare make run PORT="$PORT" >"$log" 2>&1 &
  server=$!
  tail -n +1 -f --pid="$server" "$log" &
  local follow=$!
  until grep -q ' Ready ──' "$log"; do
    kill -0 "$server" 2>/dev/null || die "make run ended before it was ready."
    sleep 0.2
  done
  kill "$follow" 2>/dev/null || true
}
answers() {
  # shellcheck disable=SC2016
  node -e '
    fetch(process.argv[1], { signal: AbortSignal.timeout(20000) }).then(async (answer) => {
      const page = await answer.text();
      if (answer.status !== 200 || !page.includes("Демонстрація")) throw new Error(`${answer.status}: ${page.slice(0, 500)}`);
    }).catch((error) => { console.error(error); process.exit(1); });' "http://localhost:$PORT/"
}

heading "make run, the first time"
start_server
answers || die "the page is not there."
stop_server

heading "make run, the second time"
began=$(date +%s%N)
start_server
took=$((($(date +%s%N) - began) / 1000000))
answers || die "the page is not there."
stop_server
say "The second start took $took ms."
[ "$took" -lt 30000 ] || die "the second start should take seconds."

heading "make test"
bare make test
