"""The words sites are planned in, the level each one earns, and why.

A level is 0 absent, 1 named, 2 usable, 3 effective, or None: not measured, because robots.txt closes the page.
"""

from __future__ import annotations

from typing import NamedTuple


class Meaning(NamedTuple):
    level: int | None
    why: str


GUIDE = {
    "full": Meaning(3, "all ten elements stand on the item's page with content"),
    "most": Meaning(
        2, "at least three elements with content, the materials or the process among them, but not all ten"
    ),
    "document": Meaning(2, "the guide is a Word file that states five elements, the materials among them"),
    "phrases": Meaning(1, "a guide page whose elements are empty phrases (按规定执行, 详见相关文件)"),
    "thin": Meaning(1, "a guide page that states where and who only: neither materials nor process"),
    "blank": Meaning(1, "the guide page says 暂无内容"),
    "dead": Meaning(1, "the link worded 办事指南 leads to status 404"),
    "soft": Meaning(1, "the link worded 办事指南 leads to an error page with status 200"),
    "none": Meaning(0, "the item is listed by its name; nothing is worded as a guide to it"),
    "closed": Meaning(None, "robots.txt closes the page the guide link leads to"),
}

#: ``own*`` hang on the item's guide page; the others lie in a list of forms or in a row of icons.
FORM = {
    "own": Meaning(3, "a Word, Excel or PDF file on the item's own usable guide that opens as a document"),
    "own_zip": Meaning(2, "the file on the item's guide is an archive: usable at most"),
    "list": Meaning(2, "a document that downloads, but from a list or row of icons, not from the item's guide"),
    "word_html": Meaning(2, "a page Word saved (Office namespaces) under a .doc name counts as a document"),
    "fake": Meaning(1, "the .doc is the site's error page in HTML with status 200"),
    "zero": Meaning(1, "the file has 0 bytes"),
    "dead": Meaning(1, "the link to the file leads to status 404"),
    "text": Meaning(1, "the form is named in plain text; there is nothing to click"),
    "picture": Meaning(1, "the form is a picture of a form"),
    "nothing": Meaning(0, "the row for forms says 无"),
    "none": Meaning(0, "no form is named for the item"),
    "closed": Meaning(None, "robots.txt closes the file"),
}

APPLY = {
    "online": Meaning(
        3, "the entry leads to the application system's sign-in page and the guide states 全程网办, 0 visits"
    ),
    "login": Meaning(2, "the entry leads to the sign-in page of an application system for the item"),
    "form": Meaning(2, "the entry leads to the item's application form"),
    "booking": Meaning(1, "an appointment can be booked, nothing more"),
    "home": Meaning(1, "the entry leads back to the home page"),
    "dead": Meaning(1, "the entry leads to status 404, or to a script that does nothing"),
    "disabled": Meaning(1, "the button is greyed out, or says 暂未开通"),
    "none": Meaning(0, "no entry for applications"),
    "closed": Meaning(None, "robots.txt closes the application system"),
}

OWN_CONSULT = {
    "form": Meaning(2, "a question form (text area and button) made for the item"),
    "answers": Meaning(2, "questions with answers on the item's own page"),
    "dead": Meaning(1, "the item's icon 网上咨询 only says 暂未开通"),
    "none": Meaning(0, "nothing made for the item"),
}

OWN_FEEDBACK = {
    "query": Meaning(2, "a query form for a case number made for the item"),
    "results": Meaning(3, "a list of the item's results dated within the past twelve months"),
    "dead": Meaning(1, "the item's icon 状态查询 only says 暂未开通"),
    "none": Meaning(0, "nothing made for the item"),
}

#: The site's channel for results of cases of all items.
FEEDBACK = {
    "results": Meaning(3, "results of cases, the newest dated within the past twelve months"),
    "old_results": Meaning(2, "results of cases, all dated more than a year ago"),
    "query": Meaning(2, "a query form for a case number"),
    "home": Meaning(1, "the menu word leads back to the home page"),
    "none": Meaning(0, "no channel"),
}

#: Interaction columns; ``consultation`` is the site's consult channel too.
COLUMN = {
    "active": Meaning(
        3, "entries of the past months; nine in ten letters answered within three days where answers are due"
    ),
    "slow": Meaning(2, "entries of the past months, but fewer than half answered"),
    "form": Meaning(2, "a form, but no entries to see"),
    "old": Meaning(2, "entries, all older than a year"),
    "empty": Meaning(1, "the column opens and says 暂无内容"),
    "dead": Meaning(1, "the menu word leads to a page that does not exist"),
    "none": Meaning(0, "no such column"),
    "closed": Meaning(None, "robots.txt closes the column"),
}
