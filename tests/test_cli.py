"""The command line with wrong input: one clear message, exit status 2, no traceback, nothing half-written."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from govaudit.cli import main

GOOD = "name,portal_url,region_code\n示例市人民政府,http://www.example.gov.cn/,330100\n"


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = main(arguments)
    shown = capsys.readouterr()
    assert "Traceback" not in shown.err + shown.out
    return status, shown.out, shown.err


@pytest.fixture
def data(tmp_path: Path) -> str:
    return str(tmp_path / "data")


def audit(capsys: pytest.CaptureFixture[str], data: str, listed: Path, *more: str) -> str:
    """Audit ``listed``, which must be refused: the message."""
    status, out, err = run(capsys, "--data", data, *more, "audit", "--sites", str(listed), "--progress", "none")
    assert status == 2
    assert out == ""
    assert len([line for line in err.splitlines() if line.startswith("错误：")]) == 1
    return err


def test_a_missing_list_is_named(capsys: pytest.CaptureFixture[str], data: str, tmp_path: Path) -> None:
    assert "没有.csv" in audit(capsys, data, tmp_path / "没有.csv")
    assert not list(Path(data).rglob("*.sqlite"))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.csv", b""),
        ("broken.xlsx", b"PK\x03\x04 this is no workbook"),
        ("wrong.csv", "名称,首页网址\n".encode() + b"\xff\xfe\x00\x81\x20\xff\n"),
        ("headings.csv", b"a,b,c\n1,2,3\n"),
    ],
)
def test_an_unusable_list_is_named(
    capsys: pytest.CaptureFixture[str], data: str, tmp_path: Path, name: str, content: bytes
) -> None:
    listed = tmp_path / name
    listed.write_bytes(content)
    assert name in audit(capsys, data, listed)


def test_bad_rows_are_named_and_good_rows_kept(capsys: pytest.CaptureFixture[str], data: str, tmp_path: Path) -> None:
    listed = tmp_path / "list.csv"
    listed.write_text(GOOD + "坏行,ftp://example.gov.cn/,\n内网,http://127.0.0.1/,\n", encoding="utf-8")
    status, _, err = run(capsys, "--data", data, "sites", "import", str(listed))
    assert status == 2
    for expected in ("3", "4", "ftp://example.gov.cn/", "http://127.0.0.1/", "portal_url"):
        assert expected in err
    status, out, _ = run(capsys, "--data", data, "sites", "list", "--region", "330100")
    assert status == 0
    assert "示例市人民政府" in out


def test_skip_bad_goes_on(capsys: pytest.CaptureFixture[str], data: str, tmp_path: Path) -> None:
    listed = tmp_path / "list.csv"
    listed.write_text(GOOD + "坏行,ftp://example.gov.cn/,\n", encoding="utf-8")
    status, _, err = run(capsys, "--data", data, "sites", "import", str(listed), "--skip-bad")
    assert status == 0
    assert "ftp://example.gov.cn/" in err


def test_check_writes_nothing(capsys: pytest.CaptureFixture[str], data: str, tmp_path: Path) -> None:
    listed = tmp_path / "list.csv"
    listed.write_text(GOOD, encoding="utf-8")
    assert run(capsys, "--data", data, "sites", "check", str(listed))[0] == 0
    assert not Path(data).exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ("crawl", "--region", "蓬莱仙岛"),
        ("crawl", "--site", "no-such-site"),
        ("crawl",),
        ("crawl", "--region", "330000", "--level", "planet"),
        ("crawl", "--region", "330000", "--budget", "0"),
        ("crawl", "--region", "330000", "--delay", "soon"),
        ("audit", "--region", "330000", "--as-of", "gestern"),
        ("judge", "--region", "330000"),
        ("report", "--region", "330000"),
        ("inspect",),
        ("inspect", "no-such-page.html"),
        ("inspect", "--list", "no-such-list.jsonl"),
        ("rules", "check", "--pack", "no-such-folder"),
        ("rules", "test", "--labels", "no-such-folder"),
        ("nonsense",),
        ("crawl", "--nonsense"),
        ("export", "--region", "330000"),
    ],
)
def test_wrong_usage_is_one_message_in_chinese(
    capsys: pytest.CaptureFixture[str], data: str, arguments: tuple[str, ...]
) -> None:
    status, out, err = run(capsys, "--data", data, *arguments)
    assert status == 2
    assert out == ""
    assert err.count("错误：") == 1
    assert any("一" <= character <= "鿿" for character in err.partition("错误：")[2])


def test_a_data_folder_that_cannot_be_written_is_named(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("a file, where a folder is wanted", encoding="utf-8")
    listed = tmp_path / "list.csv"
    listed.write_text(GOOD, encoding="utf-8")
    assert str(blocked) in audit(capsys, str(blocked / "data"), listed)


def test_a_database_out_of_reach_is_named_without_its_password(
    capsys: pytest.CaptureFixture[str], data: str, tmp_path: Path
) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    listed = tmp_path / "list.csv"
    listed.write_text(GOOD, encoding="utf-8")
    message = audit(capsys, data, listed, "--db", f"postgresql://someone:s3cret@127.0.0.1:{port}/nothing")
    assert str(port) in message
    assert "s3cret" not in message


def test_a_port_in_use_is_named(capsys: pytest.CaptureFixture[str], data: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        status, _, err = run(capsys, "--data", data, "demo", "--port", str(port), "--progress", "none")
    assert status == 2
    assert str(port) in err


def test_english_on_request(capsys: pytest.CaptureFixture[str], data: str) -> None:
    status, out, err = run(capsys, "--data", data, "--lang", "en", "crawl", "--region", "蓬莱仙岛")
    assert status == 2
    assert err.startswith("Error: ")
    status, out, _ = run(capsys, "--lang", "en", "--help")
    assert status == 0
    assert not any("一" <= character <= "鿿" for character in out)


def test_help_is_chinese_by_default(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "--help")
    assert status == 0
    for command in (
        "sites",
        "crawl",
        "judge",
        "score",
        "report",
        "audit",
        "compare",
        "export",
        "inspect",
        "rules",
        "demo",
    ):
        assert f"\n  {command}" in out
    assert "用法：" in out
    assert "Show" not in out


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk_is_one_message(tmp_path: Path) -> None:
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "govaudit", "--data", str(tmp_path), "sites", "list"]
        ended = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, encoding="utf-8", check=False)
    assert ended.returncode == 2
    assert ended.stderr.startswith("错误：磁盘已满") and "Traceback" not in ended.stderr
