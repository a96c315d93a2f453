"""Records the offline half leaves: page facts, page readings, findings, items, verdicts and whole-site judgements."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeVar, dataclass_transform

from crawler.records import ArchiveStatus, Site
from rules.vocabulary import Vocabulary, shipped_vocabulary

Zone = Literal["header", "nav", "breadcrumb", "content", "aside", "footer", "friendly", "hidden"]
Presence = Literal["here", "link"]


Made = TypeVar("Made")


@dataclass_transform(frozen_default=True)
def many(cls: type[Made]) -> type[Made]:
    """A dataclass that only the type checker keeps frozen: pages hold hundreds, and making a frozen one takes seven times as long."""
    return dataclass(slots=True, unsafe_hash=True)(cls)


# ---- page facts: what is on a page, before any meaning -------------------------------------------------------------
@many
class Link:
    """One way out of a page. ``url`` is absolute or empty when dead (``javascript:;`` with nothing behind)."""

    url: str
    text: str  # wording a person reads: text, else alt/title, else a hint from an image's file name
    zone: Zone
    kind: str = "a"  # a, image, button, script (onclick/window.open), option, frame, data (JSON/XML in the page)
    href: str = ""  # as written
    title: str = ""
    context: str = ""  # heading or table-row label it stands under: the item's name in a row of icons
    disabled: bool = False
    order: int = 0  # place in the document
    clicks: bool = False  # it leads wherever a script takes it, which no reader can tell


@dataclass(frozen=True, slots=True)
class FormField:
    kind: str  # text, textarea, password, file, select, checkbox, radio, hidden, submit, button, captcha
    name: str
    label: str


@dataclass(frozen=True, slots=True)
class Form:
    """A form, or fields that act as one without a form element (``action`` empty)."""

    action: str
    method: str
    fields: tuple[FormField, ...]
    text: str  # labels, captions and buttons around it
    zone: Zone


@dataclass(frozen=True, slots=True)
class Table:
    rows: tuple[tuple[str, ...], ...]
    zone: Zone
    order: int = 0


@many
class Block:
    """A run of text: a heading, paragraph, list entry or table cell."""

    text: str
    tag: str  # h1..h6, p, li, td, dt, dd, div, ...
    zone: Zone
    order: int = 0
    name: str = ""  # id and classes of its box, lower case
    lead: str = ""  # its first piece, where markup sets a short one apart from the rest: <b>地址</b>人民路1号


@many
class Picture:
    """A picture that is no link. ``line`` is the text before it, ``heading`` what its box is headed; sizes in pixels, 0 where none is
    given."""

    url: str
    alt: str
    title: str
    width: int
    height: int
    line: str
    heading: str
    zone: Zone
    order: int = 0  # that of the line before it


@dataclass(frozen=True, slots=True)
class PageFacts:
    """Everything read from a page, once. All text is decoded, entity-free and whitespace-folded, as written (not simplified)."""

    url: str
    encoding: str
    kind: str  # html, json, xml, text, document, image, binary, empty
    title: str  # <title>
    heading: str  # the page's own heading (h1, ArticleTitle, title style), may be empty
    breadcrumb: tuple[str, ...]
    meta: Mapping[
        str, str
    ]  # lower-case names: sitename, siteidcode, columnname, columntype, articletitle, pubdate, ...
    blocks: tuple[Block, ...]
    links: tuple[Link, ...]
    forms: tuple[Form, ...]
    tables: tuple[Table, ...]
    text: str  # content text (zones content and hidden tabs), line per block
    page_text: str  # text of the whole page, navigation included
    needs_script: bool = False  # a shell whose content only appears when scripts run
    data: object = None  # parsed JSON for kind json
    tab: str = ""  # the marked one of tabs that are pages of their own: 表格下载 beside 办事指南
    pictures: tuple[Picture, ...] = ()
    words: Vocabulary = field(default_factory=shipped_vocabulary, compare=False, repr=False)  # it was read under
    #: What few ask for and is worked out when they do.
    dates_told: Callable[[], tuple[str, ...]] = field(default=tuple, compare=False, repr=False)
    template_told: Callable[[], str] = field(default=str, compare=False, repr=False)

    @property
    def dates(self) -> tuple[str, ...]:
        """YYYY-MM-DD in content order."""
        return self.dates_told()

    @property
    def template(self) -> str:
        """Fingerprint of the page's skeleton, equal for pages of one template."""
        return self.template_told()


# ---- page readings: what one page means, from its own bytes alone --------------------------------------------------
@many
class Evidence:
    """One rule that fired on a page, and where."""

    rule_id: str
    rule_version: int
    subject: str  # a function, a column, "role", "item" or "guide_element"
    value: str  # here, link, a role, an item's name, an element
    snippet: str  # at most 200 characters of the page around it
    locator: str  # e.g. link 12, table 2 row 3, block 5
    url: str = ""  # the link's target, when the evidence is a link
    item: str = ""  # the item's name it was found beside, when there is one
    disabled: bool = False  # a greyed or 暂未开通 entry: named at most
    clicks: bool = False  # an entry whose click leads to what only scripts know: not measured


