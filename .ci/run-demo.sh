#!/usr/bin/env bash
# `make run`: the demonstration on this machine, from nothing to an address to open. Ctrl-C stops it; the data stays in ./data.
#
# The server is built with the dev profile: it shares every compiled crate with `make test` and is there in about half the
# time of a release build; the dependencies are optimised in it, so a page still takes milliseconds. PROFILE=release changes that.
set -euo pipefail
# shellcheck source=.ci/lib.sh
. "$(dirname "$0")/lib.sh"
cd "$ROOT"

PORT=${PORT:-3000}
ADDR=${ADDR:-127.0.0.1}
HOST=${HOST:-localhost}
ID_PORT=${ID_PORT:-$((PORT + 10))}
DATA=${DATA:-data}
PROFILE=${PROFILE:-dev}

# --- how the two programs are called; the only place that knows ------------------------------------------------------

export VICHE_DEMO=1
unset VICHE_MASTER_KEY # the demonstration has a key file of its own
export VICHE_ADDR=$ADDR:$PORT
export VICHE_PUBLIC_URL=http://$HOST:$PORT
export VICHE_LOG=${VICHE_LOG:-info,sqlx=warn,sea_orm_migration=warn}
# Not the DATABASE_URL of whoever starts it: a demonstration must not find its way into a real database.
export DATABASE_URL=${DEMO_DATABASE_URL:-sqlite://$DATA/viche.db}
export VICHE_MASTER_KEY_FILE=$DATA/master.key
export VICHE_LINK_KEYS_DIR=$DATA/link-keys
export VICHE_IDGOVUA_URL=http://$HOST:$ID_PORT
export VICHE_IDGOVUA_CLIENT_ID=viche-demo
export VICHE_IDGOVUA_CLIENT_SECRET=not-a-secret

programs=$(target_dir)/${PROFILE/#dev/debug}
migrate() { "$programs/viche" migrate; }
# Fills an empty database (and makes the master key); each time it prints who can sign in.
seed() { "$programs/viche" seed; }
# These two replace the shell that they are started in, so that a signal reaches the program itself.
start_identity() {
  exec "$programs/viche-sandbox-id" --listen "$ADDR:$ID_PORT" --redirect-uri "http://platform.$HOST:$PORT/auth/callback" \
    --redirect-uri "http://$HOST:$PORT/auth/callback" \
    --client-id "$VICHE_IDGOVUA_CLIENT_ID" --client-secret "$VICHE_IDGOVUA_CLIENT_SECRET"
}
start_server() { exec "$programs/viche" serve; }

# --- set up and build ------------------------------------------------------------------------------------------------

# Where a listener of ADDR can be reached from here.
here=$ADDR
if [ "$here" = 0.0.0.0 ]; then here=127.0.0.1; fi
listening() { (exec 3<>"/dev/tcp/$here/$1") 2>/dev/null; }
for port in "$PORT" "$ID_PORT"; do
  if listening "$port"; then die "something listens on port $port already. Stop it, or choose another: make run PORT=8080"; fi
done

.ci/setup.sh run
pinned_toolchain
heading "What the browser gets"
frontend/build.sh --release
heading "The server (the first time takes some minutes)"
cargo build --bins --profile "$PROFILE"

# --- the database ----------------------------------------------------------------------------------------------------

mkdir -p "$DATA"
heading "The database"
# Somebody pressed Ctrl-C while the demonstration was being written: half of one is of no use.
unfinished=$DATA/seeding-unfinished
if [ -e "$unfinished" ]; then
  say "The first start was interrupted; the demonstration is written anew."
  rm -f "$DATA"/viche.db*
fi
[ -e "$DATA/viche.db" ] || touch "$unfinished"
migrate
who=$(seed)
rm -f "$unfinished"

# --- run -------------------------------------------------------------------------------------------------------------

running=()
# shellcheck disable=SC2317 # the traps call it
stop() {
  trap '' HUP INT TERM
  [ ${#running[@]} -eq 0 ] || kill -TERM "${running[@]}" 2>/dev/null || true
  wait
}
# HUP: the terminal was closed, so there may be nobody to tell.
trap 'stop; say "Stopped. The data is in $DATA; make run goes on with it." 2>/dev/null || true; exit 0' HUP INT TERM
trap stop EXIT

# wait_for PORT PID WHAT
wait_for() {
  for _ in $(seq 300); do
    if listening "$1"; then return; fi
    kill -0 "$2" 2>/dev/null || die "$3 did not start; what it said is above."
    sleep 0.1
  done
  die "$3 does not answer on port $1."
}

start_identity &
running+=($!)
wait_for "$ID_PORT" $! "The sandbox identity service"
start_server &
running+=($!)
wait_for "$PORT" $! "The server"

heading "Ready"
say "$who"
cat <<EOF

  ${bold}Open http://$HOST:$PORT${plain}

  Korosten            http://$HOST:$PORT
  Ovruch              http://ovruch.$HOST:$PORT
  all communities     http://platform.$HOST:$PORT
  staff               http://$HOST:$PORT/staff

Ctrl-C stops it.
EOF

# Whichever ends first ends both. (Not `wait -n`: it would wait for ever where one has ended just before.)
while kill -0 "${running[0]}" 2>/dev/null && kill -0 "${running[1]}" 2>/dev/null; do sleep 0.5; done
die "one of the two programs ended by itself; what it said is above."
