#!/bin/sh
# A PostgreSQL server for the tests: its own folder, a Unix socket, nobody else's data.
#
#   .ci/postgres.sh start [FOLDER]   starts one (or finds it running) and prints its address
#   .ci/postgres.sh stop [FOLDER]    stops it and removes the folder
#
# Give the address to the tests in VICHE_TEST_POSTGRES. PostgreSQL refuses to run as root, so then another user runs it.
# Durability stays on (fsync, synchronous_commit): the store refuses a server that would lose ballots.
set -eu

command=${1:-}
folder=${2:-${TMPDIR:-/tmp}/viche-test-postgres}

# initdb and pg_ctl: from PATH, or where Debian hides them.
if ! command -v initdb >/dev/null 2>&1; then
    for bin in /usr/lib/postgresql/*/bin; do
        PATH="$bin:$PATH"
    done
fi
if ! command -v initdb >/dev/null 2>&1; then
    echo "PostgreSQL's initdb was not found: install the package postgresql." >&2
    exit 1
fi

# Runs a command as the user whom the server belongs to.
as_owner() {
    if [ "$(id -u)" -ne 0 ]; then
        "$@"
    elif id postgres >/dev/null 2>&1; then
        setpriv --reuid=postgres --regid="$(id -g postgres)" --init-groups --reset-env env PATH="$PATH" "$@"
    else
        setpriv --reuid=nobody --regid="$(id -g nobody)" --clear-groups --reset-env env PATH="$PATH" "$@"
    fi
}

owner() {
    if [ "$(id -u)" -ne 0 ]; then id -un; elif id postgres >/dev/null 2>&1; then echo postgres; else echo nobody; fi
}

start() {
    if ! as_owner pg_ctl -D "$folder/data" status >/dev/null 2>&1; then
        if [ ! -f "$folder/data/PG_VERSION" ]; then
            # Never into a folder that holds something else: stopping removes it.
            if [ -n "$(ls -A "$folder" 2>/dev/null)" ]; then
                echo "$folder is not empty and holds no PostgreSQL data: choose another folder." >&2
                exit 1
            fi
            mkdir -p "$folder"
            chmod 700 "$folder"
            chown "$(owner)" "$folder"
            # The locale of a Ukrainian town's server would sort differently; tests should not depend on it.
            as_owner initdb -D "$folder/data" -U viche -A trust -E UTF8 --locale=C.UTF-8 >"$folder/initdb.log" 2>&1 ||
                { cat "$folder/initdb.log" >&2; rm -rf "$folder"; exit 1; }
        fi
        # Only the socket, only in our folder; the tests of two instances at once open many connections.
        # The folder is the working directory, because the user may not be able to enter ours.
        (cd / && as_owner pg_ctl -D "$folder/data" -l "$folder/server.log" -w -t 60 \
            -o "-c listen_addresses='' -c unix_socket_directories='$folder' -c max_connections=300 -c shared_buffers=128MB" \
            start >"$folder/start.log" 2>&1) || { cat "$folder/start.log" "$folder/server.log" >&2; exit 1; }
    fi
    echo "postgres://viche@localhost/postgres?host=$folder"
}

stop() {
    if [ -f "$folder/data/PG_VERSION" ]; then
        as_owner pg_ctl -D "$folder/data" -m fast -w stop >/dev/null 2>&1 || true
        rm -rf "$folder"
    fi
}

case "$command" in
start) start ;;
stop) stop ;;
*)
    echo "usage: $0 start|stop [folder]" >&2
    exit 2
    ;;
esac
