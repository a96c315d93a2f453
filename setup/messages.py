"""Keep the catalogue of texts in shape: ``make messages``.

``reports/messages/en.po`` is where texts are added and changed. It is written as Babel writes catalogues, so that editors of them
(Poedit) and people leave the same lines; ``build/govaudit.pot``, from which pybabel begins and renews other languages, is made of it.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from reports.messages import FOLDER

SOURCE = FOLDER / "en.po"
TEMPLATE = Path(__file__).parent.parent / "build" / "govaudit.pot"


def in_shape(text: str) -> str:
    """A catalogue as Babel writes it, one line a text, its header left as it is."""
    header, gap, _ = text.partition("\n\n")
    written = io.BytesIO()
    write_po(written, read_po(io.BytesIO(text.encode()), abort_invalid=True), width=0, omit_header=True)
    return header + gap + written.getvalue().decode()


def template(text: str) -> Catalog:
    """The keys, Chinese texts and comments of a catalogue, without its translations."""
    catalog = Catalog(project="govaudit", charset="utf-8")
    for message in read_po(io.BytesIO(text.encode()), abort_invalid=True):
        if message.id:  # the header has none
            catalog.add(message.id, flags=message.flags, auto_comments=message.auto_comments, context=message.context)
    return catalog


def main() -> int:
    shaped = in_shape(SOURCE.read_text(encoding="utf-8"))
    SOURCE.write_text(shaped, encoding="utf-8", newline="\n")
    TEMPLATE.parent.mkdir(exist_ok=True)
    with TEMPLATE.open("wb") as file:
        write_po(file, template(shaped), width=0)
    return 0


if __name__ == "__main__":
    sys.exit(main())
