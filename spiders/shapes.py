"""What an address gives away before it is opened: its template, its shape, whether it leads into an endless space."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from importlib import resources
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit

import yaml

MAX_LENGTH: Final = 1000
MAX_FOLDERS: Final = 14
#: How often one folder name may occur in a path; relative links on error pages pile them up.
MAX_SAME_FOLDER: Final = 3
YEARS: Final = range(1990, 2100)

_NUMBER = re.compile(r"\d+")
_INDEX = re.compile(r"/(?:(?:index|list|default)\.\w+)?$", re.IGNORECASE)
#: A year, a month of a year, or a day.
_DAY = re.compile(r"(?:19|20)\d{2}(?:[01]\d(?:[0-3]\d)?)?")
_PLACED_NUMBER = re.compile(r"(\D?)(\d+)")
_LONG_ID = re.compile(r"(?:[0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12}|[0-9a-f]{16,})", re.IGNORECASE)
_LONG: Final = 15  # characters that no long id can be made of
#: Addresses without parameters and fragment: host, and path.
_PLAIN = re.compile(r"https?://([^/?#\s]+)(/[^?#\s]*)")


@lru_cache(maxsize=1)
def _shapes() -> dict[str, dict[str, re.Pattern[str]]]:
    text = resources.files("spiders").joinpath("shapes.yaml").read_text(encoding="utf-8")
    data: dict[str, dict[str, Any]] = yaml.safe_load(text)
    return {use: {name: re.compile(rule, re.IGNORECASE) for name, rule in rules.items()} for use, rules in data.items()}


@lru_cache(maxsize=1 << 13)
def url_template(url: str) -> str:
    """The skeleton that addresses of one kind share: numbers and long ids folded, parameters by name only."""
    if plain := _PLAIN.fullmatch(url):
        return plain[1] + _folded(plain[2])
    parts = urlsplit(url)
    path = _folded(parts.path)
    names = sorted({name for name, _ in parse_qsl(parts.query, keep_blank_values=True)})
    route = _folded(parts.fragment.partition("?")[0])
    return f"{parts.netloc}{path}" + ("?" + "&".join(names) if names else "") + (f"#{route}" if route else "")


def _folded(path: str) -> str:
    return _NUMBER.sub("0", _LONG_ID.sub("0", path) if len(path) > _LONG else path)


@lru_cache(maxsize=1 << 13)
def section(url: str) -> str:
    """The template with the numbers of the site's parts kept: many systems name all content alike but for its channel's number.

    The last number is the content's own, but for the first page of a list, which is a part by itself.
    """
    text = _LONG_ID.sub("0", url.partition("://")[2].partition("#")[0])
    numbers = _PLACED_NUMBER.findall(text, max(0, text.find("/")))
    own = 0 if _INDEX.search(text) else 1
    kept = [number for before, number in numbers[: len(numbers) - own] if not _counts(before, number)]
    return f"{url_template(url)} {' '.join(kept)}" if kept else url_template(url)


def _counts(before: str, number: str) -> bool:
    """Whether a number, by itself or right after some character, stands for a day, a month, a year or a page."""
    return (len(number) <= 2 and not before.isalpha()) or bool(_DAY.fullmatch(number))


@lru_cache(maxsize=1 << 13)
def shape(url: str, use: str) -> str:
    """The name of the first shape of ``use`` (never, last, news) the address has; empty when none."""
    plain = _PLAIN.fullmatch(url)
    tail = plain[2] if plain else _tail(url)
    if not _any_shape(use).search(tail):
        return ""
    return next((name for name, pattern in _shapes()[use].items() if pattern.search(tail)), "")


@lru_cache(maxsize=8)
def _any_shape(use: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern.pattern})" for pattern in _shapes()[use].values()), re.IGNORECASE)


def _tail(url: str) -> str:
    parts = urlsplit(url)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def trap(url: str) -> str:
    """Why an address leads into an endless space: too_long, too_deep, repeated_folder or calendar; else empty."""
    if len(url) > MAX_LENGTH:
        return "too_long"
    if url.count("/") <= MAX_SAME_FOLDER + 2 and "?" not in url:  # two slashes before the host: too short for any
        return ""
    path, _, query = url.partition("#")[0].partition("?")
    folders = [name for name in path.split("/")[3:] if name]
    if len(folders) > MAX_FOLDERS:
        return "too_deep"
    words = [name for name in folders if not name.isdigit()]
    if len(words) - len(set(words)) >= MAX_SAME_FOLDER and max(Counter(words).values()) > MAX_SAME_FOLDER:
        return "repeated_folder"
    return "calendar" if query and _impossible_year(query) else ""


def _impossible_year(query: str) -> bool:
    years = (value for name, value in parse_qsl(query) if name.lower() in ("year", "y", "nian"))
    return any(value.isdigit() and int(value) not in YEARS for value in years)
