"""Checking one row of a list of sites and filling in what follows from the rest of it."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from crawler import regions
from crawler.addresses import host_refusal
from crawler.problems import Problem
from crawler.records import LEVELS, Site

#: 网站标识码: six digits of GB/T 2260, or bm and four digits for central departments, and four more.
SITE_CODE = re.compile(r"(?:\d{6}|bm\d{4})\d{4}")
#: What a level may be called in a list, beside its key.
LEVEL_WORDS = {
    "central": ("中央", "国家", "国家级", "部委", "中央部门"),
    "province": ("省", "省级", "自治区", "直辖市"),
    "prefecture": ("市", "市级", "地市", "地市级", "地级市", "市州", "州", "盟", "地级"),
    "county": ("县", "县级", "区", "区级", "区县", "县区", "区县级", "县市区", "县级市", "旗"),
    "township": ("乡镇", "乡", "镇", "乡镇级", "乡级", "镇级", "街道", "乡镇街道"),
    "village": ("村", "村级", "社区", "村居"),
    "department": ("部门", "部门网站", "委办局", "单位"),
}
_LEVEL_OF = {word: level for level, words in LEVEL_WORDS.items() for word in (level, *words)}
_BETWEEN = re.compile(r"[;\uff1b\s]+")
_RANKED = ("province", "prefecture", "county")
_SAFE_ID = re.compile(r"\w(?:[\w.-]{0,62}\w)?")
_ID_LENGTH = 59  # leaves room for a prefix where a host is called like a device
#: Names Windows keeps for devices, whatever extension follows.
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)*\.?|[0-9a-f:.]+(?:%\w+)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one cell: field, value, code of the message ``register.<code>`` and its further parameters."""

    field: str
    value: str
    code: str
    params: dict[str, object] = dataclasses.field(default_factory=dict)


def check_row(row: Mapping[str, str]) -> tuple[Site | None, list[Fault]]:
    """The site a row describes, or None and everything wrong with it. ``row`` maps field names to stripped text."""
    services = tuple(part for part in _BETWEEN.split(row.get("service_urls", "")) if part)
    region, faults = _region(row)
    faults += _name(row) + _addresses(row.get("portal_url", ""), services) + _site_code(row, region)
    level, level_faults = _level(row, region)
    site_id, id_faults = _site_id(row)
    faults += level_faults + id_faults
    if faults:
        return None, faults
    site_code = row.get("site_code", "").lower()
    region_level = region.level if region else "central" if site_code.startswith("bm") else level
    return Site(
        site_id=site_id,
        name=row["name"],
        portal_url=row["portal_url"],
        level=level,
        region_code=region.code if region else "",
        region=region.name if region else "",
        service_urls=services,
        site_code=site_code,
        region_level=region_level if level == "department" else level,
    ), []


