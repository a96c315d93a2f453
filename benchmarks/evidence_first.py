"""How soon the spider finds the evidence: recall against pages fetched, beside breadth-first.

    python -m benchmarks.evidence_first [--seeds N …] [--pages N]      # made-up portals, small with much evidence and large with little
    python -m benchmarks.evidence_first --mirror FOLDER [FOLDER …]     # saved sites

No network: pages come from memory, in the order the spider's priorities ask for them, or breadth-first: every link of a page that
lies on the site and is no picture or program, in the order in which it stands there. Of a saved site the evidence is what
the judgement of the whole site rests on (see :mod:`benchmarks.saved_site`); ``best`` is the area that an order would have which knew all
pages beforehand, most new evidence first. Printed besides: where the spider would have called the site seen, and what it had by then.
"""

from __future__ import annotations

import argparse
import heapq
import sys
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import fmean

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.made_portal import make_portal
from benchmarks.made_site import HOST, MadeSite, make_site
from benchmarks.saved_site import SITE, evidence_of_site, files_of
from crawler.records import FetchRecord, PageSnapshot, Site
from crawler.scope import Scope
from crawler.urls import copy_key, normalise
from rules.facts import read_facts
from rules.pack import default_pack
from spiders.mind import SiteMind
from spiders.shapes import shape

SHARES = (0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0)


@dataclass
class MemoryFrontier:
    """A frontier without a ledger: enough of :class:`crawler.frontier.Frontier` to order one site's pages."""

    site: Site
    render_mode: str = "never"
    queue: list[tuple[int, int, str]] = field(default_factory=list)
    records: dict[str, FetchRecord] = field(default_factory=dict)
    waiting: dict[str, int] = field(default_factory=dict)
    urgency: int = 0
    page: FetchRecord | None = None
    pages_used: int = 0
    budget_left: int = sys.maxsize
    concluded: int = 0  # so many pages had been taken when too little seemed to be left; 0: never

    @property
    def pages_queued(self) -> int:
        return len(self.waiting)

    def offer(self, url: str, *, parent: str = "", depth: int | None = None, why: str = "link", anchor: str = "",
              priority: int = 0, render: bool = False) -> bool:  # fmt: skip
        address, key = normalise(url), copy_key(url)
        if not Scope.of(self.site).contains(address) and why not in ("target", "start", "service"):
            return False
        new = key not in self.records
        if new:
            level = depth if depth is not None else (self.page.depth + 1 if self.page else 0)
            above = self.page.url if self.page else ""
            self.records[key] = FetchRecord(address, "queued", parent=above, depth=level, why=why, anchor=anchor)
        if new or (key in self.waiting and priority > self.waiting[key]):
            self.waiting[key] = priority
            heapq.heappush(self.queue, (-priority, len(self.records), key))
        return new

    def reweigh(self, prefix: str, weigh: Callable[[str, int], int]) -> None:
        for key, before in list(self.waiting.items()):
            url = self.records[key].url
            if url.startswith(prefix) and (after := weigh(url, before)) != before:
                self.waiting[key] = after
                heapq.heappush(self.queue, (-after, len(self.records), key))

    def render(self, url: str) -> bool:
        return False

    def conclude(self, promising: int) -> bool:
        """Note where a site's collection would have ended; here it goes on."""
        if not self.concluded and self.waiting and max(self.waiting.values()) < promising:
            self.concluded = self.pages_used
        return False

    def remember(self, name: str, value: str) -> None:
        """Nothing is killed here."""

    def remembered(self) -> list[tuple[str, str]]:
        return []

    def knows(self, url: str) -> bool:
        return copy_key(url) in self.records

    def settled(self, url: str) -> bool:
        return False

    def known(self, url: str) -> FetchRecord | None:
        return self.records.get(copy_key(url))

    def take(self) -> FetchRecord | None:
        """The next page; None when all were taken."""
        while self.queue:
            urgency, _, key = heapq.heappop(self.queue)
            if key in self.waiting and urgency == -self.waiting[key]:  # else it was weighed anew since
                self.urgency = self.waiting.pop(key)
                self.page = self.records[key]
                self.pages_used += 1
                return self.page
        return None


def crawl(made: MadeSite) -> list[str]:
    """The addresses of a site in the order in which the spider asks for them."""
    return crawl_to_the_end(made)[0]


