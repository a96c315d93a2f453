"""The page of one item: its guide, the files on it, and the entries of its other functions."""

from __future__ import annotations

from collections.abc import Iterable

from govaudit.sample import parts
from govaudit.sample.builder import SiteBuilder
from govaudit.sample.forms import form_file
from govaudit.sample.parts import a, e
from govaudit.sample.plan import Matter, Offer

#: Forms that lie on the item's own page; the others are listed elsewhere.
ON_PAGE = ("own", "own_zip")
_SIGN_IN = ("online", "login", "closed")


def shaped(rows: Iterable[tuple[str, str]], shape: str) -> str:
    """(heading, HTML) rows as a table, as sections, as a definition list, as paragraphs or as tabs."""
    listed = list(rows)
    if shape == "table":
        return parts.table((), ((f"<b>{name}</b>", text) for name, text in listed), 'class="guide" border="1"')
    if shape == "sections":
        numbers = "一二三四五六七八九十"
        return "".join(
            f"<h3>{numbers[index] if index < 10 else '十一'}、{name}</h3><p>{text}</p>"
            for index, (name, text) in enumerate(listed)
        )
    if shape == "definitions":
        return "<dl>" + "".join(f"<dt>{name}</dt><dd>{text}</dd>" for name, text in listed) + "</dl>"
    if shape == "tabs":
        heads = "".join(f'<li data-tab="t{number}">{name}</li>' for number, (name, _) in enumerate(listed))
        panes = "".join(
            f'<div class="tab-pane" id="t{number}"{" style=" + chr(34) + "display:none" + chr(34) if number else ""}>'
            f"<h4>{name}</h4><div>{text}</div></div>"
            for number, (name, text) in enumerate(listed)
        )
        return f'<ul class="tabs">{heads}</ul>{panes}'
    return "".join(f"<p><strong>{name}：</strong>{text}</p>" for name, text in listed)


def guide_body(
    site: SiteBuilder, number: int, offer: Offer, matter: Matter, *, shape: str, host: str = "", materials: str = ""
) -> str:
    """The whole content of an item's page, entries and files included."""
    if offer.guide == "blank":
        return f"<h1>{e(matter.name)}</h1><p>暂无内容</p>"
    rows = parts.guide_texts(offer, matter, site.plan.place, site.office, site.phone, site.random, materials)
    body = f"<h1>{e(matter.name)}</h1>{shaped(_headed(site, rows, offer), shape)}"
    if offer.form in ON_PAGE:
        path, text = form_file(site, offer, matter, number, host=host)
        body += f"<p>附件：{a(path, text)}</p>"
    if offer.own_consult == "answers":
        body += parts.answers(matter)
    return body + apply_entry(site, number, offer, matter, host=host)


def _headed(site: SiteBuilder, rows: list[tuple[str, str]], offer: Offer) -> list[tuple[str, str]]:
    names = dict(zip((*parts.ELEMENTS, parts.LIMIT), parts.HEADINGS[site.style], strict=True))
    headed = [(names[element], text) for element, text in rows]
    if offer.apply == "online":
        headed += [
            ("办理形式", "全程网办"),
            ("网上办理深度", "互联网办理结果信息反馈（Ⅳ级）"),
            ("到办事现场次数", "0次"),
        ]
    return headed


def apply_entry(
    site: SiteBuilder,
    number: int,
    offer: Offer,
    matter: Matter,
    *,
    host: str = "",
    text: str = "网上申请",
    folder: str = "/wssb/",
) -> str:
    """The entry for applications, and the page behind it."""
    word = offer.apply
    if word == "none":
        return ""
    if word == "disabled":
        return f'<p><button type="button" disabled="disabled">{text}</button></p>'
    if word == "booking":
        target, text = f"{folder}yy_{number}.{site.suffix}", "在线预约"
        site.put(
            target, f"{matter.name}预约", parts.booking_form(folder + "yy", matter), host=host, crumbs=(site.hall,)
        )
    elif word == "form":
        target = f"{folder}sq_{number}.{site.suffix}"
        site.put(
            target, f"{matter.name}网上申请", parts.apply_form(folder + "sq", matter), host=host, crumbs=(site.hall,)
        )
    elif word in _SIGN_IN:
        target = f"{folder}login_{number}.{site.suffix}"
        site.put(
            target, "网上申报系统登录", parts.login_form(folder + "login", matter.name), host=host, crumbs=(site.hall,)
        )
    else:
        target = {"home": "/", "dead": "javascript:;"}[word]
    return f"<p>{a(target, text)}</p>"
