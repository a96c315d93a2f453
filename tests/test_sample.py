"""The sample province: the same bytes every time, only planned dead ends, a truth that agrees with itself."""

from __future__ import annotations

import dataclasses
import http.client
import io
import re
import time
from collections.abc import Iterator
from datetime import date
from html import unescape
from pathlib import Path
from random import Random
from urllib.parse import urljoin, urlsplit

import docx
import olefile
import openpyxl
import pypdf
import pytest

from crawler.records import ArchiveStatus, Site, SiteStatus
from crawler.sites_file import read_sites
from govaudit.sample import (
    Province,
    build_province,
    column_truth,
    compare_with_truth,
    documents,
    means,
    parts,
    serve,
    sites_csv,
    status_truth,
    truth,
)
from govaudit.sample.plan import Offer, matters
from govaudit.sample.truth import offer_truth
from govaudit.sample.web import Page
from rules.records import ServiceItem, SiteJudgement, Verdict
from rules.terms import COLUMNS, ELEMENTS, FUNCTIONS

DAY = date(2026, 11, 23)
TARGETS = (re.compile(r'(?:href|src)="([^"]+)"'), re.compile(r"(?:openwin|window\.open)\('([^']+)'"))
PAGED = re.compile(r'createPageHTML\((\d+), 0, "index", "html"\)')


@pytest.fixture(scope="module")
def province() -> Province:
    return build_province(DAY)


# ---- the whole ---------------------------------------------------------------------------------------------------
def test_equal_days_and_seeds_give_equal_bytes(province: Province) -> None:
    began = time.process_time()
    again = build_province(DAY)
    assert time.process_time() - began < 3
    assert again.hosts == province.hosts
    assert build_province(DAY, seed=2).hosts != province.hosts
    assert build_province(date(2025, 3, 1)).hosts != province.hosts


def test_size_and_variety(province: Province) -> None:
    assert 600 <= province.page_count <= 1300
    assert len(province.plans) == len({plan.site_id for plan in province.plans}) == 12
    assert len({plan.build for plan in province.plans}) == 12
    assert all(name.endswith(".test") for name in province.hosts)


def test_written_to_a_folder(province: Province, tmp_path: Path) -> None:
    province.write(tmp_path / "out")
    assert sum(1 for _ in (tmp_path / "out").rglob("*.bin")) == province.page_count


def test_the_list_of_sites_is_one_the_register_takes(province: Province, tmp_path: Path) -> None:
    (tmp_path / "sites.csv").write_text(sites_csv(province), encoding="utf-8")
    listed = read_sites(tmp_path / "sites.csv")
    assert not listed.problems
    assert listed.rows == province.sites


def test_nothing_is_dated_after_the_day(province: Province) -> None:
    for host in province.hosts.values():
        for page in host.pages.values():
            if page.content_type.startswith("text/html"):
                dates = re.findall(rb"20\d\d-\d\d-\d\d", page.body)
                assert all(date.fromisoformat(text.decode()) <= DAY for text in dates)


def test_every_link_is_answered_but_the_planned_dead_ones(province: Province) -> None:
    reached, dead = walk(province)
    planned = sum(
        word == "dead" for plan in province.plans for offer in plan.offers for word in (offer.guide, offer.form)
    )
    dead_entries = {url for url in dead if "/wssb_" in url}
    assert len(dead) - len(dead_entries) == planned
    assert len(dead_entries) == 1
    apart = {urlsplit(f"http://{plan.host}").hostname for plan in province.plans if plan.build == "script"}
    left = {f"http://{name}{path}" for name, host in province.hosts.items() if name not in apart for path in host.pages}
    assert {url for url in left - reached if not url.endswith("/robots.txt")} == set()


def walk(province: Province) -> tuple[set[str], set[str]]:
    """Every address a reader can get to, and those with status 404."""
    seen = {f"http://{plan.host}/" for plan in province.plans if plan.status == "measured"}
    todo, dead = list(seen), set()
    while todo:
        url = todo.pop()
        page = province.answer(url)
        assert page is not None
        if page.status == 404:
            dead.add(url)
        for found in links(url, page):
            if found not in seen and province.answer(found) is not None:
                seen.add(found)
                todo.append(found)
    return seen, dead


def links(url: str, page: Page) -> Iterator[str]:
    if "Location" in page.headers:
        yield urljoin(url, page.headers["Location"])
    if page.status != 200 or not page.content_type.startswith("text/html"):
        return
    text = page.body.decode("utf-8" if b"utf-8" in page.body else "gb18030", "replace")
    for target in (unescape(found) for pattern in TARGETS for found in pattern.findall(text)):
        if not target.startswith(("javascript:", "#")):
            yield re.sub(r";jsessionid=\w+", "", urljoin(url, target))
    for count in PAGED.findall(text):
        yield from (urljoin(url, f"index_{number}.html") for number in range(1, int(count)))


