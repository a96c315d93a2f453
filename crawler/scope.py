"""What belongs to a site: its portal's domain, its service hosts, and only the region's part of a shared platform."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal
from urllib.parse import SplitResult, parse_qsl, urlsplit

import tldextract

from crawler.records import Site
from crawler.regions import contains, known

Place = Literal["inside", "target_only", "outside"]

#: Query parameters by which shared platforms name a region or one of its sub-sites (without case, ``_``, ``-``).
REGION_PARAMETERS = frozenset([
    "webid", "websiteid", "siteid", "sitecode", "orgcode", "area", "areacode", "areaid", "region", "regioncode",
    "regionid", "xzqh", "xzqhdm", "xzqdm", "adcode", "citycode", "cityid", "countycode", "countyid",
    "divisioncode", "districtcode", "districtid",
])  # fmt: skip
#: Of these, names of a platform's parts whose values are numbers of sites, not codes of divisions.
_OF_SITES = frozenset({"webid", "websiteid", "siteid", "sitecode"})
#: Levels of sites to which their region's part of a shared platform belongs: a department's or a township's is not the whole region.
_REGIONAL = frozenset({"province", "prefecture", "county"})
#: Where platforms of the government stand.
_GOVERNMENT = ".gov.cn"
#: First directories that hold a whole site rather than one department's corner of it.
WHOLE_SITE_FOLDERS = frozenset([
    "web", "portal", "site", "home", "main", "index", "cn", "zh", "zh-cn", "zh_cn", "cms", "www", "html", "new",
    "col", "default",
])  # fmt: skip
_CODE = re.compile(r"\d{6}(?:\d{3}|\d{6})?")
_ORGAN = re.compile(r"(?:11)?(\d{6})[0-9A-Za-z]*")
_ORGAN_WHOLE = re.compile(r"11(\d{6})[0-9A-Za-z]{8,}")
_WWW = re.compile(r"^www\d*\.")
_FILE = re.compile(r"(?<![^/])[^/]*\.[A-Za-z]\w*$")
#: Origins whose place is remembered for each site; pages link to few others.
_ORIGINS = 64
_PLAIN_STARTS = ("http://", "https://")
_split_domain = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)


@dataclass(frozen=True, slots=True)
class Placement:
    """Where an address stands to a site, and why.

    ``inside``: crawled. ``target_only``: may be opened as the one target of a link that matters; its links are never
    followed. ``outside``: never requested. ``reason`` is one of own_host, own_domain, own_folder, service_host,
    service_part, other_region, other_site, other_part, other_host, bad_address.
    """

    place: Place
    reason: str


@dataclass(frozen=True, slots=True)
class ServicePart:
    """A site's part of a service host. Empty ``folder``, ``parameter`` and ``region_code`` mean the whole host."""

    host: str
    folder: str = ""
    parameter: str = ""
    value: str = ""
    region_code: str = ""

    @property
    def whole_host(self) -> bool:
        return not (self.folder or self.parameter or self.region_code)


