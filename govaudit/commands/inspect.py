"""``inspect``: what one page shows, and why; for a file no network is used."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from crawler.problems import Problem, refusal
from govaudit.clickzh import Command, option
from reports.messages import label, t


@click.command(cls=Command, help="cli.inspect.help")
@click.argument("page", required=False, metavar="FILE-or-URL")
@option("--url", default="", metavar="URL", help="cli.inspect.url")
@option(
    "--list", "listing", type=click.Path(path_type=Path), default=None, metavar="FILE.jsonl", help="cli.inspect.list"
)
@option("--json", "as_json", is_flag=True, help="cli.inspect.json")
@option("--proxy", default="", metavar="URL", help="cli.option.proxy")
@option("-v", "--verbose", is_flag=True, help="cli.inspect.verbose")
def inspect(page: str | None, url: str, listing: Path | None, as_json: bool, proxy: str, verbose: bool) -> int:
    """Inspect one page, or with --list many."""
    if listing is not None:
        for row in _listed(listing):
            click.echo(json.dumps(row, ensure_ascii=False))
        return 0
    if not page:
        raise Problem("inspect_nothing")
    body, address, kind = _load(page, url, proxy)
    _tell(body, address, kind, as_json=as_json, verbose=verbose)
    return 0


def _tell(body: bytes, url: str, content_type: str, *, as_json: bool, verbose: bool) -> None:
    from rules.inspect import inspect_bytes, reasons
    from rules.pack import default_pack

    pack = default_pack()
    result = inspect_bytes(body, url, content_type, pack)
    if as_json:
        click.echo(json.dumps(result, ensure_ascii=False))
    else:
        for key, value in result.items():
            click.echo(t(f"inspect.{key}") + t("html.colon") + _shown(key, value))
    if verbose:
        for line in reasons(body, url, content_type, pack):
            click.echo(line, err=as_json)


#: What the names in a part of the result are names of, and what is said of each of them.
_NAMES = {
    "role": "role",
    "functions": "function",
    "columns": "column",
    "guide_elements": "html.element",
    "entries": "inspect.entry",
}


def _shown(key: str, value: Any) -> str:
    """One part of the result in words."""
    kind = _NAMES.get(key, "")
    if isinstance(value, dict):
        shows = {name: t("html.bracketed", text=label("inspect.shows", str(found))) for name, found in value.items()}
        told = (label(kind, name) + said for name, said in shows.items())
        return t("html.semicolon").join(told) or "–"
    if isinstance(value, list):
        return t("html.comma").join(label(kind, str(one)) for one in value) or "–"
    return "–" if value is None else label(kind, str(value))


def _load(page: str, url: str, proxy: str) -> tuple[bytes, str, str]:
    """The page's bytes, its address and its content type; from a file, or fetched once and politely when it is an address."""
    if page.startswith(("http://", "https://")):
        from crawler.single import fetch_one

        fetched = fetch_one(page, proxy=proxy)
        return fetched.body, fetched.record.final_url or page, fetched.record.content_type
    return _read(Path(page)), url, ""


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Problem("file_unreadable", file=str(path), error=refusal(error)) from error


def _listed(listing: Path) -> Iterator[dict[str, Any]]:
    """One result a line of the list; a line that cannot be read is named and the rest goes on."""
    from rules.inspect import inspect_bytes
    from rules.pack import default_pack

    pack = default_pack()
    bad = 0
    for number, line in enumerate(_read(listing).decode("utf-8-sig", errors="replace").splitlines(), start=1):
        if not line.strip():
            continue
        row = _row(line)
        path = listing.parent / row["file"] if row else None
        if row is None or path is None or not path.is_file():
            click.echo(t("cli.inspect.bad_line", file=str(listing), line=number, value=line[:120]), err=True)
            bad += 1
            continue
        yield {"id": row["id"], **inspect_bytes(path.read_bytes(), row.get("url") or "", "", pack)}
    if bad:
        raise Problem("inspect_bad_lines", file=str(listing), count=bad)


def _row(line: str) -> dict[str, str] | None:
    try:
        row = json.loads(line)
    except json.JSONDecodeError:
        return None
    return row if isinstance(row, dict) and isinstance(row.get("file"), str) and "id" in row else None
