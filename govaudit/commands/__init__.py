"""The subcommands, one module each, in the order of the work. A module is imported when its command is asked for.

Importing all of them takes seconds: the database, Excel, Word and the browser's library come with them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

#: Command → the module that holds it under the same name.
PLACES: Final[Mapping[str, str]] = {
    name: f"{__name__}.{module}"
    for name, module in {
        "sites": "sites",
        "crawl": "crawl",
        "judge": "judge",
        "score": "judge",
        "report": "report",
        "audit": "audit",
        "compare": "report",
        "export": "export",
        "archive": "archive",
        "inspect": "inspect",
        "rules": "rules",
        "demo": "demo",
    }.items()
}
