"""The country's administrative divisions: GB/T 2260 codes, their names, and what lies below what."""

from __future__ import annotations

import csv
import functools
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources

from crawler.problems import Problem

CODE = re.compile(r"\d{6}")
_SUFFIX = re.compile(r"(?:特别行政区|自治区|自治州|自治县|自治旗|地区|林区|特区|新区|省|市|区|县|旗|盟)$")
#: Peoples named in the official names of autonomous divisions; dropped from a short name (广西壮族自治区 → 广西).
_PEOPLES = re.compile(
    r"(?:蒙古族?|回族?|藏族|维吾尔族?|苗族|彝族|壮族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族|哈尼族|哈萨克族?|傣族|黎族|傈僳族|佤族|畲族|高山族|拉祜族|水族|东乡族|纳西族|景颇族|柯尔克孜族?"
    r"|土族|达斡尔族?|仫佬族|羌族|布朗族|撒拉族|毛南族|仡佬族|锡伯族?|阿昌族|普米族|塔吉克族?|怒族|鄂温克族|德昂族|保安族|裕固族|独龙族|鄂伦春族|基诺族|各族)$"
)
_JOINTS = re.compile(r"[\s/、,\uff0c·>—-]+")


@dataclass(frozen=True, slots=True)
class Region:
    """One division: six-digit code, official name, level (province, prefecture, county), code above it or empty."""

    code: str
    name: str
    level: str
    parent: str


def level_of(code: str) -> str:
    """province, prefecture or county, as the zeros of a six-digit code say."""
    if code.endswith("0000"):
        return "province"
    return "prefecture" if code.endswith("00") else "county"


@functools.cache
def official() -> dict[str, Region]:
    """Every division of GB/T 2260 by code, in the order of the codes."""
    return _read("regions.csv")


@functools.cache
def known() -> dict[str, Region]:
    """The official divisions, and after them the invented ones of the built-in sample province."""
    return official() | _read("regions_sample.csv")


def get(code: str) -> Region | None:
    """The division with exactly this code, or None."""
    return known().get(code)


def find(text: str) -> Region:
    """The division meant by a code (``330000``), a name (``浙江省``, ``浙江``) or a path (``江苏省南京市鼓楼区``).

    Raises ``Problem`` unknown_region, or ambiguous_region with the candidates, when several divisions bear the name.
    """
    found = _best(text)
    if not found:
        raise Problem("unknown_region", value=text)
    if len(found) > 1:
        listed = "、".join(f"{full_name(one.code)}({one.code})" for one in found)
        raise Problem("ambiguous_region", value=text, candidates=listed)
    return found[0]


def candidates(text: str) -> list[Region]:
    """Every division a code, name or path may mean, in the order of the codes."""
    wanted = _JOINTS.sub("", text)
    codes = (wanted,) if wanted in known() else _spellings().get(wanted, ())
    return [known()[code] for code in codes]


def below(code: str) -> tuple[Region, ...]:
    """The division itself and everything beneath it, in the order of the codes; empty for an unknown code."""
    return tuple(region for region in known().values() if contains(code, region.code))


def contains(code: str, other: str) -> bool:
    """Whether ``other`` is the division ``code`` or lies beneath it."""
    return bool(code) and code in lineage(other)


def lineage(code: str) -> tuple[str, ...]:
    """The code and the codes of all divisions above it, lowest first; empty for an unknown code."""
    region = get(code)
    if region is None:
        return ()
    return (code, *lineage(region.parent))


def full_name(code: str) -> str:
    """The name with those above it: 江苏省南京市鼓楼区; empty for an unknown code."""
    return "".join(known()[one].name for one in reversed(lineage(code)))


def short_name(name: str) -> str:
    """The name as people say it, without its kind and peoples: 浙江, 广西, 恩施; never shorter than two characters."""
    bare = _SUFFIX.sub("", name)
    if len(bare) < 2:
        return name
    while "自治" in name and len(_PEOPLES.sub("", bare)) >= 2 and _PEOPLES.search(bare):
        bare = _PEOPLES.sub("", bare)
    return bare


def _best(text: str) -> list[Region]:
    """The candidates officially so called; else the province so called for short (吉林); else all of them."""
    found = candidates(text)
    exact = [region for region in found if region.name == text.strip()]
    provinces = [region for region in found if region.level == "province"]
    return exact or provinces or found


@functools.cache
def _spellings() -> dict[str, tuple[str, ...]]:
    """Each way to write a division, alone or after those above it, and the codes it may mean."""
    found: dict[str, list[str]] = defaultdict(list)
    for region in known().values():
        for text in dict.fromkeys(_spell(region.code)):
            found[text].append(region.code)
    return {text: tuple(codes) for text, codes in found.items()}


def _spell(code: str) -> Iterator[str]:
    region = known()[code]
    own = (region.name, short_name(region.name))
    yield from own
    for above in lineage(code)[1:]:
        for prefix in _spell(above):
            yield from (prefix + one for one in own)


def _read(name: str) -> dict[str, Region]:
    with resources.files("crawler.data").joinpath(name).open(encoding="utf-8") as file:
        names = {row["code"]: row["name"] for row in csv.DictReader(file)}
    return {code: Region(code, text, level_of(code), _parent(code, names)) for code, text in names.items()}


def _parent(code: str, names: dict[str, str]) -> str:
    """The prefecture when there is one, else the province: some counties are governed by their province directly."""
    above = (code[:4] + "00", code[:2] + "0000")
    return next((one for one in above if one != code and one in names), "")
