#!/bin/sh
# PostgreSQL's server programs, which the database tests start for themselves on a loopback port. Debian's package when root with apt.
set -u
ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 && exit 0
command -v postgres >/dev/null 2>&1 && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "installing postgresql with apt-get" >&2
    export DEBIAN_FRONTEND=noninteractive
    apt-get install -y -qq postgresql >/dev/null 2>&1 || { apt-get update -qq >/dev/null 2>&1 && apt-get install -y -qq postgresql >/dev/null 2>&1; }
fi
ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 || echo "no PostgreSQL server found: its tests will be skipped" >&2
exit 0
