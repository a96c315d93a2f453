"""The results database, the same in SQLite and PostgreSQL."""

import socket
import threading
from dataclasses import replace

import postgres
import pytest
from factories import make_judgement, make_site
from sqlalchemy import event, insert, text

from crawler.problems import Problem
from reports import tables
from reports.database import open_store
from reports.messages import t
from reports.records import Score
from reports.scoring import score_regions, score_site


@pytest.fixture(scope="module")
def postgres_url():
    with postgres.running() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request, tmp_path):
    url = (
        f"sqlite:///{tmp_path / 'results.sqlite'}"
        if request.param == "sqlite"
        else request.getfixturevalue("postgres_url")
    )
    opened = open_store(url)
    yield opened
    tables.metadata.drop_all(opened._engine)
    opened.close()


def sample(site_id="3301000001", **fields):
    items = {"身份证办理": {"guide": 3, "consult": ("site", 2, 0)}, "社保登记": {"form": None, "apply": 1}}
    return make_judgement(
        items,
        {"mailbox": 3, "opinion": None},
        site=make_site(site_id),
        items_estimated=3.5,
        not_rendered=("https://x.gov.cn/a",),
        notes={"a": "b"},
        **fields,
    )


def score(indicator, scheme="egov_125", points=1.0):
    return Score("3301000001", 2026, scheme, "1", indicator, "指标", "scored", points, 2.0, points, points, "share:1/2")


def test_a_judgement_comes_back_as_it_was_saved(store):
    judgement = sample()
    store.save_judgement(judgement)
    assert store.judgement("3301000001", 2026) == judgement
    assert store.judgement("3301000001", 2025) is None


def test_saving_again_replaces_and_takes_stale_scores_along(store):
    store.save_judgement(sample())
    store.save_scored(score_site(sample()), [score("F1")])
    store.save_judgement(replace(sample(), pack_version="test-2"))
    assert store.judgement("3301000001", 2026).pack_version == "test-2"
    assert list(store.scorecards(["3301000001"], 2026)) == []
    assert list(store.scores(["3301000001"], 2026)) == []


def test_years_and_sites_are_kept_apart_and_read_in_the_order_asked(store):
    for judgement in (sample(), sample(year=2025), sample("3302000001")):
        store.save_judgement(judgement)
    found = list(store.judgements(["3302000001", "missing", "3301000001"], 2026))
    assert [(one.site.site_id, one.year) for one in found] == [("3302000001", 2026), ("3301000001", 2026)]
    assert store.judged(2026) == ["3301000001", "3302000001"]
    assert store.judged(2025) == ["3301000001"]


def test_an_interrupted_save_leaves_the_earlier_judgement_whole(store):
    store.save_judgement(sample())

    def stop(_connection, _cursor, statement, *_rest):
        if "INTO findings" in statement:
            raise KeyboardInterrupt

    event.listen(store._engine, "before_cursor_execute", stop)
    with pytest.raises(KeyboardInterrupt):
        store.save_judgement(replace(sample(), pack_version="test-2"))
    event.remove(store._engine, "before_cursor_execute", stop)
    assert store.judgement("3301000001", 2026) == sample()


def test_text_no_database_can_hold_is_cleaned_not_refused(store):
    judgement = make_judgement({"身份\x00证\ud800": {"guide": 2}})
    store.save_judgement(judgement)
    assert store.judgement("3301000001", 2026).items[0].name == "身份证?"


def test_scorecards_regions_and_scores_come_back(store):
    card = score_site(sample())
    store.save_scored(card, [score("F2"), score("F1"), score("V1", "check_2019", None)])
    store.save_scored(card, [score("F2"), score("F1", points=2.0)])
    assert list(store.scorecards(["3301000001"], 2026)) == [card]
    regions = score_regions([card])
    store.save_regions(regions)
    store.save_regions(regions)
    assert store.regions(2026) == regions
    assert [(one.scheme, one.indicator, one.points) for one in store.scores(["3301000001"], 2026)] == [
        ("check_2019", "V1", None),
        ("egov_125", "F2", 1.0),
        ("egov_125", "F1", 2.0),
    ]
    assert [one.indicator for one in store.scores(["3301000001"], 2026, "check_2019")] == ["V1"]


