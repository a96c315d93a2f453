#!/bin/sh
# Make the virtual environment .venv and install what a lock file names, hashes checked. Usage: environment.sh LOCKFILE
set -eu
lock=$1

python=
for candidate in "${PYTHON:-}" python3.11 python3 python3.12 python3.13; do
    [ -n "$candidate" ] && command -v "$candidate" >/dev/null 2>&1 || continue
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then python=$candidate; break; fi
done
if [ -z "$python" ]; then
    echo "govaudit needs Python 3.11 or newer; install it (Debian: apt-get install python3) or name it: make PYTHON=/path/to/python" >&2
    exit 2
fi

if [ ! -x .venv/bin/python ] || ! .venv/bin/python -c 'import pip' 2>/dev/null; then
    rm -rf .venv
    if ! "$python" -m venv .venv >/dev/null 2>&1; then
        # Debian splits ensurepip off into a package of its own.
        rm -rf .venv
        if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
            apt-get update -qq && apt-get install -y -qq python3-venv >/dev/null
            "$python" -m venv .venv
        else
            echo "python3 cannot make virtual environments; install the package python3-venv and try again" >&2
            exit 2
        fi
    fi
fi

echo "installing $lock into .venv" >&2
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r "$lock"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
