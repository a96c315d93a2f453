"""The HTML report: every cell leads to evidence and every evidence to a copy, in both languages, offline, whatever sites say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html import escape, unescape
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest
from chromium_page import chromium_page
from factories import make_judgement
from playwright.sync_api import Page, expect
from report_world import HOSTILE, ITEMS, World, foreign_scripts, site, small_world, write_report
from selectolax.lexbor import LexborHTMLParser

from reports.html import SiteReport
from reports.html_paths import evidence_page, site_page
from rules.pack import default_pack
from rules.terms import COLUMNS

CHINESE = re.compile(r"[\u3400-\u9fff]")


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The small world's report in both languages."""
    made = {lang: tmp_path_factory.mktemp(lang) for lang in ("zh", "en")}
    for lang, out in made.items():
        small_world().write(out, lang)
    return made


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with chromium_page() as opened:
        yield opened


def parsed(path: Path) -> LexborHTMLParser:
    return LexborHTMLParser(path.read_text(encoding="utf-8"))


def own_pages(out: Path) -> list[Path]:
    """The pages the report wrote, without the archived copies."""
    return [path for path in sorted(out.rglob("*.html")) if path.parent.name != "copies"]


def test_every_link_leads_to_a_page_and_an_anchor_that_exist(reports: dict[str, Path]) -> None:
    out = reports["zh"]
    anchors = {path: {node.attributes["id"] for node in parsed(path).css("[id]")} for path in own_pages(out)}
    followed = 0
    for path in sorted(out.rglob("*.html")):
        for link in parsed(path).css("a[href]"):
            href, fragment = urldefrag(link.attributes["href"] or "")
            if href.startswith(("https:", "http:")):
                continue
            target = (path.parent / unquote(href)).resolve() if href else path.resolve()
            assert target.is_file(), (path, href)
            assert target.is_relative_to(out.resolve())
            if fragment and not fragment.startswith(":~:"):
                assert unquote(fragment) in anchors[target], (path, href, fragment)
            followed += 1
    assert followed > 200


def test_every_cell_from_named_on_leads_to_findings_with_an_archived_copy(reports: dict[str, Path]) -> None:
    start = reports["zh"] / "sites" / "3301010001" / "index.html"
    cells = [cell for cell in parsed(start).css("table.matrix td") if cell.attributes["data-level"] in ("1", "2", "3")]
    assert len(cells) == 17
    for cell in cells:
        href, key = urldefrag(cell.css_first("a").attributes["href"] or "")
        section = parsed(start.parent / href).css_first(f"section#{key}")
        copies = section.css("article.finding a.copy")
        assert copies, href
        assert all(
            (start.parent / href).parent.joinpath(urldefrag(copy.attributes["href"] or "")[0]).is_file()
            for copy in copies
        )


def test_a_report_without_copies_says_so_and_leads_to_the_records_of_the_archive(tmp_path: Path) -> None:
    world = small_world()
    card = world.cards[0]
    site_id = card.site.site_id
    report = SiteReport(tmp_path, "zh", copies=False)
    report.site_pages(card, world.judgements[site_id], world.archives[site_id])
    told = ((tmp_path / site_page(site_id)).parent / evidence_page(1)).read_text(encoding="utf-8")
    assert "本报告未附存档副本" in told and "pages.warc.gz#" in told
    assert not list(tmp_path.rglob("copies"))


def test_cells_say_their_level_in_words(reports: dict[str, Path]) -> None:
    row = parsed(reports["zh"] / "sites" / "3301010001" / "index.html").css("table.matrix tbody tr")[2]
    assert [cell.css_first(".level").text() for cell in row.css("td")] == ["有名无实", "未测", "可用", "可用", "未提供"]


def test_sites_not_measured_are_listed_apart_and_never_ranked(reports: dict[str, Path]) -> None:
    page = parsed(reports["zh"] / "index.html")
    ranked = page.css_first("section[aria-labelledby=ranking] tbody").text()
    apart = page.css_first("section[aria-labelledby=apart] tbody").text()
    assert "第1县" in ranked and "第2县" in ranked
    assert "第4县" not in ranked and "第5县" not in ranked
    assert "第4县" in apart and "网站拒绝" in apart and "第5县" in apart
    assert "0.0%" not in apart


def test_what_a_site_says_stays_text(reports: dict[str, Path]) -> None:
    for path in reports["zh"].rglob("*.html"):
        tree = parsed(path)
        assert not foreign_scripts(tree), path
        for node in tree.css("*"):
            assert not [name for name in node.attributes if name.startswith("on") or name == "style"], path
            for name in ("href", "src", "action"):
                assert not re.match(r"\s*(?:javascript|data:text|vbscript)", node.attributes.get(name) or "", re.I), (
                    path
                )
        assert "49" not in (tree.css_first("h1").text() if tree.css_first("h1") else ""), (
            "a name was read as a template"
        )
    names = [path.name for path in (reports["zh"] / "sites").iterdir()]
    assert len(names) == 5 and all(re.fullmatch(r"[a-z0-9-]+", name) for name in names)
    title = (
        parsed(next(path for path in (reports["zh"] / "sites").glob("x-*/index.html"))).css_first("h1").text().strip()
    )
    assert title.startswith("<script>alert(1)</script>")