@dataclass(frozen=True, slots=True)
class Scope:
    """The addresses that belong to one site. Build it with :meth:`of`; immutable and free of any I/O."""

    domain: str  # bare host (without www.) that owns its subdomains
    folder: str = ""  # the portal's own folder on a host it shares, "/jtj/"; else empty
    region_code: str = ""
    services: tuple[ServicePart, ...] = ()
    adopts: bool = False  # the region's part of any platform of the government, as its addresses name it, is the site's
    neighbours: frozenset[str] = frozenset()  # bare portal hosts of all known sites, this one's own among them
    _placed: dict[str, Placement] = field(
        default_factory=dict, compare=False, repr=False
    )  # by origin, where it decides

    @classmethod
    def of(cls, site: Site, neighbours: frozenset[str] = frozenset()) -> Scope:
        """The scope of ``site``; ``neighbours`` are the :func:`bare_hosts` of other sites, which are never part of this
        one. One set serves the scopes of all sites.

        Where no service address is declared, the region's part of a platform belongs to its portal all the same: addresses on other
        hosts of the government that name the region by its code.
        """
        services = tuple(part for url in site.service_urls if (part := service_part(url, site.region_code)).host)
        own = _bare(_host(site.portal_url))
        adopts = not services and bool(site.region_code) and site.level in _REGIONAL
        return cls(own, _own_folder(site.portal_url), site.region_code, services, adopts, neighbours)

    def classify(self, url: str) -> Placement:
        """Place an absolute address. Copies (www., http/https, port) of an address get the same answer."""
        origin = url[: url.find("/", 8) + 1] if url.startswith(_PLAIN_STARTS) else ""
        if self.folder or self.services or "&" in url or (self.adopts and self.region_code in url):
            # the path decides, too; or a query may be unreadable
            return self._classify(url)
        known = self._placed.get(origin)
        if known is None:
            known = self._classify(url)
            if origin and len(self._placed) < _ORIGINS:
                self._placed[origin] = known
        return known

    def _classify(self, url: str) -> Placement:
        parts = _parts(url)
        if parts is None:
            return Placement("outside", "bad_address")
        host = _bare((parts.hostname or "").rstrip(".").lower())
        found = self._by_service(host, parts) or self._by_region(host, parts)
        return found or self._by_neighbour(host) or self._by_domain(host, parts)

    def contains(self, url: str) -> bool:
        """Whether ``url`` belongs to the site."""
        return self.classify(url).place == "inside"

    def _by_region(self, host: str, parts: SplitResult) -> Placement | None:
        """Inside, where an address on another host of the government names the site's own region by its code."""
        if not self.adopts or not host.endswith(_GOVERNMENT) or _within(host, self.domain):
            return None
        return Placement("inside", "service_part") if self.region_code in _named_codes(parts) else None

    def _by_neighbour(self, host: str) -> Placement | None:
        nearest = next((name for name in _endings(host) if self._is_other(name) and _within(host, name)), "")
        own = _within(host, self.domain) and len(self.domain) >= len(nearest)
        return Placement("target_only", "other_site") if nearest and not own else None

    def _is_other(self, name: str) -> bool:
        return name in self.neighbours and name != self.domain and all(name != part.host for part in self.services)

    def _by_domain(self, host: str, parts: SplitResult) -> Placement:
        if self.folder:
            if host == self.domain:
                inside = _in_folder(parts.path, self.folder)
                return Placement("inside", "own_folder") if inside else Placement("target_only", "other_part")
        elif host == self.domain:
            return Placement("inside", "own_host")
        elif _within(host, self.domain):
            return Placement("inside", "own_domain")
        return Placement("target_only", "other_host")

    def _by_service(self, host: str, parts: SplitResult) -> Placement | None:
        """The answer of the declared services, when one of them stands on this host."""
        declared = [part for part in self.services if part.host == host]
        if not declared or (not self.folder and _within(host, self.domain)):
            return None
        if any(part.whole_host for part in declared):
            return Placement("inside", "service_host")
        if any(_is_part(part, parts) for part in declared):
            return Placement("inside", "service_part")
        if self.folder and host == self.domain:
            return None
        if any(_names_other_region(part, parts) for part in declared):
            return Placement("outside", "other_region")
        return Placement("target_only", "other_part")


def bare_hosts(urls: Iterable[str]) -> frozenset[str]:
    """The hosts of portal addresses, without ``www.``: what the scopes of a run know of each other's sites."""
    return frozenset(host for url in urls if (host := _bare(_host(url))))


def service_part(url: str, region_code: str = "") -> ServicePart:
    """What a declared service address claims of its host: a region parameter, a region code, a folder, or all of it."""
    parts = _parts(url)
    if parts is None:
        return ServicePart("")
    host = _bare((parts.hostname or "").rstrip(".").lower())
    query = _query(parts)
    for name, value in query:
        if name in REGION_PARAMETERS and value:
            return ServicePart(host, parameter=name, value=value, region_code=region_code)
    if region_code and region_code in _codes(parts):
        return ServicePart(host, region_code=region_code)
    return ServicePart(host, folder=_folder(parts.path))


def _own_folder(portal_url: str) -> str:
    """The folder a portal is confined to: a department's corner of a shared host, not one that holds the whole site."""
    parts = _parts(portal_url)
    folder = _folder(parts.path) if parts else ""
    return "" if folder.strip("/").split("/")[0].lower() in WHOLE_SITE_FOLDERS else folder


