"""The bundled chart library: byte for byte what its record says, with its licence, and copied into every report once."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from report_world import small_world

from setup.vendor import FILES, FOLDER


def test_the_files_are_those_of_the_version_on_record() -> None:
    record = json.loads((FOLDER / "bundled.json").read_text(encoding="utf-8"))
    assert set(record["sha256"]) == set(FILES.values())
    assert {name: hashlib.sha256((FOLDER / name).read_bytes()).hexdigest() for name in record["sha256"]} == record[
        "sha256"
    ]
    assert {path.name for path in FOLDER.iterdir()} == {*FILES.values(), "bundled.json"}
    library = (FOLDER / "echarts.common.min.js").read_text(encoding="utf-8")
    assert f'"{record["version"]}"' in library and len(library) < 1_100_000


def test_it_comes_with_its_licence() -> None:
    record = json.loads((FOLDER / "bundled.json").read_text(encoding="utf-8"))
    assert record["license"] == "Apache-2.0"
    assert "Apache License" in (FOLDER / "LICENSE").read_text(encoding="utf-8")
    assert "Apache ECharts" in (FOLDER / "NOTICE").read_text(encoding="utf-8")


def test_it_makes_no_code_from_text_and_asks_nobody() -> None:
    library = (FOLDER / "echarts.common.min.js").read_text(encoding="utf-8")
    assert not [word for word in ("eval(", "new Function", "XMLHttpRequest", "fetch(", "WebSocket") if word in library]


def test_a_report_holds_it_once(tmp_path: Path) -> None:
    small_world().write(tmp_path)
    assert len(list(tmp_path.rglob("echarts*.js"))) == 1
