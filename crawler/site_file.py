"""``site.json``: what an archive folder says about itself – who, when, as of which day, made with what."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from crawler.problems import Problem
from crawler.records import Site

SITE_NAME = "site.json"
_PACKAGES = ("govaudit", "scrapy", "fastwarc")


@dataclass(frozen=True, slots=True)
class SiteFile:
    """The content of ``site.json``. Times are UTC ISO 8601; ``digests`` map file names to sha256 once the site is
    finished."""

    site: Site
    year: int
    as_of: str
    started_at: str = ""
    finished_at: str = ""
    status: str = ""
    reason: str = ""
    options: Mapping[str, object] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)
    digests: Mapping[str, str] = field(default_factory=dict)
    seal: str = ""  # the digest of this file itself, as it is without it; empty in unfinished and older archives

    def write(self, folder: Path) -> None:
        """Replace the file in one step, so that a kill leaves the old one or the new one."""
        fresh = folder / f"{SITE_NAME}.new"
        fresh.write_text(self._sealed() if self.digests else self._text(), encoding="utf-8")
        fresh.replace(folder / SITE_NAME)

    def intact(self, folder: Path) -> bool:
        """Whether the file still is, to the byte, what was written and then read into this; older ones cannot tell."""
        return not self.seal or (folder / SITE_NAME).read_text(encoding="utf-8") == self._sealed()

    def _text(self) -> str:
        plain = {one.name: getattr(self, one.name) for one in fields(self)} | {"site": asdict(self.site)}
        return json.dumps(plain, ensure_ascii=False, indent=2, sort_keys=True) + "\n"

    def _sealed(self) -> str:
        plain = replace(self, seal="")
        return replace(self, seal="sha256:" + hashlib.sha256(plain._text().encode()).hexdigest())._text()

    @classmethod
    def read(cls, folder: Path) -> SiteFile:
        """Read the file of an archive folder; raises ``Problem`` archive_missing or archive_damaged."""
        path = folder / SITE_NAME
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            site = data.pop("site")
            return cls(site=Site(**{**site, "service_urls": tuple(site["service_urls"])}), **data)
        except FileNotFoundError as error:
            raise Problem("archive_missing", folder=str(folder)) from error
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise Problem("archive_damaged", folder=str(folder), file=SITE_NAME, error=str(error)) from error


@cache
def versions() -> Mapping[str, str]:
    """Versions of the programs that make an archive."""
    return {name: _version(name) for name in _PACKAGES}


def digest_of(path: Path) -> str:
    """``sha256:<hex>`` of a file, read in pieces."""
    with path.open("rb") as file:
        return "sha256:" + hashlib.file_digest(file, "sha256").hexdigest()


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
