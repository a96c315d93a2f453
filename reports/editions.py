"""What went out with reports, frozen: a file for each site, year and edition that says by its digest that nobody changed it.

The results database holds what can be judged again and belongs to one version of the program; an edition cannot be made again and
must outlive it. Files are JSON: ``digest`` is the SHA-256 of ``content`` with sorted keys and no white space, and ``content`` names the
digest of the edition before, so that none can be changed or taken away unnoticed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from crawler.problems import Problem
from reports.files import replaced
from reports.html_paths import safe_name
from reports.html_words import program_version
from reports.records import Publication, Score, SiteScorecard
from reports.shortcomings import Shortcoming
from reports.tables import from_plain, to_plain

FORMAT = "govaudit-edition-1"


@dataclass(frozen=True, slots=True)
class Editions:
    """The editions below ``folder``: ``<year>/<site>/<edition>.json``."""

    folder: Path

    def publish(
        self, card: SiteScorecard, scores: Sequence[Score], at: str, points: Sequence[Shortcoming] = ()
    ) -> Publication:
        """Keep a scorecard, its scores and its rectification list as a new edition; the last one where nothing changed since.

        Raises ``Problem`` edition_changed or edition_unreadable for a last edition that is not as it was written.
        """
        bare = tuple(replace(score, drawn=()) for score in scores)
        files = self._files(card.site.site_id, card.year)
        before = _read(files[-1]) if files else None
        number = _number(files[-1]) + 1 if files else 1
        made = Publication(number, at, card, bare, tuple(points))
        content = _content(made, _digest(_canonical(before)) if before else "")
        if before is not None and _told(before) == _told(content):
            return _publication(files[-1], before)
        _write(self._place(card.site.site_id, card.year) / f"{number}.json", _canonical(content))
        return made

    def publication(self, site_id: str, year: int, edition: int | None = None) -> Publication | None:
        """An edition of what was published about a site's year, by default the last; None when there is none.

        Raises ``Problem`` edition_changed or edition_unreadable for a file that is not as it was written.
        """
        files = [path for path in self._files(site_id, year) if edition in (None, _number(path))]
        return _publication(files[-1], _read(files[-1])) if files else None

    def last_publication(self, site_id: str, year: int) -> Publication | None:
        """What was last published about a site up to and including a year."""
        years = sorted((int(path.name) for path in self.folder.glob("[0-9][0-9][0-9][0-9]")), reverse=True)
        found = (self.publication(site_id, one) for one in years if one <= year)
        return next((one for one in found if one is not None), None)

    def flaws(self, site_id: str, year: int) -> Iterator[Problem]:
        """What is wrong with a site's editions of a year: changed, unreadable, or one of them gone."""
        before = ""
        for number, path in enumerate(self._files(site_id, year), start=1):
            try:
                content = _read(path)
            except Problem as problem:
                yield problem
                return
            if _number(path) != number or content["previous"] != before:
                yield Problem("edition_gap", file=str(path))
            before = _digest(_canonical(content))

    def _place(self, site_id: str, year: int) -> Path:
        return self.folder / str(year) / safe_name(site_id)

    def _files(self, site_id: str, year: int) -> list[Path]:
        return sorted(self._place(site_id, year).glob("[0-9]*.json"), key=_number)


def _number(path: Path) -> int:
    return int(path.stem) if path.stem.isdigit() else 0


def _content(made: Publication, previous: str) -> dict[str, Any]:
    """What an edition holds: the record, and the versions that made it where a person finds them at once."""
    versions = {"program": program_version(), "rules": made.card.pack_version}
    versions |= {score.scheme: score.scheme_version for score in made.scores}
    return to_plain(made) | {"versions": versions, "previous": previous}


def _told(content: Mapping[str, Any]) -> tuple[Any, ...]:
    return content["card"], content["scores"], content["points"]


def _canonical(content: Mapping[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _digest(canonical: str) -> str:
    return "sha256:" + hashlib.sha256(canonical.encode("utf-8")).hexdigest()


def _write(path: Path, canonical: str) -> None:
    with replaced(path) as staged:
        whole = f'{{"format":"{FORMAT}","digest":"{_digest(canonical)}","content":{canonical}}}\n'
        staged.write_text(whole, encoding="utf-8", newline="\n")


def _read(path: Path) -> dict[str, Any]:
    try:
        whole = json.loads(path.read_text(encoding="utf-8"))
        content: dict[str, Any] = whole["content"]
        digest = whole["digest"]
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise Problem("edition_unreadable", file=str(path), error=str(error)) from error
    if digest != _digest(_canonical(content)):
        raise Problem("edition_changed", file=str(path))
    return content


def _publication(path: Path, content: Mapping[str, Any]) -> Publication:
    try:
        made: Publication = from_plain(Publication, content)
    except ValidationError as error:
        raise Problem("edition_unreadable", file=str(path), error=str(error).splitlines()[0]) from error
    return made
