"""Say a rule's conditions in the reader's language: for the catalogue of rules and for whoever asks why a rule fired."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from reports.messages import label, t
from rules.pack import Condition, Count, FormShape, LinkWords, Pack, Words


def said(condition: Condition, pack: Pack) -> str:
    """One condition as a sentence; shared word lists are named instead of being spelt out."""
    return t("rules_page.part_join").join(_parts(condition, pack))


def _parts(condition: Condition, pack: Pack) -> Iterator[str]:
    for name in ("title", "tab", "head", "site", "column", "breadcrumb", "address", "text", "page", "header"):
        words = getattr(condition, name)
        if words is not None:
            yield t(f"rules_page.on.{name}", words=_words(words, pack))
    if condition.link is not None:
        yield from _link(condition.link, pack)
    if condition.form is not None:
        yield from _form(condition.form, pack)
    if condition.count is not None:
        yield t(
            "rules_page.on.count", what=label("rules_page.count", condition.count.of), bounds=_bounds(condition.count)
        )
    if condition.role is not None:
        yield t("rules_page.on.role", names=_named("role", condition.role))
    if condition.kind is not None:
        yield t("rules_page.on.kind", names=" ".join(condition.kind))
    for name in ("shell", "front"):
        flag = getattr(condition, name)
        if flag is not None:
            yield t(f"rules_page.on.{name}_{'yes' if flag else 'no'}")


def _link(link: LinkWords, pack: Pack) -> Iterator[str]:
    yield t("rules_page.on.link", words=_words(link, pack))
    if link.context is not None:
        yield t("rules_page.context", words=_words(link.context, pack))
    if link.beside:
        yield t("rules_page.beside", words=_listed(link.beside, pack))
    if link.not_beside:
        yield t("rules_page.not_beside", words=_listed(link.not_beside, pack))
    for name, kind in (("zones", "zone"), ("not_zones", "zone"), ("kinds", "kind"), ("not_kinds", "kind")):
        if getattr(link, name):
            yield t(f"rules_page.{name}", names=_named(f"rules_page.{kind}", getattr(link, name)))
    for name in ("url_has", "url_not"):
        if getattr(link, name):
            yield t(f"rules_page.{name}", names=" ".join(getattr(link, name)))
    if link.leads:
        yield t(f"rules_page.leads.{link.leads}")
    if link.in_text:
        yield t("rules_page.in_text")


def _form(form: FormShape, pack: Pack) -> Iterator[str]:
    yield t("rules_page.on.form", words=_words(form, pack))
    for name in ("fields", "any_field"):
        if getattr(form, name):
            yield t(f"rules_page.{name}", names=_named("rules_page.field", getattr(form, name)))
    if form.at_least:
        yield t("rules_page.filled", count=form.at_least)
    for name in ("zones", "not_zones"):
        if getattr(form, name):
            yield t(f"rules_page.{name}", names=_named("rules_page.zone", getattr(form, name)))


def _words(words: Words, pack: Pack) -> str:
    wanted = []
    if words.says:
        alone = len(words.says) == 1
        wanted.append(t("rules_page.says_one" if alone else "rules_page.says", words=_listed(words.says, pack)))
    for name, listed in (("is", words.is_), ("starts", words.starts), ("ends", words.ends)):
        if listed:
            wanted.append(t(f"rules_page.{name}", words=_listed(listed, pack)))
    parts = [t("rules_page.or").join(wanted) or t("rules_page.anything")]
    if words.unless:
        parts.append(t("rules_page.unless", words=_listed(words.unless, pack)))
    if words.longest:
        parts.append(t("rules_page.longest", count=words.longest))
    return t("rules_page.part_join").join(parts)


def _listed(words: Sequence[str], pack: Pack) -> str:
    """Words in quotes; those that make up a shared list are named by it."""
    left = dict.fromkeys(words)
    names = []
    for name, shared in pack.words.items():
        if len(shared) > 1 and set(shared) <= set(left):
            names.append(t("rules_page.list", name=f"`{name}`"))
            left = {word: None for word in left if word not in shared}
    quoted = t("html.then", next="").join(t("rules_page.quoted", word=word) for word in left)
    return t("rules_page.list_join").join([*names, *([quoted] if quoted else [])])


def _named(kind: str, names: Iterable[str]) -> str:
    return t("rules_page.list_join").join(label(kind, name) for name in names)


def _bounds(count: Count) -> str:
    bounds = [t("rules_page.at_least", count=count.at_least)] if count.at_least else []
    if count.at_most < Count(of=count.of).at_most:
        bounds.append(t("rules_page.at_most", count=count.at_most))
    return t("rules_page.part_join").join(bounds)
