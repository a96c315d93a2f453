"""How soon the spider finds the evidence: recall against pages fetched, beside breadth-first.

    python -m benchmarks.evidence_first [--news N] [--items N] [--seeds N]      # made-up portals
    python -m benchmarks.evidence_first --mirror FOLDER [FOLDER …]              # saved sites

No network: pages come from memory, in the order the spider's priorities ask for them (breadth-first: in the order of
discovery, the same links taken). Of a saved site the evidence is what reading finds on the pages that can be reached;
``best`` is the area that an order would have which knew all pages beforehand, most new evidence first.
"""

from __future__ import annotations

import argparse
import heapq
import statistics
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.made_site import HOST, MadeSite, make_site
from crawler.records import FetchRecord, PageSnapshot, Site
from crawler.scope import Scope
from crawler.urls import copy_key, normalise
from rules.facts import read_facts
from rules.pack import default_pack
from rules.reading import read_page
from spiders.evidence import evidence_of
from spiders.mind import SiteMind

SHARES = (0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0)


@dataclass
class MemoryFrontier:
    """A frontier without a ledger: enough of :class:`crawler.frontier.Frontier` to order one site's pages."""

    site: Site
    by_priority: bool
    render_mode: str = "never"
    queue: list[tuple[int, int, str]] = field(default_factory=list)
    records: dict[str, FetchRecord] = field(default_factory=dict)
    urgency: dict[str, int] = field(default_factory=dict)
    page: FetchRecord | None = None
    pages_used: int = 0
    budget_left: int = sys.maxsize

    @property
    def pages_queued(self) -> int:
        return len(self.urgency)

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
        if new or (key in self.urgency and self.by_priority and priority > self.urgency[key]):
            self.urgency[key] = priority
            heapq.heappush(self.queue, (-priority if self.by_priority else 0, len(self.records), key))
        return new

    def reweigh(self, prefix: str, weigh: Callable[[str, int], int]) -> None:
        for key, before in list(self.urgency.items()) if self.by_priority else ():
            url = self.records[key].url
            if url.startswith(prefix) and (after := weigh(url, before)) != before:
                self.urgency[key] = after
                heapq.heappush(self.queue, (-after, len(self.records), key))

    def render(self, url: str) -> bool:
        return False

    def conclude(self, promising: int) -> bool:
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
            if key in self.urgency and urgency in (0, -self.urgency[key]):  # else it was weighed anew since
                del self.urgency[key]
                self.page = self.records[key]
                self.pages_used += 1
                return self.page
        return None


def crawl(made: MadeSite, by_priority: bool) -> list[str]:
    """The addresses of a made-up site in the order they are fetched."""
    site = Site("made", "某县", HOST + "/", level="county")
    frontier, mind, order = MemoryFrontier(site, by_priority), SiteMind(site, default_pack(), "never"), []
    mind.begin(frontier)
    while (record := frontier.take()) is not None:
        order.append(record.url)
        if (body := made.pages.get(record.url)) is not None:
            kind = "application/msword" if record.url.endswith(".doc") else "text/html"
            fetched = FetchRecord(
                record.url, "fetched", "ok", content_type=kind, parent=record.parent, depth=record.depth, why=record.why
            )
            mind.read(PageSnapshot(fetched, body), frontier)
    return order


def saved_site(folder: Path) -> MadeSite:
    """A site as a copying tool left it, without the pages that no link leads to."""
    made = MadeSite()
    for path in folder.rglob("*"):
        if path.is_file():
            address = "/" + path.relative_to(folder).as_posix()
            made.pages[normalise(HOST + address)] = path.read_bytes()
    made.pages[HOST + "/"] = made.pages[HOST + "/index.html"]
    reached = [url for url in crawl(made, by_priority=False) if url in made.pages]
    made.pages = {url: made.pages[url] for url in reached}
    made.truth = {url: _evidence(url, body) for url, body in made.pages.items()}
    return made


def _evidence(url: str, body: bytes) -> frozenset[str]:
    facts = read_facts(body, url, "text/html")
    return evidence_of(facts, read_page(facts, default_pack()))


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
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--news", type=int, default=900)
    parser.add_argument("--items", type=int, default=120)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--mirror", type=Path, nargs="+", default=[])
    given = parser.parse_args()
    for folder in given.mirror:
        print(folder.name)
        compare([saved_site(folder)])
    if not given.mirror:
        compare([make_site(seed, given.news, given.items) for seed in range(given.seeds)])


def compare(sites: list[MadeSite]) -> None:
    orders = {
        name: [crawl(made, name == "evidence first") for made in sites] for name in ("evidence first", "breadth first")
    }
    print(f"{'pages fetched':>16} " + " ".join(f"{share:>6.0%}" for share in SHARES))
    for name, found in orders.items():
        means = [
            statistics.fmean(recall(made, order, share) for made, order in zip(sites, found, strict=True))
            for share in SHARES
        ]
        areas = statistics.fmean(area(made, order) for made, order in zip(sites, found, strict=True))
        print(f"{name:>16} " + " ".join(f"{mean:>6.1%}" for mean in means) + f"  area {areas:.3f}")
    print(f"best {statistics.fmean(map(best, sites)):.3f}")
    print(f"sites {len(sites)}, pages {statistics.fmean(len(made.pages) for made in sites):.0f}, "
          f"evidence {statistics.fmean(len(made.evidence) for made in sites):.0f}")  # fmt: skip


if __name__ == "__main__":
    main()
