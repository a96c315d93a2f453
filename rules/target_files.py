"""The files behind links: whether they are documents, open as such, and what they say. Each is read at most once."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from crawler.records import FetchRecord
from rules.documents import extract_text, is_archive, sniff_document
from rules.site_pages import Archive

_HEAD = 65536
_KEPT = 256
#: What keeps a person from opening a file, in the words of rules.documents.
_BROKEN = frozenset(("damaged", "encrypted", "bomb", "too_large"))
_TOLD = frozenset(("damaged", "encrypted"))


@dataclass(frozen=True, slots=True)
class FileLook:
    """``kind`` is the document's kind by its bytes (doc, xlsx, zip …) or empty, ``text`` what a reader gets out of it.

    ``problem`` says why a person cannot open it (``reason.file_<problem>``), empty where nothing is known to be wrong.
    ``opens``: a person's program would open it as a document; packed files (zip, rar) do not count as such.
    """

    kind: str
    text: str = ""
    opens: bool = False
    problem: str = ""


class Files:
    """Looks into archived files; the latest looks are remembered by digest."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._looks: OrderedDict[str, FileLook] = OrderedDict()

    def look(self, record: FetchRecord) -> FileLook:
        """What the file behind a fetched record is."""
        key = record.digest or record.url
        known = self._looks.get(key)
        if known is None:
            known = self._looks[key] = self._open(record)
            if len(self._looks) > _KEPT:
                self._looks.popitem(last=False)
        return known

    def _open(self, record: FetchRecord) -> FileLook:
        body = self._archive.read(record).body
        name = file_name(record.final_url or record.url)
        kind = sniff_document(body[:_HEAD], name)
        if not kind or is_archive(kind):
            return FileLook(kind)
        read = extract_text(body, name)
        return FileLook(kind, read.text, read.problem not in _BROKEN, read.problem if read.problem in _TOLD else "")


def file_name(url: str) -> str:
    """The last part of an address's path, decoded."""
    return unquote(urlsplit(url).path.rsplit("/", 1)[-1])
