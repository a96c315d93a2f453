"""Files that are either the old ones or the new ones: written beside their place and moved there when complete."""

from __future__ import annotations

import csv
import io
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from crawler.problems import Problem, refusal
from reports.cells import csv_cell


@contextmanager
def replaced(path: Path) -> Iterator[Path]:
    """A file to write in the stead of ``path``, put in its place on leaving; left out when an error ends the block.

    Raises ``Problem`` file_in_use when the place cannot be written (open in a spreadsheet on Windows, say).
    """
    with replaced_in(path.parent) as folder:
        yield folder / path.name


@contextmanager
def replaced_in(folder: Path) -> Iterator[Path]:
    """A folder whose files are moved into ``folder`` on leaving; descriptions (``.json``) last.

    Raises ``Problem`` out_not_writable when nothing can be written there, file_in_use when one of its files cannot be replaced.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        staging = Path(tempfile.mkdtemp(prefix=".writing-", dir=folder))
    except OSError as error:
        raise Problem("out_not_writable", folder=str(folder), error=refusal(error)) from error
    try:
        yield staging
        for path in sorted(staging.iterdir(), key=lambda one: (one.suffix == ".json", one.name)):
            _move(path, folder / path.name)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _move(source: Path, target: Path) -> None:
    try:
        source.replace(target)
    except OSError as error:
        raise Problem("file_in_use", file=str(target), error=refusal(error)) from error


class RowFile:
    """A CSV file with a heading, open for writing while the stack is."""

    def __init__(self, stack: ExitStack, path: Path, columns: Sequence[str]) -> None:
        self._columns = columns
        # Rows end as RFC 4180 says (CR LF), so the file must not translate line ends.
        self._file = stack.enter_context(path.open("w", encoding="utf-8", newline=""))
        csv.writer(self._file).writerow(columns)

    def write(self, rows: Iterable[Mapping[str, object] | object]) -> None:
        """Append rows, mappings or records; a column a row lacks stays empty."""
        self._file.write(csv_rows(self._columns, rows))

    def append(self, text: str) -> None:
        """Append rows as ``csv_rows`` gives them."""
        self._file.write(text)


def csv_rows(columns: Sequence[str], rows: Iterable[Mapping[str, object] | object]) -> str:
    """Rows, mappings or records, as lines of CSV; a column a row lacks stays empty."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    for row in rows:
        get = row.get if isinstance(row, Mapping) else lambda name, row=row: getattr(row, name, None)
        writer.writerow([csv_cell(get(column)) for column in columns])
    return text.getvalue()