def _is_part(part: ServicePart, parts: SplitResult) -> bool:
    query = _query(parts)
    if part.parameter:
        given = [value for name, value in query if name == part.parameter]
        return part.value in given if given else bool(part.region_code) and part.region_code in _codes(parts)
    if part.region_code:
        return part.region_code in _codes(parts)
    return _in_folder(parts.path, part.folder)


def _names_other_region(part: ServicePart, parts: SplitResult) -> bool:
    """Whether the address claims, in the platform's own way, a region that is not the part's."""
    if part.parameter and any(name == part.parameter for name, _ in _query(parts)):
        return True  # with the part's own value it would be the part's
    named = {code for name, value in _query(parts) if name in REGION_PARAMETERS for code in _code(value)}
    if part.region_code and named:
        return part.region_code not in named
    return bool(part.region_code) and any(_apart(part.region_code, code) for code in _path_codes(parts))


def _apart(code: str, other: str) -> bool:
    """Whether ``other`` is a division that neither lies in ``code`` nor holds it; a number of six digits need not be one."""
    return other in known() and not contains(code, other) and not contains(other, code)


def _codes(parts: SplitResult) -> set[str]:
    """Six-digit codes an address may name a region by: whole path segments, heads of query values (11… in codes)."""
    return _path_codes(parts) | {code for _, value in _query(parts) for code in _code(value)}


def _named_codes(parts: SplitResult) -> set[str]:
    """The divisions an address surely names: by a region's parameter, a whole path segment, or an office's code in full."""
    named = {
        value[:6] for name, value in _query(parts) if name in REGION_PARAMETERS - _OF_SITES and _CODE.fullmatch(value)
    }
    values = (*parts.path.split("/"), *(value for _, value in _query(parts)))
    return named | _path_codes(parts) | {found[1] for value in values if (found := _ORGAN_WHOLE.fullmatch(value))}


def _path_codes(parts: SplitResult) -> set[str]:
    return {code for segment in parts.path.split("/") if _CODE.fullmatch(segment) for code in _code(segment)}


def _code(text: str) -> tuple[str, ...]:
    plain = (text[:6],) if _CODE.fullmatch(text) else ()
    organ = _ORGAN.fullmatch(text)
    return (*plain, organ.group(1)) if organ else plain


def _query(parts: SplitResult) -> list[tuple[str, str]]:
    """Query parameters, names folded; single-page applications put them behind the ``#``."""
    _, mark, behind = parts.fragment.partition("?")
    text = "&".join(piece for piece in (parts.query, behind if mark else "") if piece)
    pairs = parse_qsl(text, max_num_fields=200)
    return [(name.lower().replace("_", "").replace("-", ""), value) for name, value in pairs]


def _parts(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url.strip())
        usable = parts.scheme.lower() in ("http", "https") and bool(parts.hostname) and (parts.port or 80) > 0
        if "&" in parts.query:
            parse_qsl(parts.query, max_num_fields=200)
    except ValueError:
        return None
    return parts if usable else None


def _host(url: str) -> str:
    parts = _parts(url)
    return (parts.hostname or "").rstrip(".").lower() if parts else ""


def _bare(host: str) -> str:
    return _WWW.sub("", host) if host.count(".") > 1 else host


def _endings(host: str) -> Iterator[str]:
    """A host and the domains above it, the longest first."""
    while host:
        yield host
        host = host.partition(".")[2]


def _within(host: str, domain: str) -> bool:
    return host == domain or (host.endswith("." + domain) and _owns_subdomains(domain))


@lru_cache(maxsize=4096)
def _owns_subdomains(domain: str) -> bool:
    """Whether one owner stands behind all below ``domain``: not for an IP address, nor a public suffix (gov.cn)."""
    found = _split_domain(domain)
    unlisted = not found.suffix and "." in domain and not (found.ipv4 or found.ipv6)
    return bool(found.top_domain_under_public_suffix) or unlisted


def _folder(path: str) -> str:
    """``/jtj/index.html`` → ``/jtj/``; the root → empty."""
    folder = _FILE.sub("", path)
    folder = folder if folder.endswith("/") else folder + "/"
    return "" if folder == "/" else folder


def _in_folder(path: str, folder: str) -> bool:
    return (path + "/").startswith(folder) if not path.endswith("/") else path.startswith(folder)