# ---- truth -------------------------------------------------------------------------------------------------------
def test_every_level_has_a_planned_word_and_every_word_is_used(province: Province) -> None:
    tables = {
        "guide": means.GUIDE,
        "form": means.FORM,
        "apply": means.APPLY,
        "own_consult": means.OWN_CONSULT,
        "own_feedback": means.OWN_FEEDBACK,
    }
    for name, table in tables.items():
        used = {getattr(offer, name) for plan in province.plans for offer in plan.offers}
        assert used <= table.keys()
        assert table.keys() - used <= {"results"}, name
    assert {plan.feedback for plan in province.plans} == means.FEEDBACK.keys()
    assert {word for plan in province.plans for word in plan.columns.values()} == means.COLUMN.keys()


def test_truth_covers_each_function_of_each_item_of_each_measured_site(province: Province) -> None:
    levels = truth(province)
    measured = [plan for plan in province.plans if plan.status == "measured"]
    assert len(levels) == len(FUNCTIONS) * sum(len(plan.offers) for plan in measured)
    assert {function for _, _, function in levels} == FUNCTIONS.keys()
    assert set(levels.values()) == {0, 1, 2, 3, None}
    assert {site for (site, _, _), level in levels.items() if level is None} == {"9902010001"}
    assert {column for _, column in column_truth(province)} == COLUMNS.keys()
    assert sorted(set(status_truth(province).values())) == ["declined", "measured", "unreachable"]


def test_without_a_browser_the_application_is_left_out(province: Province) -> None:
    scripted = next(plan.site_id for plan in province.plans if plan.build == "script")
    assert scripted not in {site for site, _, _ in truth(province, rendered=False)}
    assert scripted in {site for site, _, _ in truth(province)}


def test_levels_follow_the_definitions(province: Province) -> None:
    good = next(plan for plan in province.plans if plan.build == "effective")
    bare = dataclasses.replace(good, columns={}, feedback="none")
    shut = dataclasses.replace(bare, columns={"consultation": "closed"})
    full = offer_truth(good, Offer("dibao", "full", "own", "online"))
    assert {name: meaning.level for name, meaning in full.items()} == dict.fromkeys(FUNCTIONS, 3)
    assert offer_truth(bare, Offer("dibao", "thin", "own"))["form"].level == 2
    assert offer_truth(bare, Offer("dibao"))["consult"].level == 0
    assert offer_truth(bare, Offer("dibao", own_consult="form"))["consult"].level == 2
    assert offer_truth(shut, Offer("dibao"))["consult"].level is None
    assert offer_truth(shut, Offer("dibao", own_consult="form"))["consult"].level == 2
    assert offer_truth(bare, Offer("dibao", "closed"))["apply"].level is None


@pytest.mark.parametrize("key", list(matters()))
def test_guides_state_what_their_word_says(key: str) -> None:
    stated = {word: filled(Offer(key, word), seed) for word in ("full", "most", "phrases", "thin") for seed in range(5)}
    assert stated["full"] == set(ELEMENTS)
    assert {"办理材料", "办理流程"} <= stated["most"] < set(ELEMENTS)
    assert stated["phrases"] == {"事项名称"}
    assert not {"办理材料", "办理流程"} & stated["thin"]


def filled(offer: Offer, seed: int) -> set[str]:
    """The elements with content of the guide a word promises."""
    rows = parts.guide_texts(offer, matters()[offer.matter], "某县", "某处", "0990-1", Random(seed))
    empty = (*parts.EMPTY_PHRASES, "20个工作日")
    return {name for name, text in rows if name in ELEMENTS and text not in empty}


@pytest.mark.parametrize("word", ["active", "slow", "old"])
def test_letters_are_as_old_and_as_answered_as_their_word_says(word: str) -> None:
    for seed in range(20):
        letters = parts.letters(word, DAY, Random(seed), "X")
        replied = [letter for letter in letters if letter.replied]
        fresh = [letter for letter in letters if (DAY - letter.asked).days < 365]
        assert all(letter.asked <= (letter.replied or DAY) <= DAY for letter in letters)
        assert len(fresh) == (0 if word == "old" else 10)
        assert (len(replied) / len(letters) >= 0.8) == (word == "active")
        if word == "active":
            assert max((letter.replied - letter.asked).days for letter in replied) <= 3


def test_items_are_distinct_matters() -> None:
    names = [matter.name for matter in matters().values()]
    assert len(names) == len(set(names)) == 40
    assert all(len(matter.materials) >= 3 and matter.basis.startswith("《") for matter in matters().values())


# ---- documents ---------------------------------------------------------------------------------------------------
def test_documents_open() -> None:
    lines = ["姓名：", "身份证号码："]
    assert [p.text for p in docx.Document(io.BytesIO(documents.docx("申请表", lines))).paragraphs] == ["申请表", *lines]
    sheet = openpyxl.load_workbook(io.BytesIO(documents.xlsx("申请表", lines))).active
    assert [cell.value for cell in sheet["A"]] == ["申请表", *lines]
    assert "身份证号码" in pypdf.PdfReader(io.BytesIO(documents.pdf("申请表", lines))).pages[0].extract_text()
    with olefile.OleFileIO(io.BytesIO(documents.old_word("申请表", lines))) as old:
        assert "申请表".encode("utf-16-le") in old.openstream("WordDocument").read()
    assert b"schemas-microsoft-com:office:word" in documents.word_page("申请表", lines)