def address_fault(url: str) -> tuple[str, dict[str, object]] | None:
    """Why an address cannot be crawled, as a message code and parameters; None when it can."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return "url_invalid", {}
    if parts.scheme.lower() not in ("http", "https"):
        return "url_scheme", {"scheme": parts.scheme or "-"}
    refusal = host_refusal(host)
    if refusal == "unreadable" or not _HOST.fullmatch(host) or re.search(r"\s", url):
        return "url_invalid", {}
    if parts.username is not None:
        return "url_credentials", {}
    return ("url_private", {"host": host}) if refusal else None


def _name(row: Mapping[str, str]) -> list[Fault]:
    return [] if row.get("name") else [Fault("name", "", "name_missing")]


def _addresses(portal: str, services: tuple[str, ...]) -> list[Fault]:
    if not portal:
        return [Fault("portal_url", "", "url_missing")]
    named = (("portal_url", portal), *(("service_urls", url) for url in services))
    return [Fault(name, url, why[0], why[1]) for name, url in named if (why := address_fault(url))]


def _region(row: Mapping[str, str]) -> tuple[regions.Region | None, list[Fault]]:
    code, name, site_code = row.get("region_code", ""), row.get("region", ""), row.get("site_code", "")
    if code:
        return _coded_region(code, name)
    if name:
        try:
            return regions.find(name), []
        except Problem as problem:
            return _by_site_code(name, site_code, problem)
    return (regions.get(site_code[:6]) if SITE_CODE.fullmatch(site_code) else None), []


def _coded_region(code: str, name: str) -> tuple[regions.Region | None, list[Fault]]:
    if not regions.CODE.fullmatch(code):
        return None, [Fault("region_code", code, "region_code_form")]
    region = regions.get(code)
    if region is None:
        return None, [Fault("region_code", code, "unknown_region")]
    if name and not _means(name, code):
        return None, [Fault("region", name, "region_mismatch", {"code": code, "official": regions.full_name(code)})]
    return region, []


def _by_site_code(name: str, site_code: str, problem: Problem) -> tuple[regions.Region | None, list[Fault]]:
    """A name several divisions bear is settled by the site code, when there is one."""
    if problem.code == "ambiguous_region" and _means(name, site_code[:6]):
        return regions.get(site_code[:6]), []
    return None, [Fault("region", name, problem.code, {k: v for k, v in problem.params.items() if k != "value"})]


def _means(name: str, code: str) -> bool:
    """Whether a division may be called so; the code settles which of several."""
    return any(region.code == code for region in regions.candidates(name))


def _site_code(row: Mapping[str, str], region: regions.Region | None) -> list[Fault]:
    code = row.get("site_code", "").lower()
    if not code:
        return []
    if not SITE_CODE.fullmatch(code):
        return [Fault("site_code", code, "site_code_form")]
    if code.startswith("bm"):
        return []
    if region is None and not row.get("region_code") and not row.get("region"):
        return [Fault("site_code", code, "site_code_unknown_region", {"code": code[:6]})]
    if region is not None and not _same_place(code[:6], region.code):
        official = f"{region.name} {region.code}"
        return [Fault("site_code", code, "site_code_mismatch", {"code": code[:6], "official": official})]
    return []


def _same_place(code: str, region: str) -> bool:
    """Equal codes; a development zone's code, absent from GB/T 2260, belongs to the prefecture it begins with."""
    return code == region or (regions.get(code) is None and code[:4] == region[:4])


def _level(row: Mapping[str, str], region: regions.Region | None) -> tuple[str, list[Fault]]:
    text = row.get("level", "")
    if not text:
        if row.get("site_code", "").lower().startswith("bm"):
            return "department", []
        return (region.level if region else ""), []
    level = _LEVEL_OF.get(text.lower())
    if level is None:
        return "", [Fault("level", text, "level_unknown", {"levels": ", ".join(LEVELS)})]
    if region is not None and level in _RANKED and level != region.level and not _counts_as_prefecture(level, region):
        official = f"{region.name} {region.code}"
        return "", [Fault("level", text, "level_mismatch", {"expected": region.level, "official": official})]
    return level, []


def _counts_as_prefecture(level: str, region: regions.Region) -> bool:
    """Counties directly beneath a province (济源市, districts of a municipality) are often listed as prefectures."""
    return level == "prefecture" and len(regions.lineage(region.code)) == 2


def _site_id(row: Mapping[str, str]) -> tuple[str, list[Fault]]:
    given = row.get("site_id", "")
    if given:
        faults = [] if is_safe_id(given) else [Fault("site_id", given, "site_id_form")]
        return given, faults
    code = row.get("site_code", "").lower()
    return (code if SITE_CODE.fullmatch(code) else id_from_address(row.get("portal_url", ""))), []


def is_safe_id(text: str) -> bool:
    """Whether an id can name a folder on Windows and Linux alike."""
    return bool(_SAFE_ID.fullmatch(text)) and not _DEVICE.fullmatch(text) and ".." not in text


def id_from_address(url: str) -> str:
    """Host, port and path of an address as an id: ``http://www.a.gov.cn/rsj/`` → ``www.a.gov.cn-rsj``."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    place = f"{parts.netloc.rpartition('@')[2]}{parts.path}".lower()
    bare = re.sub(r"/(?:index|default)\.\w+$", "", place)
    text = re.sub(r"[^\w.]+", "-", bare).strip("-.")[:_ID_LENGTH].strip("-.").replace("..", ".")
    return text if not text or is_safe_id(text) else f"site-{text}"
