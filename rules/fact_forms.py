"""Forms and their fields: what can be filled in, under which label, and how it is sent."""

from __future__ import annotations

from collections import defaultdict
from typing import Final

from selectolax.lexbor import LexborNode

from rules.fact_addresses import absolute
from rules.fact_walk import Attributes, Box, Field, Run, Walk, fold
from rules.fact_zones import zone_of
from rules.layout_words import LayoutWords
from rules.records import Form, FormField

_KINDS: Final = frozenset(["text", "password", "file", "checkbox", "radio", "hidden", "submit", "button", "image"])
_WRITTEN: Final = frozenset([None, "", "text", "number", "tel", "email"])
#: Boxes to tick, and how a page without fields would write them.
_TICKED: Final = ("checkbox", "radio")
_TICK: Final = "☑"
_NO_TICK: Final = "□"
MAX_FORMS: Final = 100
MAX_FIELDS: Final = 300
MAX_OPTIONS: Final = 300


def forms_of(walk: Walk, base: str) -> tuple[Form, ...]:
    """Read all forms; fields outside any form element are gathered by the box they stand in and act as one form."""
    inside: defaultdict[int, list[Field]] = defaultdict(list)
    loose: list[Field] = []
    for field in walk.fields:
        (inside[field.form] if field.form >= 0 else loose).append(field)
    forms = []
    for number, (attributes, box) in enumerate(walk.forms[:MAX_FORMS]):
        fields = inside.get(number, [])
        # ASP.NET wraps the whole page in one form: its fields say what it is, the page's text does not.
        text = _around(walk, _common_box(fields) if _whole_page(box, walk) and fields else box)
        zone_box = _common_box(fields) if fields else box
        method = (attributes.get("method") or "get").lower()
        forms.append(
            Form(
                absolute(base, attributes.get("action") or ""),
                method,
                _fields(fields, walk.words),
                text,
                zone_of(zone_box),
            )
        )
    for fields in _groups(loose, walk):
        box = _common_box(fields)
        forms.append(Form("", "", _fields(fields, walk.words), _around(walk, box), zone_of(box)))
    return tuple(forms)


def options_of(select: LexborNode) -> list[tuple[str, str]]:
    """(value, wording) of the options of a select, also of those inside groups, up to a bound."""
    found: list[tuple[str, str]] = []
    waiting: list[LexborNode | None] = [select.first_child]
    for _ in range(4 * MAX_OPTIONS):
        if not waiting or len(found) >= MAX_OPTIONS:
            break
        node = waiting.pop()
        if node is None:
            continue
        waiting.append(node.next)
        if node.tag == "option":
            found.append((node.attributes.get("value") or "", fold(node.text(deep=True))))
        elif node.tag == "optgroup":
            waiting.append(node.first_child)
    return found


def kept_value(node: LexborNode, tag: str, attributes: dict[str, str | None]) -> str:
    """What a field shows that nobody may change, empty for one without: pages show in such fields what others write as text."""
    if tag == "textarea":
        return node.text(deep=True)
    if attributes.get("type") in _TICKED:
        return _TICK if "checked" in attributes else _NO_TICK
    return (attributes.get("value") or "") if attributes.get("type") in _WRITTEN else ""


def chosen_option(select: LexborNode) -> str:
    """The wording of the option that is chosen from the start."""
    chosen = select.css_first("option[selected]")
    return fold(chosen.text(deep=True)) if chosen is not None else ""


def _groups(loose: list[Field], walk: Walk) -> list[list[Field]]:
    """Fields outside any form belong together as long as the box around them is not most of the page."""
    groups: list[list[Field]] = []
    for field in loose[:MAX_FIELDS]:
        if (groups and not _whole_page(_common_box([groups[-1][0], field]), walk)) or (
            groups and _common_box([groups[-1][-1], field]).chars <= 400
        ):
            groups[-1].append(field)
        else:
            groups.append([field])
    return [group for group in groups if any((one.attributes.get("type") or "text") != "hidden" for one in group)][
        :MAX_FORMS
    ]


def _fields(fields: list[Field], words: LayoutWords) -> tuple[FormField, ...]:
    return tuple(
        FormField(_kind(field, words), field.attributes.get("name") or field.attributes.get("id") or "", _label(field))
        for field in fields[:MAX_FIELDS]
    )


def _kind(field: Field, words: LayoutWords) -> str:
    if field.node in ("textarea", "select"):
        return field.node
    kind = (field.attributes.get("type") or "text").lower()
    name = f"{field.attributes.get('name') or ''} {field.attributes.get('id') or ''} {field.attributes.get('placeholder') or ''}"
    if kind in ("text", "tel", "number") and words.captcha.search(name):
        return "captcha"
    if kind == "image":
        return "submit"
    return kind if kind in _KINDS else "text"


def _label(field: Field) -> str:
    attributes = field.attributes
    if (attributes.get("type") or "").lower() in ("submit", "button", "reset", "image"):
        return attributes.get("value") or attributes.get("alt") or attributes.get("title") or ""
    said = (
        attributes.get("placeholder") or attributes.get("title") or attributes.get("aria-label") or _prompt(attributes)
    )
    return " ".join(part for part in (field.before, said, field.inner) if part).strip()[:200]


def _prompt(attributes: Attributes) -> str:
    """What a field asks for in its own value, as pages did before there were placeholders: 请输入受理编号."""
    value = attributes.get("value") or ""
    return value if value.startswith("请") else ""


def _common_box(fields: list[Field]) -> Box:
    """The innermost box that holds all the fields."""
    chains = [_chain(field.box) for field in fields[:MAX_FIELDS]]
    common = chains[0]
    for chain in chains[1:]:
        common = [one for one, other in zip(common, chain, strict=False) if one is other]
    return common[-1]


def _chain(box: Box) -> list[Box]:
    chain = [box]
    while chain[-1].parent is not None:
        chain.append(chain[-1].parent)
    return chain[::-1]


def _whole_page(box: Box, walk: Walk) -> bool:
    return box.tag in ("html", "body") or (len(walk.runs) > 12 and box.last_run - box.first_run > 0.6 * len(walk.runs))


def _around(walk: Walk, box: Box) -> str:
    runs: list[Run] = walk.runs[box.first_run : box.last_run][:200]
    return " ".join(run.text for run in runs)[:2000]