def crawl_to_the_end(made: MadeSite) -> tuple[list[str], int]:
    """That order, and how many of them the collection would have asked for before it called the site seen."""
    frontier, mind, order = MemoryFrontier(SITE), SiteMind(SITE, default_pack(), "never"), []
    mind.begin(frontier)
    while (record := frontier.take()) is not None:
        order.append(record.url)
        if (body := made.pages.get(record.url)) is not None:
            fetched = replace(record, state="fetched", reason="ok", content_type=kind_of(record.url))
            mind.read(PageSnapshot(fetched, body), frontier)
    return order, frontier.concluded or len(order)


def breadth_first(made: MadeSite) -> list[str]:
    """The same, page by page in the order of discovery."""
    scope, order, seen = Scope.of(SITE), [HOST + "/"], {copy_key(HOST + "/")}
    for url in order:
        if (body := made.pages.get(url)) is None:
            continue
        for link in read_facts(body, url, kind_of(url)).links:
            address = normalise(link.url)
            if address and copy_key(address) not in seen and scope.contains(address) and not shape(address, "never"):
                seen.add(copy_key(address))
                order.append(address)
    return order


def kind_of(url: str) -> str:
    return "application/msword" if url.endswith(".doc") else "text/html"


def saved_site(folder: Path) -> MadeSite:
    """A site as a copying tool left it, without the pages that no link leads to."""
    made = MadeSite(pages=files_of(folder))
    reached = dict.fromkeys([*breadth_first(made), *crawl(made)])
    made.pages = {url: made.pages[url] for url in reached if url in made.pages}
    made.truth = evidence_of_site(made.pages)
    return made


def best(made: MadeSite) -> float:
    """The area of the order that always takes the page with most evidence not seen before."""
    left, order, seen = dict(made.truth), [], frozenset[str]()
    while left:
        url = max(left, key=lambda url: len(left[url] - seen))
        seen |= left.pop(url)
        order.append(url)
    return area(made, order)


def recall(made: MadeSite, order: list[str], share: float) -> float:
    """The share of all evidence on the first ``share`` of the site's pages, in this order."""
    seen = {key for url in order[: round(share * len(made.pages))] for key in made.truth.get(url, ())}
    return len(seen) / len(made.evidence)


def area(made: MadeSite, order: list[str]) -> float:
    """The area under recall of evidence against share of pages: 1 when the first page shows all, 0 when the last does."""
    seen: set[str] = set()
    sums = 0
    for url in order:
        seen |= set(made.truth.get(url, ()))
        sums += len(seen)
    rest = max(0, len(made.pages) - len(order)) * len(seen)
    return (sums + rest) / (max(len(order), len(made.pages)) * len(made.evidence))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 1, 2])
    parser.add_argument("--pages", type=int, default=6000, help="size of the large portals")
    parser.add_argument("--mirror", type=Path, nargs="+", default=[])
    given = parser.parse_args()
    for folder in given.mirror:
        compare(folder.name, [saved_site(folder)])
    if not given.mirror:
        compare("small portals", [make_site(seed) for seed in given.seeds])
        for seed in given.seeds:
            compare(f"large portal, seed {seed}", [make_portal(seed, given.pages)])


def compare(name: str, sites: list[MadeSite]) -> None:
    """Print recall at some shares of the pages and the areas, means over the sites."""
    print(f"{name}: sites {len(sites)}, pages {fmean(len(made.pages) for made in sites):.0f}, "
          f"evidence {fmean(len(made.evidence) for made in sites):.0f}, best area {fmean(map(best, sites)):.3f}")  # fmt: skip
    ends = [(made, *crawl_to_the_end(made)) for made in sites]
    print(
        f"ends after {fmean(end / len(order) for _, order, end in ends):.1%} of the pages with "
        f"{fmean(recall(made, order, end / len(made.pages)) for made, order, end in ends):.1%} of the evidence"
    )
    print(f"{'pages fetched':>16} " + " ".join(f"{share:>6.0%}" for share in SHARES))
    for way, walk in (("evidence first", crawl), ("breadth first", breadth_first)):
        orders = [walk(made) for made in sites]
        means = [fmean(recall(*pair, share) for pair in zip(sites, orders, strict=True)) for share in SHARES]
        areas = fmean(map(area, sites, orders))
        print(f"{way:>16} " + " ".join(f"{mean:>6.1%}" for mean in means) + f"  area {areas:.3f}", flush=True)


if __name__ == "__main__":
    main()