def test_several_writers_of_one_site_leave_one_judgement(store):
    errors = []

    def write():
        try:
            store.save_judgement(sample())
        except Exception as error:  # whatever it is: the thread would swallow it
            errors.append(error)

    threads = [threading.Thread(target=write) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=240)
    assert errors == []
    assert store.judgement("3301000001", 2026) == sample()


def test_figures_can_be_queried_with_sql(store):
    store.save_judgement(sample())
    store.save_scored(score_site(sample()), [])
    with store._engine.connect() as connection:
        found = connection.execute(text("SELECT name, status, five_function_coverage FROM scorecards")).one()
        usable = connection.execute(text("SELECT count(*) FROM verdicts WHERE level >= 2 AND item_id <> ''")).scalar()
    assert found[1] == "measured"
    assert found[2] == pytest.approx(score_site(sample()).five_function_coverage.value)
    assert usable == 2


def test_a_store_can_be_opened_again(tmp_path):
    url = f"sqlite:///{tmp_path / 'r.sqlite'}"
    open_store(url).save_judgement(sample())
    assert open_store(url).judged(2026) == ["3301000001"]


def test_a_database_of_another_layout_is_refused_and_left_alone(tmp_path):
    url = f"sqlite:///{tmp_path / 'r.sqlite'}"
    store = open_store(url)
    with store._engine.begin() as connection:
        connection.execute(tables.about.delete())
        connection.execute(insert(tables.about).values(name="layout", value="another"))
    with pytest.raises(Problem) as caught:
        open_store(url)
    assert caught.value.code == "database_layout"


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://user:s3cret@127.0.0.1:{port}/audit",
        "postgresql://user@127.0.0.1:{port}/audit?password=s3cret",
        "postgres://user:s3cret@127.0.0.1:{port}/audit",
    ],
)
def test_an_unreachable_server_is_one_clear_problem_without_the_password(url):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))  # bound, not listening: connections are refused
        with pytest.raises(Problem) as caught:
            open_store(url.format(port=closed.getsockname()[1]))
    assert caught.value.code == "database_unreachable"
    told = t("problem.database_unreachable", **caught.value.params)
    assert "s3cret" not in told + str(caught.value)
    assert "127.0.0.1" in told


@pytest.mark.parametrize("url", ["mysql://root:s3cret@host/x", "no url", "", "postgresql://user:s3cret@host:port/x"])
def test_what_is_no_usable_url_is_one_clear_problem_without_the_password(url):
    with pytest.raises(Problem) as caught:
        open_store(url)
    assert caught.value.code == "database_url"
    assert "s3cret" not in t("problem.database_url", **caught.value.params)


def test_a_folder_that_does_not_exist_is_a_problem(tmp_path):
    with pytest.raises(Problem) as caught:
        open_store(f"sqlite:///{tmp_path / 'none' / 'r.sqlite'}")
    assert caught.value.code == "database_unreachable"


def test_a_scorecard_and_scores_are_saved_together_and_other_schemes_kept(store):
    card = score_site(sample())
    store.save_scored(card, [score("F1"), score("F2"), score("V1", "check_2019")])
    store.save_scored(card, [score("F3")])
    assert list(store.scorecards(["3301000001"], 2026)) == [card]
    found = [(one.scheme, one.indicator) for one in store.scores(["3301000001"], 2026)]
    assert found == [("check_2019", "V1"), ("egov_125", "F3")]


def test_a_database_that_fails_on_the_way_is_told_in_words(store):
    tables.metadata.drop_all(store._engine)
    with pytest.raises(Problem) as caught:
        store.save_judgement(sample())
    assert caught.value.code == "database_failed"
    assert store.url in t("problem.database_failed", **caught.value.params)
