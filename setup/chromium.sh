#!/bin/sh
# Find a Chromium and fonts for Chinese, or get them: Debian's packages when root with apt, else Playwright's own download.
# Never fails: without a browser the audit still runs and says, per page, what was not rendered.
set -u

found() {
    for name in chromium chromium-browser google-chrome google-chrome-stable microsoft-edge; do
        command -v "$name" >/dev/null 2>&1 && return 0
    done
    ls "${PLAYWRIGHT_BROWSERS_PATH:-$HOME/.cache/ms-playwright}"/chromium-*/ >/dev/null 2>&1
}

has_fonts() { command -v fc-list >/dev/null 2>&1 && [ -n "$(fc-list :lang=zh 2>/dev/null | head -n 1)" ]; }

apt_install() {
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 || return 1
    echo "installing $* with apt-get" >&2
    apt-get install -y -qq "$@" >/dev/null 2>&1 || { apt-get update -qq >/dev/null 2>&1 && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$@" >/dev/null 2>&1; }
}

found || apt_install chromium || .venv/bin/python -m playwright install chromium >/dev/null 2>&1 || true
found || echo "no Chromium could be installed: pages that need a browser will be listed as not rendered" >&2
# Playwright drives the browser through a program of its own, which a bare Debian lacks one library for.
drives() { .venv/bin/python -m playwright --version >/dev/null 2>&1; }
drives || apt_install libatomic1 || echo "Playwright's driver does not start: pages that need a browser will be listed as not rendered" >&2
has_fonts || apt_install fonts-noto-cjk || echo "no fonts for Chinese found: screenshots may show empty boxes" >&2
exit 0
