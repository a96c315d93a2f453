"""Where the entries of a rendered page lead that have no address: each is pressed while nothing is let through to the network."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from time import monotonic
from typing import Any, Final, NamedTuple

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Page

from crawler.leads import alike

#: Entries pressed on one page; seconds for all of them, and for one; milliseconds until what a press sets off has happened.
MOST: Final = 20
SECONDS: Final = 8.0
ONE: Final = 2.0
PATIENCE: Final = 150
#: Entries of one kind (the rows of a list) pressed before the others are told from the page's data.
SAMPLES: Final = 2
#: The kind of entries that show another part of the page itself; all of them are pressed.
TAB: Final = "tab"
#: Characters kept of what one of these shows.
SHOWN: Final = 200_000
#: Times a page that was brought back is looked at, and seconds between.
_LOOKS, _PAUSE = 6, 0.2
#: Pages from which an entry led to the same, before that is taken for granted on others.
SURE: Final = 3
_MARK: Final = "data-entry-mark"
_MARKED: Final = re.compile(rf' {_MARK}="(\d{{1,4}})"'.encode())  # a page's own may be any number
#: What a person would press, with few words and no address of its own: links of scripts, buttons, whatever shows a hand; each
#: with its words and those around it.
_FIND: Final = """() => {
  const found = [], leads = a => !/^(#!?|javascript:.*)?$/i.test(a.getAttribute("href") || "");
  const pressed = "a, button, [role=button], [onclick]";
  for (const one of document.querySelectorAll("a, button, [role=button], [onclick], span, div, li, td, p, h3, h4")) {
    if (found.length >= 400) break;
    if (one.childElementCount > 3 || one.disabled || one.getAttribute("aria-disabled") === "true") continue;
    const text = (one.textContent || "").trim();
    if (!text || text.length > 60 || one.closest("[type=submit]") || !one.getClientRects().length) continue;
    const way = one.closest("a");
    if (way && leads(way)) continue;
    if (!one.matches(pressed)) {
      if (getComputedStyle(one).cursor !== "pointer" || one.parentElement.closest(pressed)) continue;
      if ([...one.children].some(inner => (inner.textContent || "").trim().length > 1)) continue;
    }
    let around = one;
    for (let up = 0; up < 4 && around.parentElement && (around.parentElement.textContent || "").length < 200; up++)
      around = around.parentElement;
    found.push([text, (around.textContent || "").trim()]), one.setAttribute("MARK", found.length - 1);
  }
  return found;
}""".replace("MARK", _MARK)
#: The address an entry leads to, whether the page became another by it, and the markup it brought. What would leave the page is stopped.
_PRESS: Final = """([mark, patience, most]) => {
  const one = document.querySelector(`[MARK="${mark}"]`), before = location.href;
  if (!one) return null;
  if (window.ledTo === undefined && window.navigation) navigation.addEventListener("navigate", event => {
    if (event.navigationType === "traverse") return;
    window.ledTo = window.ledTo || event.destination.url;
    if ((!event.destination.sameDocument || event.hashChange) && event.cancelable) event.preventDefault();
  });
  window.openedInstead = window.ledTo = "";
  const fresh = new Set(), watch = new MutationObserver(changes => changes.forEach(change => {
    if (change.type === "characterData") fresh.add(change.target.parentElement);
    change.addedNodes.forEach(node => fresh.add(node.nodeType === 1 ? node : node.parentElement));
  }));
  watch.observe(document.body, {childList: true, characterData: true, subtree: true});
  one.click();
  return new Promise(done => setTimeout(() => {
    watch.disconnect();
    const shown = [...fresh].filter(node => node && node.isConnected && node !== document.body && !node.contains(one));
    const outer = shown.filter(node => !shown.some(other => other !== node && other.contains(node)));
    const markup = outer.map(node => node.outerHTML).join("\\n").slice(0, most);
    done([window.openedInstead || window.ledTo, location.href !== before, markup]);
  }, patience));
}""".replace("MARK", _MARK)
_BACK: Final = "patience => { history.back(); return new Promise(done => setTimeout(done, patience)); }"


class Entry(NamedTuple):
    """Something to be pressed: its mark, its words, and the words around it."""

    mark: int
    wording: str
    around: str


@dataclass(slots=True)
class Menu:
    """Where entries of a host led so far, by their words, and from which pages: what leads to the same from several is not pressed
    again."""

    seen: dict[str, tuple[str, frozenset[str]]] = field(default_factory=dict)

    def note(self, wording: str, page: str, lead: str) -> None:
        """A page's only entry so worded led somewhere; to nowhere (empty), where it stands for the page itself."""
        before, pages = self.seen.get(wording, ("", frozenset()))
        if lead or not before:
            self.seen[wording] = lead, (pages | {page} if lead == before else frozenset({page}))

    def settled(self, wording: str) -> str | None:
        """Where entries so worded always lead; None where that is not known."""
        lead, pages = self.seen.get(wording, ("", frozenset()))
        return lead if len(pages) >= SURE else None


@dataclass(slots=True)
class Entries:
    """The entries of one page that have no address. ``wanted(wording)`` says of what kind one is that is worth pressing, empty for
    others; ``pressing`` is on while one is, and ``wanted_away`` then holds where the page wanted to go."""

    wanted: Callable[[str], str] | None = None
    menu: Menu = field(default_factory=Menu)
    pressing: bool = False
    wanted_away: str = ""
    leads: dict[int, str] = field(default_factory=dict)
    shown: dict[str, str] = field(default_factory=dict)  # by the words of a tab: the markup it shows

    def again(self) -> Entries:
        """The same with nothing pressed yet."""
        return Entries(self.wanted, self.menu)

    async def mark(self, page: Page) -> list[Entry]:
        """Mark what could be pressed; what is worth it, in page order."""
        if self.wanted is None:
            return []
        return [entry for entry in await self._found(page) if self.wanted(entry.wording)]

    async def press(self, page: Page, entries: Sequence[Entry], answers: Sequence[bytes]) -> None:
        """Press one after another, of each kind a few; the others of its kind are told from the data the page was made of."""
        if not entries or self.wanted is None:
            return
        self.pressing = True
        until, pressed = monotonic() + SECONDS, dict.fromkeys(map(self._kind, entries), 0)
        alone = Counter(entry.wording for entry in entries)
        for entry in entries:
            kind = self._kind(entry)
            if (lead := self.menu.settled(entry.wording)) is not None and alone[entry.wording] == 1:
                self.leads |= {entry.mark: lead} if lead else {}
            elif (pressed[kind] < SAMPLES or kind == TAB) and sum(pressed.values()) < MOST and monotonic() < until:
                pressed[kind] += 1
                address, stays = page.url, await self._pressed(page, entry, entries)
                if alone[entry.wording] == 1 and kind == entry.wording:
                    self.menu.note(kind, address, self.leads.get(entry.mark, ""))
                if not stays:
                    break
        for kind in pressed:
            rows = [entry for entry in entries if self._kind(entry) == kind]
            # What is worded alike may lead somewhere in one row and nowhere in the next.
            if any(entry.wording != kind for entry in rows):
                self.leads |= alike(rows, self.leads, answers)

    def _kind(self, entry: Entry) -> str:
        return self.wanted(entry.wording) if self.wanted else ""

    async def _found(self, page: Page) -> list[Entry]:
        try:
            found: list[list[str]] = await asyncio.wait_for(page.evaluate(_FIND), ONE)
        except (PlaywrightError, TimeoutError):
            return []
        return [Entry(mark, *said) for mark, said in enumerate(found)]

    async def _pressed(self, page: Page, entry: Entry, entries: Sequence[Entry]) -> bool:
        """Press an entry; whether the others are still there, the page brought back to what it was."""
        self.wanted_away = ""
        try:
            said = await self._press(page, entry)
            if said is None and await self._stands(page, entries):  # drawn anew by the press before
                said = await self._press(page, entry)
            if said is None:
                return False
            lead, moved, markup = said
            if way := lead or self.wanted_away:
                self.leads[entry.mark] = way
            elif markup and self._kind(entry) == TAB:
                self.shown.setdefault(entry.wording, markup)
            if not moved:
                return True
            await asyncio.wait_for(page.evaluate(_BACK, PATIENCE), ONE)
        except (PlaywrightError, TimeoutError):
            return False
        return await self._stands(page, entries)

    async def _press(self, page: Page, entry: Entry) -> Any:
        return await asyncio.wait_for(page.evaluate(_PRESS, [entry.mark, PATIENCE, SHOWN]), ONE)

    async def _stands(self, page: Page, entries: Sequence[Entry]) -> bool:
        """Whether the entries are where they were, once what draws them is done; they are marked anew."""
        wanted = {(entry.mark, entry.wording) for entry in entries}
        for _ in range(_LOOKS):
            if wanted <= {(entry.mark, entry.wording) for entry in await self._found(page)}:
                return True
            await asyncio.sleep(_PAUSE)
        return False

    def told(self, dom: bytes) -> bytes:
        """The page's markup with what pressing told: addresses of its entries, and at its end what its tabs show, each under its words."""
        dom = told(dom, self.leads)
        if not self.shown:
            return dom
        parts = "".join(f"<div><h3>{escape(wording)}</h3>{markup}</div>" for wording, markup in self.shown.items())
        shown = told(f"<div data-shown-by-tabs>{parts}</div>".encode("utf-8", "replace"), {})
        before, body, after = dom.rpartition(b"</body>")
        return before + shown + body + after if body else dom + shown


def told(dom: bytes, leads: Mapping[int, str]) -> bytes:
    """A page's markup, each entry with the address it leads to, and without the marks."""

    def address(mark: re.Match[bytes]) -> bytes:
        lead = leads.get(int(mark[1]), "")
        return b' data-href="%s"' % _quoted(lead) if lead.startswith(("http://", "https://")) else b""

    return _MARKED.sub(address, dom)


def _quoted(text: str) -> bytes:
    return text.replace("&", "&amp;").replace('"', "%22").replace("<", "%3C").encode("utf-8", "replace")
