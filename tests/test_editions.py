"""Published editions: frozen files that outlive database and program, and tell when somebody changed them."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from factories import make_judgement, make_site
from hypothesis import given, settings
from test_scoring import SITE

from crawler.problems import Problem
from govaudit.cli import main
from reports import tables
from reports.database import open_store
from reports.editions import Editions
from reports.scheme_points import apply_scheme
from reports.schemes import load_scheme
from reports.scoring import score_site
from reports.shortcomings import to_mend

JUDGED = make_judgement({"甲": {"guide": 1, "form": 2}, "=cmd|\x00\ud800": {"apply": 1}}, {"mailbox": 1})
CARD = score_site(JUDGED)
SCORES = apply_scheme(load_scheme("check_2019"), JUDGED, CARD)
#: An edition as the first version of the format wrote it: it must stay readable, whatever records become.
FIRST = Path(__file__).parent / "golden_edition.json"


def publish(editions: Editions, **card: object) -> int:
    return editions.publish(replace(CARD, **card), SCORES, "2026-04-01T00:00:00Z", to_mend(JUDGED)).edition


def test_what_was_published_stays_and_comes_back_as_it_was(tmp_path: Path) -> None:
    editions = Editions(tmp_path)
    assert publish(editions) == publish(editions) == 1
    assert publish(editions, pack_version="test-2") == 2
    first, last = (editions.publication("3301000001", 2026, number) for number in (1, None))
    assert first and last and (first.card.pack_version, last.card.pack_version) == ("test-1", "test-2")
    assert first.scores == tuple(replace(score, drawn=()) for score in SCORES) and len(first.points) == len(
        to_mend(JUDGED)
    )
    assert editions.publication("3301000001", 2025) is None
    assert editions.last_publication("3301000001", 2030) == last
    assert editions.last_publication("3301000001", 2025) is None
    assert list(editions.flaws("3301000001", 2026)) == []


@given(SITE)
@settings(max_examples=20)
def test_publishing_again_what_did_not_change_makes_no_edition(
    tmp_path_factory: pytest.TempPathFactory, items: dict[str, dict[str, int]]
) -> None:
    editions, judged = Editions(tmp_path_factory.mktemp("e")), make_judgement(items)
    made = [editions.publish(score_site(judged), [], f"2026-0{n}-01T00:00:00Z", to_mend(judged)) for n in (1, 2)]
    assert made[0] == made[1] == editions.publication("3301000001", 2026)


def test_an_edition_changed_by_hand_broken_or_taken_away_is_told(tmp_path: Path) -> None:
    editions = Editions(tmp_path)
    for number in range(1, 4):
        publish(editions, pack_version=f"test-{number}")
    files = sorted(tmp_path.rglob("*.json"))
    text = files[2].read_text(encoding="utf-8")
    files[2].write_text(text.replace('"items_found":2', '"items_found":9'), encoding="utf-8")
    with pytest.raises(Problem) as caught:
        editions.publication("3301000001", 2026)
    assert (caught.value.code, caught.value.params["file"]) == ("edition_changed", str(files[2]))
    files[2].write_text("{", encoding="utf-8")
    assert [one.code for one in editions.flaws("3301000001", 2026)] == ["edition_unreadable"]
    files[2].write_text(text, encoding="utf-8")
    files[1].unlink()
    assert [one.code for one in editions.flaws("3301000001", 2026)] == ["edition_gap"]


def test_an_edition_of_the_first_version_of_the_format_is_still_read(tmp_path: Path) -> None:
    place = tmp_path / "2026" / "3301000001"
    place.mkdir(parents=True)
    (place / "1.json").write_bytes(FIRST.read_bytes())
    read = Editions(tmp_path).publication("3301000001", 2026)
    assert read is not None and read.card.five_function_coverage == CARD.five_function_coverage
    assert [point.key for point in read.points] == [point.key for point in to_mend(JUDGED)]
    content = json.loads(FIRST.read_text(encoding="utf-8"))["content"]
    assert {"program", "rules", "check_2019"} <= content["versions"].keys()


def test_editions_outlive_an_upgrade_that_lays_the_database_out_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    publish(Editions(tmp_path / "editions"))
    before = {path: path.read_bytes() for path in (tmp_path / "editions").rglob("*.json")}
    open_store(f"sqlite:///{(tmp_path / 'results.sqlite').as_posix()}").close()
    monkeypatch.setattr(tables, "layout", lambda: "another")
    words = ["--data", str(tmp_path), "report", "--site", "3301000001", "--year", "2026"]
    assert main(words) == 2
    capsys.readouterr()
    # The remedy the message names: another database, judged again under the new rules.
    store = open_store(f"sqlite:///{(tmp_path / 'new.sqlite').as_posix()}")
    better = make_judgement({"甲": {"guide": 3, "form": 2}}, site=make_site(), pack_version="test-2")
    store.save_judgement(better)
    store.save_scored(score_site(better), [])
    store.close()
    editions = Editions(tmp_path / "editions")
    assert editions.publish(score_site(better), [], "2026-05-01T00:00:00Z").edition == 2
    assert {path: path.read_bytes() for path in before} == before
    assert list(editions.flaws("3301000001", 2026)) == []