# ---- the proxy ---------------------------------------------------------------------------------------------------
def ask(url: str, method: str, target: str) -> tuple[int, bytes]:
    parts_ = urlsplit(url)
    connection = http.client.HTTPConnection(parts_.hostname or "", parts_.port, timeout=60)
    try:
        connection.request(method, target)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def test_the_proxy_answers_for_its_hosts_and_counts(province: Province) -> None:
    with serve(province) as server:
        status, body = ask(server.url, "GET", "http://www.liutang-gov.test/bsdt/")
        assert status == 200
        assert "办事大厅".encode() in body
        assert ask(server.url, "HEAD", "http://www.liutang-gov.test/") == (200, b"")
        assert ask(server.url, "GET", "http://www.liutang-gov.test/nowhere")[0] == 404
        assert ask(server.url, "GET", "http://www.zhutuo-gov.test/nowhere")[0] == 200
        assert ask(server.url, "GET", "http://www.qingtan-gov.test/")[0] == 412
        with pytest.raises(http.client.RemoteDisconnected):
            ask(server.url, "GET", "http://www.changdu-gov.test/")
        assert server.by_host() == {
            "www.liutang-gov.test": 3,
            "www.zhutuo-gov.test": 1,
            "www.qingtan-gov.test": 1,
            "www.changdu-gov.test": 1,
        }
        assert server.by_method() == {"GET": 5, "HEAD": 1}
        assert server.requests["www.liutang-gov.test", "GET", "/bsdt/"] == 1
        assert not server.refused


@pytest.mark.parametrize(
    ("method", "target", "status"),
    [
        ("GET", "http://www.example.com/", 502),
        ("GET", "http://127.0.0.1/", 502),
        ("GET", "/", 502),
        ("POST", "http://www.liutang-gov.test/hdjl/cons/submit", 405),
        ("DELETE", "http://www.liutang-gov.test/", 405),
        ("CONNECT", "www.liutang-gov.test:443", 502),
    ],
)
def test_the_proxy_refuses_all_else(province: Province, method: str, target: str, status: int) -> None:
    with serve(province) as server:
        assert ask(server.url, method, target)[0] == status
        assert sum(server.refused.values()) == 1
        assert not server.requests


def test_session_ids_lead_to_the_page(province: Province) -> None:
    plain = province.answer("http://www.nzwjw-gov.test/bsdt/1.html")
    assert province.answer("http://www.nzwjw-gov.test/bsdt/1.html;jsessionid=0A1B2C") is plain
    traditional = province.answer("http://www.nzwjw-gov.test/big5/bsdt/1.html")
    assert traditional is not None
    assert "公共場所衛生許可" in traditional.body.decode("big5")


# ---- comparing ---------------------------------------------------------------------------------------------------
def judged(province: Province) -> list[SiteJudgement]:
    """The judgements a perfect program would hand in."""
    items, columns, statuses = truth(province), column_truth(province), status_truth(province)
    return [judgement(site, statuses[site.site_id], items, columns) for site in province.sites]


def judgement(
    site: Site,
    status: str,
    items: dict[tuple[str, str, str], int | None],
    columns: dict[tuple[str, str], int | None],
) -> SiteJudgement:
    names = sorted({name for owner, name, _ in items if owner == site.site_id})
    verdicts = [
        Verdict(site.site_id, name, function, level, "item")
        for (owner, name, function), level in items.items()
        if owner == site.site_id
    ]
    verdicts += [
        Verdict(site.site_id, "", column, level, "site")
        for (owner, column), level in columns.items()
        if owner == site.site_id
    ]
    found = tuple(ServiceItem(name, site.site_id, f" {name}） ") for name in names)
    known: SiteStatus = status  # type: ignore[assignment]
    return SiteJudgement(site, DAY.year, f"{DAY}", "1", ArchiveStatus(known), found, tuple(verdicts), (), ())


def test_a_perfect_judgement_agrees(province: Province) -> None:
    compared = compare_with_truth(judged(province), province)
    assert compared.differences == ()
    assert compared.agreed == compared.total == len(truth(province)) + len(column_truth(province)) + 12


def test_differences_are_told(province: Province) -> None:
    first, *rest = judged(province)
    items = (*first.items[1:], ServiceItem("x", first.site.site_id, "领导分工"))
    verdicts = (*first.verdicts, Verdict(first.site.site_id, "x", "guide", 1, "item"))
    changed = dataclasses.replace(first, items=items, verdicts=verdicts, archive=ArchiveStatus("partial"))
    compared = compare_with_truth([changed, *rest], province)
    assert [one.kind for one in compared.differences] == ["item"] * 5 + ["site", "extra"]
    assert {one.judged for one in compared.differences[:5]} == {"missing"}
    assert compared.agreed == compared.total - 7
    assert compared.differences[-1].key == "领导分工"
