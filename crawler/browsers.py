"""Finding a Chromium on this machine: Chromium, Chrome, Edge or the one Playwright keeps."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

#: Commands tried first, in this order.
COMMANDS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "microsoft-edge",
    "msedge",
    "chrome",
)
#: Programs under the places where Windows installs them.
WINDOWS = (
    r"Chromium\Application\chrome.exe",
    r"Google\Chrome\Application\chrome.exe",
    r"Microsoft\Edge\Application\msedge.exe",
)
MACOS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
#: The program inside one of Playwright's ``chromium-<revision>`` folders.
PLAYWRIGHT = (
    "chrome-linux/chrome",
    "chrome-linux64/chrome",
    "chrome-win/chrome.exe",
    "chrome-win64/chrome.exe",
    "chrome-mac/Chromium.app/Contents/MacOS/Chromium",
    "chrome-mac-arm64/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing",
)


def find_chromium() -> str | None:
    """The path of a Chromium-based browser, or None.

    ``GOVAUDIT_CHROMIUM`` names one; naming a file that is not there means none.
    """
    named = os.environ.get("GOVAUDIT_CHROMIUM")
    if named is not None:
        return named if Path(named).is_file() else None
    on_path = next((found for name in COMMANDS if (found := shutil.which(name))), None)
    return on_path or next((str(path) for path in _installed() if path.is_file()), None)


def _installed() -> Iterator[Path]:
    if sys.platform == "win32":
        roots = (os.environ.get(name) for name in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"))
        yield from (Path(root) / program for root in roots if root for program in WINDOWS)
    elif sys.platform == "darwin":
        yield from (Path(program) for program in MACOS)
    for folder in sorted(_playwright_folder().glob("chromium-*"), reverse=True):
        yield from (folder / program for program in PLAYWRIGHT)


def _playwright_folder() -> Path:
    """Where Playwright keeps its browsers (its documentation, "Managing browser binaries")."""
    named = os.environ.get("PLAYWRIGHT_BROWSERS_PATH")
    if named and named != "0":
        return Path(named)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", str(Path.home()))) / "ms-playwright"
    caches = Path.home() / ("Library/Caches" if sys.platform == "darwin" else ".cache")
    return caches / "ms-playwright"