@dataclass(frozen=True, slots=True)
class PageReading:
    """What a page shows (docs of ``govaudit inspect --json``)."""

    url: str
    role: str
    functions: Mapping[str, Presence]
    columns: Mapping[str, Presence]
    items: tuple[str, ...]
    guide_elements: Mapping[str, str]  # element -> the text that fills it; insertion in ELEMENTS order
    entries: Mapping[str, object] | None  # {"listed": int, "replied": int, "latest": str | None}
    last_date: str | None
    evidence: tuple[Evidence, ...]
    item_links: tuple[tuple[str, str], ...] = ()  # (item name, url of its own page) for lists
    item_departments: tuple[tuple[str, str], ...] = ()  # (item name, department in its row) for lists
    department: str = ""  # the handling department, when stated
    online_depth: str = ""  # 全程网办 / Ⅳ / 0 visits as stated, else empty
    letters: tuple[Mapping[str, str], ...] = ()  # per letter: asked, replied (dates or ""), state
    pictured: tuple[str, ...] = ()  # elements of a guide whose label is followed by nothing but a picture
    picture: str = ""  # the address of the picture that is all the page's content
    rules_published: bool = False  # 受理、处理、反馈 rules shown on the page
    contradictions: tuple[tuple[str, str, str], ...] = ()  # of a guide: code, and the two statements as written
    region: str = ""  # the last step of the page's path that is a region's name
    item_clicks: tuple[str, ...] = ()  # items listed by entries whose click leads to what only scripts know


# ---- site judgements -----------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Finding:
    """One piece of evidence a verdict rests on; ``item_id`` empty for columns and channels."""

    finding_id: str
    site_id: str
    item_id: str
    function_or_column: str
    level: int
    rule_id: str
    rule_version: int
    page_url: str
    snippet: str
    locator: str
    fetched_at: str
    digest: str
    archive_record: str
    target_url: str = ""
    note: str = ""  # what was met at the target: a reason key such as soft_404, not_a_document, login


@dataclass(frozen=True, slots=True)
class ServiceItem:
    item_id: str  # stable: derived from site_id and the folded name
    site_id: str
    name: str
    url: str = ""
    department: str = ""
    aliases: tuple[str, ...] = ()
    merge_reasons: tuple[str, ...] = ()
    guide_elements: tuple[str, ...] = ()
    in_catalogue: bool | None = None  # matched to an official catalogue given by the user; None when none was given


@dataclass(frozen=True, slots=True)
class Verdict:
    """The level an item-function pair (``item_id`` set) or a column or channel (empty) reached. ``level`` None = not measured."""

    site_id: str
    item_id: str
    key: str  # a function or a column
    level: int | None
    scope: str  # item or site
    url: str = ""
    reason: str = ""  # why not measured, or why no higher: a reason key
    finding_ids: tuple[str, ...] = ()
    own_level: int | None = None  # with scope "site": the level the item's own evidence reached; None = not measured


@dataclass(frozen=True, slots=True)
class ColumnFigures:
    """Figures of one interaction column; None = not measured."""

    column: str
    url: str = ""
    last_activity: str = ""
    entries_past_year: int | None = None
    reply_rate: float | None = None
    median_reply_days: float | None = None
    longest_open_days: int | None = None
    rules_published: bool | None = None
    by_month: Mapping[str, int] = field(
        default_factory=dict
    )  # dated entries of the past two years: YYYY-MM -> how many


@dataclass(frozen=True, slots=True)
class SiteCheck:
    """One thing the site as a whole was looked at for, beyond functions and interaction columns, with its evidence.

    ``check`` and ``subject`` say what (``docs/site-checks.md`` lists them); ``found`` None = not measured, or only suspected and
    for a person to confirm (``reason`` says which). ``count`` of ``of`` cases are so, ``open`` more may be; ``day`` is the latest date.
    """

    check: str
    subject: str
    found: bool | None
    name: str = ""
    url: str = ""
    day: str = ""
    count: int | None = None
    of: int | None = None
    open: int = 0
    reason: str = ""
    page_url: str = ""
    snippet: str = ""
    fetched_at: str = ""
    digest: str = ""
    archive_record: str = ""


@dataclass(frozen=True, slots=True)
class SiteJudgement:
    """Everything judged about one site in one year."""

    site: Site
    year: int
    as_of: str  # YYYY-MM-DD, the day freshness is judged against
    pack_version: str
    archive: ArchiveStatus
    items: tuple[ServiceItem, ...]
    verdicts: tuple[Verdict, ...]
    columns: tuple[ColumnFigures, ...]
    findings: tuple[Finding, ...]
    items_estimated: float | None = None  # items found plus the estimate of those not seen
    not_rendered: tuple[str, ...] = ()  # pages that need a browser and were not rendered
    catalogue_size: int | None = None  # size of the official catalogue, when one was given
    notes: Mapping[str, str] = field(
        default_factory=dict
    )  # of the program's own failures, by reason: for whoever mends it
    checks: tuple[SiteCheck, ...] = ()
