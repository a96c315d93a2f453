"""The official list of items (权责清单、事项目录) against the items a site shows: matched as names on the site are, the missing named."""

from __future__ import annotations

from collections.abc import Iterable

from rules.matching import Matcher
from rules.matters import Matter


def match_official(matters: list[Matter], names: Iterable[str], matcher: Matcher) -> list[Matter]:
    """Match the items found to the official list's names; names not found become items of their own."""
    by_key = {matcher.key(name).key: matter for matter in matters for name in matter.names}
    by_key |= {matter.key: matter for matter in matters}
    for matter in matters:
        matter.in_catalogue = False
    # names found as such first: none may take the item of another by likeness
    for line in sorted(names, key=lambda line: matcher.key(official_name(line)[0]).key not in by_key):
        name, department = official_name(line)
        found = matcher.key(name)
        matter = by_key.get(found.key) or _meant(found.key, matters, matcher) or Matter(found.key)
        by_key.setdefault(found.key, matter)
        matter.in_catalogue = True
        matter.official = matter.official or name
        matter.names.setdefault(name, 0)
        matter.reasons.setdefault(name, found.reasons)
        if department:
            matter.departments[department] += 1
    unique = {id(matter): matter for matter in (*matters, *by_key.values())}
    return sorted(unique.values(), key=lambda matter: matter.key)


def _meant(key: str, matters: Iterable[Matter], matcher: Matcher) -> Matter | None:
    """The one item that an official name, not found as such, can only mean."""
    alike = [matter for matter in matters if not matter.in_catalogue and matcher.may_be_official(key, matter.key)]
    if len(alike) != 1:
        return None
    alike[0].reasons |= {name: (*alike[0].reasons.get(name, ()), "name_official") for name in alike[0].names}
    return alike[0]


def official_name(line: str) -> tuple[str, str]:
    """Name and department of an entry of an official list: parted by a tab, ``|`` or comma, or the name alone."""
    for mark in ("\t", "|", ","):
        name, found, department = line.partition(mark)
        if found and name.strip():
            return name.strip(), department.strip()
    return line.strip(), ""