def test_english_pages_hold_no_chinese_but_what_sites_wrote(reports: dict[str, Path]) -> None:
    quoted = {*ITEMS, HOSTILE, "市人力社保局", "第1县人民政府", "桐庐县", "浙江省", "杭州市"}
    for path in own_pages(reports["en"]):
        tree = parsed(path)
        tree.strip_tags(["bdi", "script", "template"], recursive=True)
        text = unescape(tree.body.text(separator=" ")) if tree.body else ""
        for name in quoted:
            text = text.replace(name, "")
        assert not CHINESE.search(text), (path, CHINESE.search(text))


def test_chinese_pages_hold_no_english_sentences(reports: dict[str, Path]) -> None:
    known = {
        "UTC",
        "HTTP",
        "GET",
        "HEAD",
        "WARC",
        "SHA",
        "robots",
        "txt",
        "govaudit",
        "Chao1",
        "test",
        "Excel",
        "Word",
        "CSV",
        "sha256",
    }
    for path in own_pages(reports["zh"]):
        tree = parsed(path)
        tree.strip_tags(["bdi", "code", "script", "template", "style"], recursive=True)
        words = set(re.findall(r"[A-Za-z]{3,}\d?", tree.body.text(separator=" "))) - known  # type: ignore[union-attr]
        assert not words, (path, words)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_without_any_site_the_report_says_so(tmp_path: Path, lang: str) -> None:
    index = World().write(tmp_path, lang)
    assert parsed(index).css_first("p.empty") is not None
    assert not parsed(index).css("table")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_when_nothing_was_measured_there_is_no_figure_and_no_zero(tmp_path: Path, lang: str) -> None:
    world = World()
    for number, status in enumerate(("declined", "unreachable", "not_started"), start=1):
        world.add(make_judgement({}, dict.fromkeys(COLUMNS), site=site(number), status=status))
    text = parsed(world.write(tmp_path, lang)).body.text()  # type: ignore[union-attr]
    assert "0.0%" not in text
    assert ("未测" if lang == "zh" else "not measured") in text


def test_a_site_that_was_never_judged_still_gets_a_page(tmp_path: Path) -> None:
    world = small_world()
    index = write_report(tmp_path, world.cards, lambda site_id: None)
    assert len(list((tmp_path / "sites").glob("*/index.html"))) == 5
    assert index.is_file()


@pytest.mark.parametrize(
    ("status", "reason", "said"),
    [
        ("measured", "", "采集已完整"),
        ("measured", "saturated", "估计已无未见内容时结束"),
        ("partial", "budget", "预算用完时结束"),
        ("partial", "time", "时间用完时结束"),
    ],
)
def test_a_sites_page_says_how_its_collection_ended(tmp_path: Path, status: str, reason: str, said: str) -> None:
    made = make_judgement({"取水许可": {"guide": 2}}, site=site(1), status=status)
    world = World()
    world.add(replace(made, archive=replace(made.archive, reason=reason)))
    world.write(tmp_path, "zh")
    text = parsed(tmp_path / site_page(made.site.site_id)).css_first("section[aria-labelledby=completeness] p").text()
    assert said in text and text.count("结束") == (reason != "")


def test_each_judgement_and_archive_is_asked_for_once_and_let_go(tmp_path: Path) -> None:
    world, asked = small_world(), []
    write_report(tmp_path, world.cards, lambda one: asked.append(one) or world.judgements[one], world.archives.get)
    assert asked == list(world.judgements)
    assert all(archive.closed for archive in world.archives.values())


def test_two_thousand_items_make_pages_that_can_be_filtered(tmp_path: Path, page: Page) -> None:
    world = World()
    items = {f"第{number}项许可": {"guide": 2, "consult": ("site", 1, 0)} for number in range(2000)}
    world.add(make_judgement(items, {}, site=site(1)))
    world.archives.clear()
    write_report(tmp_path, world.cards, world.judgements.get)
    folder = tmp_path / "sites" / "3301010001"
    rows = [len(parsed(folder / name).css("table.matrix tbody tr")) for name in ("index.html", "items-2.html")]
    assert rows == [1000, 1000]
    page.goto((folder / "items-2.html").as_uri())
    rows = page.locator("table.matrix tbody tr:visible")
    assert rows.count() == 200
    page.click(".rows-pager button:last-of-type")
    assert rows.first.locator("th").inner_text().startswith("第1200项")
    assert page.inner_text(".rows-pager output") == "第 201–400 行，共 1000 行"
    page.fill(".filter input", "第1999项")
    assert rows.count() == 1
    assert page.inner_text(".filter output") == "显示 1 / 1000 项"


