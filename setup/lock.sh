#!/bin/sh
# Renew the lock files from pyproject.toml: every version pinned, every file's hash, no address of any index. Needs uv.
set -eu
pin() { uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet "$@"; }
pin --extra build pyproject.toml --output-file requirements.lock
pin --extra build --extra dev --constraint requirements.lock pyproject.toml --output-file requirements-dev.lock
