"""Titles of schemes and their indicators, and the reason behind a score, in the report's language."""

from __future__ import annotations

from functools import lru_cache

from crawler.problems import Problem
from reports.html_words import Words
from reports.records import Score
from reports.scheme_points import reason_parts, told_detail
from reports.scheme_total import TOTAL
from reports.schemes import Scheme, load_scheme


def scheme_title(scheme: str, words: Words) -> str:
    """A scheme's title; its id where its file is not there any more."""
    found = _scheme(scheme)
    return scheme if found is None else str(getattr(found.title, words.lang))


def scheme_basis(scheme: str, words: Words) -> str:
    """The official text a scheme follows; empty where its file is not there any more."""
    found = _scheme(scheme)
    return "" if found is None else str(getattr(found.basis, words.lang))


def indicator_title(score: Score, words: Words) -> str:
    """An indicator's title: as stored in Chinese, else from the scheme's file where that is there."""
    if score.indicator == TOTAL:
        return words.t("book.total")
    found = None if words.lang == "zh" else _scheme(score.scheme)
    if found is None:
        return score.title
    return next((one.title.en for one in found.indicators if one.id == score.indicator), score.title)


def told_reason(score: Score, words: Words) -> str:
    """Why a score is what it is, in words; empty where there is nothing to say."""
    if not score.reason:
        return ""
    return words.t(reason_parts(score.reason)[0], detail=told_detail(score.reason, words.label))


@lru_cache(maxsize=64)
def _scheme(name: str) -> Scheme | None:
    """A scheme read once: a report asks for it with every indicator of every site."""
    try:
        return load_scheme(name)
    except Problem:
        return None  # a user's own scheme: what is stored says what is meant
