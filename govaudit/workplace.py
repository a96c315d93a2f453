"""Where a run keeps its things: data folder, archives, results database and reports."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.problems import Problem, refusal

if TYPE_CHECKING:
    from reports.database import Store
    from reports.editions import Editions
    from reports.reported_kept import KeptFigures


@dataclass(frozen=True, slots=True)
class Workplace:
    """The data folder and database of one call of the command line. ``db`` is a SQLAlchemy URL or empty for SQLite in the folder.

    What keeps results is imported where it is used: commands that only collect start without it.
    """

    data: Path
    db: str = ""
    lang: str = "zh"

    def ready(self) -> Workplace:
        """Make the data folder and prove that it can be written to; raises ``Problem`` data_not_writable before anything starts."""
        try:
            self.data.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self.data, prefix=".probe-")
            os.close(handle)
            Path(name).unlink()
        except OSError as error:
            raise Problem("data_not_writable", folder=str(self.data), error=refusal(error)) from error
        return self

    def archives(self, year: int) -> Path:
        return self.data / "archives" / str(year)

    def reports(self, year: int) -> Path:
        return self.data / "reports" / str(year)

    def store(self) -> Store:
        """Open the results database; raises ``Problem`` when there is none at the URL."""
        from reports.database import open_store

        return open_store(self.db or f"sqlite:///{(self.data / 'results.sqlite').as_posix()}")

    def editions(self) -> Editions:
        """What went out with reports; lies in the data folder, so that no change of the database touches it."""
        from reports.editions import Editions

        return Editions(self.data / "editions")

    def reported(self) -> KeptFigures:
        """The reported figures given so far."""
        from reports.reported_kept import KeptFigures

        return KeptFigures(self.data / "reported")
