"""The files behind forms: documents that open, and files that only look like some."""

from __future__ import annotations

from govaudit.sample import documents, parts
from govaudit.sample.plan import Matter, Offer
from govaudit.sample.web import HTML
from govaudit.sample.writer import SiteWriter

_DOCUMENTS = (
    (".docx", documents.docx),
    (".xlsx", documents.xlsx),
    (".pdf", documents.pdf),
    (".doc", documents.old_word),
)
_WORD = "application/msword"


def form_file(
    site: SiteWriter, offer: Offer, matter: Matter, number: int, *, host: str = "", folder: str = "/files/"
) -> tuple[str, str]:
    """(path, wording) of an item's form, written when it exists; the path is empty when there is nothing to click."""
    if offer.form in ("text", "picture", "nothing", "none"):
        return "", matter.form
    if offer.form == "dead":
        return f"{folder}old/{number}.doc", matter.form
    suffix, body, kind = _made(site, offer.form, matter, number)
    path = site.file(f"{folder}P0{site.plan.region_code}{number:03d}{suffix}", body, kind, host=host)
    return path, matter.form + suffix


def guide_document(site: SiteWriter, number: int, matter: Matter) -> str:
    """A guide that is a Word file of five elements; its path."""
    lines = (
        f"事项名称：{matter.name}",
        f"申请条件：{matter.condition}。",
        f"办理材料：{parts.numbered(matter.materials)}",
        f"办理地点：{site.office}",
        f"联系电话：{site.phone}",
    )
    return site.file(f"/files/zn{number}.docx", documents.docx(f"{matter.name}办事指南", lines))


def _made(site: SiteWriter, word: str, matter: Matter, number: int) -> tuple[str, bytes, str]:
    """Suffix, bytes and content type of a form's file."""
    title, lines = matter.form, parts.form_lines(matter)
    if word == "own_zip":
        return ".zip", documents.archive({"form.docx": documents.docx(title, lines)}), "application/zip"
    if word == "word_html":
        return ".doc", documents.word_page(title, lines), _WORD
    if word == "fake":
        gone = site.layout("系统提示", "<p>您访问的文件不存在或已被删除！</p>", ())
        return ".doc", gone.encode(site.encoding, "replace"), HTML
    if word == "zero":
        return ".doc", b"", _WORD
    modern = _DOCUMENTS[:3] if word == "own" else _DOCUMENTS
    suffix, make = modern[number % len(modern)]
    return suffix, make(title, lines), "application/octet-stream"
