"""docs/add-a-scheme.md and docs/reported-figures.md, tried as written."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from factories import make_judgement, make_site

from crawler.sites import Register
from govaudit.cli import main
from reports.database import open_store
from reports.scheme_checks import CHECKS
from reports.schemes import RATES, Indicator
from rules.site_columns import KINDS

ROOT = Path(__file__).parents[1]
SCHEMES = (ROOT / "docs" / "add-a-scheme.md").read_text(encoding="utf-8")
FIGURES = (ROOT / "docs" / "reported-figures.md").read_text(encoding="utf-8")
SITE = make_site(name="某市人民政府", portal_url="http://www.x.gov.cn/")


def commands(page: str) -> list[str]:
    return [
        line.strip()
        for block in re.findall(r"```\n(.*?)```", page, re.S)
        for line in block.splitlines()
        if "govaudit" in line
    ]


def test_the_four_steps_lead_to_scores(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    template = re.search(r"\]\(\.\./(reports/schemes/_template\.yaml)\)", SCHEMES)
    assert template is not None
    monkeypatch.chdir(tmp_path)
    text = (ROOT / template.group(1)).read_text(encoding="utf-8")
    Path("my_scheme.yaml").write_text(text.replace("max_points: 60", "max_points: 50"), encoding="utf-8")
    Path("list.csv").write_text(
        f"name,portal_url,site_id,level\n{SITE.name},{SITE.portal_url},{SITE.site_id},prefecture\n", encoding="utf-8"
    )
    Path("reported.csv").write_text(re.search(r"```csv\n(.*?)```", FIGURES, re.S)[1], encoding="utf-8")  # type: ignore[index]
    store = (
        open_store(f"sqlite:///{(tmp_path / 'govaudit-data' / 'results.sqlite').as_posix()}")
        if _made(tmp_path)
        else None
    )
    assert store is not None
    store.save_judgement(make_judgement({"甲": {"guide": 2, "form": 2}}, {"mailbox": 3}, site=SITE))
    for command in commands(SCHEMES) + commands(FIGURES):
        assert main([*command.split()[1:], "--year", "2026"]) == 0, command
    scores = {(one.scheme, one.indicator): one for one in store.scores([SITE.site_id], 2026)}
    assert scores["my_scheme", "A1"].max_points == 50
    assert scores["my_scheme", "A2"].points == 20
    assert scores["my_scheme", "A4"].status == "manual"
    assert scores["egov_125", "A1"].reason == "reported:170/200"
    assert scores["check_2019", "D2.5"].points == 4
    store.close()


def _made(folder: Path) -> bool:
    (folder / "govaudit-data").mkdir()
    Register(folder / "govaudit-data").import_sites([SITE])
    return True


def test_every_way_check_rate_and_kind_is_explained() -> None:
    named = set(re.findall(r"`([a-z_0-9]+)`", SCHEMES)) | set(re.findall(r"`([a-z_]+): ", SCHEMES))
    assert set(CHECKS) - named == set()
    assert set(RATES) - named == set()
    assert set(KINDS) - named == set()
    assert set(Indicator.model_fields) - named == set()


def test_every_site_check_is_explained() -> None:
    page = (ROOT / "docs" / "site-checks.md").read_text(encoding="utf-8")
    source = "".join(
        (ROOT / "rules" / name).read_text(encoding="utf-8") for name in ("site_checks.py", "site_columns.py")
    )
    made = set(re.findall(r'(?:row|SiteCheck)\(\s*"([a-z_]+)"', source))
    assert made and made - set(re.findall(r"`([a-z_]+)`", page)) == set()


def test_the_example_of_reported_figures_names_known_columns() -> None:
    head = next(csv.reader(re.search(r"```csv\n(.*?)```", FIGURES, re.S)[1].splitlines()))  # type: ignore[index]
    assert set(head) <= set(re.findall(r"`([a-z_]+)`", FIGURES))
