"""Healthy sites among sick ones end as if they were alone; each sick one ends in its own named state."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.chaos import Ran, names_of, outcome_of, run, troubles
from benchmarks.chaos_world import SICK

#: Two of the slow ones stand for all of them.
LEFT_OUT = {"robots-stall", "flood-of-links", "late"}


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Ran, Ran]:
    names = names_of(4, sorted(set(SICK) - LEFT_OUT))
    folder: Path = tmp_path_factory.mktemp("chaos")
    chosen = {"delay": 0.02, "budget": 200, "render": "never", "body_limit": 2_000_000}
    calm = run([name for name in names if name not in SICK], folder / "calm", 3.0, timeout=60.0, **chosen)
    patience = max(
        5.0, calm.seconds
    )  # on a busy machine a sound page may need longer than a few seconds, sick ones wait longer then
    return calm, run(names, folder / "wild", 0.6 * patience, timeout=patience, **chosen)


def test_everything_ends_as_it_must(runs: tuple[Ran, Ran]) -> None:
    assert troubles(*runs) == []


def test_healthy_sites_were_really_looked_through(runs: tuple[Ran, Ran]) -> None:
    calm, wild = runs
    for name in calm.records:
        assert wild.statuses[name].status == "measured"
        reasons = [outcome[1] for outcome in outcome_of(wild.records[name]).values()]
        assert reasons.count("ok") >= 14 and "robots" in reasons


def test_who_declines_is_asked_no_second_time(runs: tuple[Ran, Ran]) -> None:
    for name in ("401", "412", "468", "521", "challenge"):
        pages = [one.path for one in runs[1].asked if one.host == f"www.{name}.gov.cn" and one.path != "/robots.txt"]
        assert len(pages) == len(set(pages)) > 0
    tired = [one for one in runs[1].asked if one.host == "www.tired.gov.cn"]
    assert len(tired) < 30, "a host that refuses everything is left alone"
