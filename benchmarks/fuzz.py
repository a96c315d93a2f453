"""Fuzz the readers of pages and documents, guided by which of their lines a changed input reaches.

Needs atheris beside the project's own packages (``pip install atheris``). What ends a reading or takes longer than the bound is
written to the folder, with the reason beside it; the golden pages are the first inputs, and what reached new lines is kept in
``FOLDER/corpus``, where inputs of one's own may be put, too. Stops when interrupted or after libFuzzer's ``-max_total_time``.

    python -m benchmarks.fuzz pages /tmp/fuzz -max_total_time=600
"""

from __future__ import annotations

import hashlib
import sys
import time
import traceback
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Final

#: Seconds of a processor for one input; instrumented code takes about twice as long as plain.
BOUND: Final = 4.0
_TYPES: Final = ("", "text/html; charset=gbk", "text/xml", "application/json", "text/html; charset=big5")
_NAMES: Final = ("a.doc", "a.docx", "a.pdf", "a.xls", "a.xlsx", "a.wps", "a.ofd", "a.rtf", "a.htm")


def page_reader() -> Callable[[bytes], None]:
    """Judge an input as a page; its first byte chooses what the server says of it."""
    from rules.inspect import inspect_bytes
    from rules.pack import default_pack
    from rules.terms import ROLES

    pack = default_pack()

    def read(data: bytes) -> None:
        seen = inspect_bytes(data[1:], "http://www.example.gov.cn/a/b.html", _TYPES[data[0] % len(_TYPES)], pack)
        assert seen["role"] in ROLES

    return read


def document_reader() -> Callable[[bytes], None]:
    """Take the text out of an input as a document; its first byte chooses its name."""
    from rules.documents import extract_text

    def read(data: bytes) -> None:
        extract_text(data[1:], _NAMES[data[0] % len(_NAMES)]).text.encode()

    return read


def kept(read: Callable[[bytes], None], folder: Path) -> Callable[[bytes], None]:
    """A reader that writes what it could not read, or not in time, to the folder, and goes on."""

    def one(data: bytes) -> None:
        began = time.process_time()
        try:
            read(data or b"\0")
        except Exception as error:  # whatever it is, it is what is looked for
            place = traceback.extract_tb(error.__traceback__)[-1]
            _keep(folder, f"{type(error).__name__} {place.filename}:{place.lineno}", data, traceback.format_exc())
        taken = time.process_time() - began
        if taken > BOUND:
            _keep(folder, f"slow {int(taken)}", data, f"{taken:.1f} s")

    return one


def _keep(folder: Path, kind: str, data: bytes, reason: str) -> None:
    """One input of a kind, the shortest."""
    place = folder / hashlib.sha256(kind.encode()).hexdigest()[:12]
    if not place.exists() or place.stat().st_size > len(data):
        place.write_bytes(data)
        place.with_suffix(".txt").write_text(reason, encoding="utf-8")


def main(kind: str, place: str, *options: str) -> None:
    """Fuzz until told to stop."""
    atheris, folder = import_module("atheris"), Path(place)
    corpus = folder / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    with atheris.instrument_imports(include=["rules"]):
        read = {"pages": page_reader, "documents": document_reader}[kind]()
    if kind == "pages":
        for number, page in enumerate(sorted(Path("tests/golden").rglob("page.*"))):
            (corpus / f"golden{number}").write_bytes(b"\0" + page.read_bytes())
    atheris.Setup([sys.argv[0], str(corpus), f"-artifact_prefix={folder}/", *options], kept(read, folder))
    atheris.Fuzz()


if __name__ == "__main__":
    main(*sys.argv[1:])