def test_a_cell_opens_its_evidence_beside_the_matrix(reports: dict[str, Path], page: Page) -> None:
    page.goto((reports["zh"] / "sites" / "3301010001" / "index.html").as_uri())
    page.locator("table.matrix tbody tr").nth(1).locator("td a").nth(1).click()
    drawer, evidence = page.locator("dialog.drawer"), page.frame_locator("dialog iframe")
    assert drawer.locator("strong").inner_text() == ITEMS[1]
    expect(evidence.locator("section.item:visible")).to_have_count(1)  # once the frame is drawn
    assert evidence.locator("section.item:visible h2").inner_text() == ITEMS[1]
    assert evidence.locator("section:target h3").inner_text().startswith("表格下载")
    page.keyboard.press("Escape")
    assert not drawer.is_visible()
    assert page.evaluate("document.activeElement.closest('td') !== null")


def test_the_rectification_list_says_what_would_satisfy(reports: dict[str, Path]) -> None:
    page = parsed(reports["zh"] / "sites" / "3301010001" / "rectification.html")
    rows = [[cell.text(strip=True) for cell in row.css("td, th")] for row in page.css("table.rectify tbody tr")]
    assert [row[0] for row in rows] == [str(number) for number in range(1, len(rows) + 1)]
    guide = next(row for row in rows if row[1] == ITEMS[2] and row[2] == "办事指南")
    assert guide[3].startswith("有名无实") and "缺：设定依据" in guide[6] and guide[7:] == ["", ""]
    assert not [row for row in rows if row[1] == ITEMS[2] and row[2] == "表格下载"], "not measured"


def test_nothing_leaves_the_folder_and_no_script_of_a_site_runs(reports: dict[str, Path], page: Page) -> None:
    asked: list[str] = []
    shown: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: (shown.append(dialog.message), dialog.dismiss()))
    page.on("console", lambda message: shown.append(message.text))
    out = reports["zh"]
    some = [
        out / "index.html",
        out / "method.html",
        *sorted(out.glob("sites/*/*.html")),
        *sorted(out.glob("sites/*/copies/*.html")),
        *sorted(out.glob("sites/*/evidence/*.html"))[:8],
    ]
    for path in some:
        page.goto(path.as_uri())
        assert page.url == path.as_uri()
    assert shown == []
    assert {url.split(":")[0] for url in asked} == {"file", "data"} or {url.split(":")[0] for url in asked} == {"file"}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_pages_fit_a_phone(reports: dict[str, Path], page: Page, lang: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    out = reports[lang]
    for path in (out / "index.html", *out.glob("sites/*/index.html"), *sorted(out.glob("sites/*/evidence/*.html"))[:2]):
        page.goto(path.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0, path
    page.set_viewport_size({"width": 1280, "height": 900})


def test_the_ranking_can_be_sorted_by_keyboard_and_tells_how(reports: dict[str, Path], page: Page) -> None:
    page.goto((reports["zh"] / "index.html").as_uri())
    heading = page.locator("section[aria-labelledby=ranking] thead th").nth(1)
    heading.locator("button").focus()
    page.keyboard.press("Enter")
    assert heading.get_attribute("aria-sort") == "ascending"
    names = page.locator("section[aria-labelledby=ranking] tbody th").all_inner_texts()
    page.keyboard.press("Enter")
    assert page.locator("section[aria-labelledby=ranking] tbody th").all_inner_texts() == names[::-1]


def test_tables_have_captions_and_headings_with_a_scope(reports: dict[str, Path]) -> None:
    for path in own_pages(reports["zh"]):
        for table in parsed(path).css("table"):
            assert table.css_first("caption") is not None, path
            assert all(cell.attributes.get("scope") in ("col", "row") for cell in table.css("th")), path


def test_findings_name_their_rule_and_the_text_it_rests_on(tmp_path: Path) -> None:
    rule = default_pack().rules[0]
    world = World()
    judged = make_judgement({ITEMS[0]: {"guide": 2}}, {}, site=site(1))
    findings = tuple(replace(one, rule_id=rule.id, rule_version=rule.version) for one in judged.findings)
    world.add(replace(judged, findings=findings))
    for lang in ("zh", "en"):
        world.write(tmp_path / lang, lang)
        (page,) = (tmp_path / lang).glob("sites/*/evidence/*.html")
        text = page.read_text(encoding="utf-8")
        assert rule.id in text
        assert (escape(rule.title) in text and escape(rule.basis) in text) == (lang == "zh")
