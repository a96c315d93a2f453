"""The rows of the workbook's sheets, made from scorecards and judgements; ``workbook.yaml`` names their columns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from reports.export_rows import Row, column_rows
from reports.html_paths import site_page
from reports.html_words import Words
from reports.ranking import ranked
from reports.records import Rate, RegionScorecard, Score, SiteScorecard
from reports.rectification import Line, rectification
from reports.scheme_titles import told_reason
from reports.scoring import levels_by_item, unseen_parts
from rules.records import SiteJudgement
from rules.terms import COLUMNS, ELEMENTS, FUNCTIONS

Values = tuple[object, ...]

_TARGET = {True: "target.met", False: "target.missed", None: "target.open"}
_FIGURES = ("last_activity", "entries_past_year", "reply_rate", "median_reply_days", "longest_open_days")


def region_values(card: RegionScorecard, words: Words) -> Values:
    """One row of the regions' sheet."""
    level = words.label("admin_level", card.level) if card.level else words.t("book.all_levels")
    return (
        words.region(card.region_code, card.region),
        level,
        card.sites,
        card.sites_measured,
        card.mean,
        card.low,
        card.high,
        card.median,
        card.p25,
        card.p75,
        card.item_weighted_mean,
        *(card.by_function.get(key) for key in FUNCTIONS),
        card.item_coverage_mean,
        card.target,
        card.sites_decided,
        card.share_meeting_target,
        *(card.by_column.get(key) for key in COLUMNS),
    )


def ranking_values(cards: Sequence[SiteScorecard], words: Words) -> Iterator[Values]:
    """The rows of the ranking: places among all sites, and among those of the same level."""
    peers: dict[str, list[SiteScorecard]] = defaultdict(list)
    for card in cards:
        peers[card.site.level].append(card)
    places = {one.card.site.site_id: one.rank for group in peers.values() for one in ranked(group)}
    for one in ranked(cards):
        card = one.card
        yield (
            one.rank,
            places[card.site.site_id],
            *_who(card),
            *_where(card, words),
            words.label("site_status", card.archive.status),
            *_bounded(card.five_function_coverage),
            card.five_function_coverage_strict.value,
            *(card.inclusive[key].value for key in FUNCTIONS),
            *_item_coverage(card, words),
            card.target,
            words.t(_TARGET[card.meets_target]),
            card.items_found,
        )


def site_values(card: SiteScorecard, words: Words) -> Values:
    """One row of the sites' sheet."""
    archive, seen = card.archive, card.archive.pages_fetched > 0
    return (
        *_who(card),
        *_where(card, words),
        card.site.region_code,
        card.site.portal_url,
        words.label("site_status", archive.status),
        words.reason(archive.reason) if archive.reason else "",
        moment(archive.started_at),
        moment(archive.finished_at),
        archive.pages_fetched,
        archive.pages_known,
        archive.pages_skipped,
        archive.pages_failed,
        card.items_found if seen else None,
        card.items_estimated,
        *_bounded(card.five_function_coverage),
        *_item_coverage(card, words),
        card.items_any if seen else None,
        card.items_all_five if seen else None,
        card.pack_version,
    )


def rate_values(card: SiteScorecard, words: Words) -> Iterator[Values]:
    """The rows of the rates' sheet: each rate of a site with its counts and bounds."""
    for key in FUNCTIONS:
        extra = (card.mean_level.get(key), card.share_effective.get(key))
        who = (*_who(card), words.subject(key))
        yield *who, words.t("book.inclusive"), *_counted(card.inclusive[key]), *extra
        yield *who, words.t("book.strict"), *_counted(card.strict[key]), "", ""
    five = words.t("book.col.five")
    yield *_who(card), five, words.t("book.inclusive"), *_counted(card.five_function_coverage), "", ""
    yield *_who(card), five, words.t("book.strict"), *_counted(card.five_function_coverage_strict), "", ""
    for basis, rate in card.item_coverage.items():
        yield *_who(card), words.t("book.col.item_coverage"), words.label("basis", basis), *_counted(rate), "", ""


def item_values(judgement: SiteJudgement, words: Words) -> Iterator[Values]:
    """The rows of the item × function matrix."""
    verdicts = levels_by_item(judgement)
    for item in judgement.items:
        levels = verdicts[item.item_id]
        reached = [found.level if (found := levels.get(key)) else None for key in FUNCTIONS]
        by_site = [key for key in FUNCTIONS if (found := levels.get(key)) and found.scope == "site" and found.level]
        missing = [words.element(element) for element in ELEMENTS if element not in item.guide_elements]
        guide = reached[0] is not None
        yield (
            judgement.site.site_id,
            judgement.site.name,
            item.name,
            *reached,
            words.t("book.comma").join(words.subject(key) for key in by_site),
            len(item.guide_elements) if guide else None,
            words.t("book.comma").join(missing) if guide else "",
            item.department,
            item.url,
        )


def column_values(judgement: SiteJudgement, words: Words) -> Iterator[Values]:
    """The five rows of a site's interaction columns."""
    for row in column_rows(judgement):
        published = _figure(row, "rules_published")
        yield (
            judgement.site.site_id,
            judgement.site.name,
            words.label("column", row["column"]),
            row["level"],
            *(_figure(row, name) for name in _FIGURES),
            words.yes_no(published) if isinstance(published, bool) else published,
            row["url"],
        )


def _figure(row: Row, name: str) -> object:
    """A column's figure; where the column is not there, there is nothing to measure."""
    value = row.get(name)
    return "" if value is None and row["level"] in (0, 1) else value


def rectification_values(judgement: SiteJudgement, words: Words, *, absent: bool) -> Iterator[Values]:
    """The rows of the rectification list; ``absent`` also of what is not there at all."""
    site, folder = judgement.site, PurePosixPath(site_page(judgement.site.site_id)).parent
    for line in rectification(judgement, words):
        if line.found.level or absent:
            number, *rest = line_values(line, f"{folder}/{line.href}")
            yield number, site.site_id, site.name, *rest


def line_values(line: Line, evidence: str) -> Values:
    """A line of one site's list; ``evidence`` is where it stands, relative to the workbook."""
    one = line.found
    return (
        line.number,
        line.concerns,
        line.subject,
        one.level,
        line.problem,
        one.items,
        one.page_url,
        one.target_url,
        evidence,
        one.finding_id,
        one.rule,
        line.remedy,
        "",
        "",
    )


def own_line_values(line: Line) -> Values:
    """The same in a site's own workbook: the evidence, which only a screen can follow, stands last."""
    *before, evidence, finding, rule, remedy, deadline, done = line_values(line, line.href)
    return *before, finding, rule, remedy, deadline, done, evidence


def unmeasured_values(judgement: SiteJudgement, words: Words) -> Iterator[Values]:
    """The rows of what was not measured: the site, pages that need a browser, and verdicts without a level."""
    site, archive = judgement.site, judgement.archive
    who = (site.site_id, site.name)
    if archive.status != "measured":
        status = words.label("site_status", archive.status)
        yield *who, "", words.t("book.whole_site"), f"{status}: {words.reason(archive.reason)}", site.portal_url
    for part in unseen_parts(judgement):
        yield *who, "", words.t("book.unseen_part"), f"{words.reason(part.reason)} {part.snippet}".strip(), part.url
    for url in judgement.not_rendered:
        yield *who, "", words.t("book.page_needs_browser"), words.t("book.not_rendered"), url
    names = {item.item_id: item.name for item in judgement.items}
    for verdict in judgement.verdicts:
        if verdict.level is None and (verdict.item_id or verdict.key in COLUMNS):
            yield (
                *who,
                names.get(verdict.item_id, ""),
                words.subject(verdict.key),
                words.reason(verdict.reason),
                verdict.url,
            )


def evidence_values(judgement: SiteJudgement, words: Words) -> Iterator[Values]:
    """The rows of the evidence."""
    names = {item.item_id: item.name for item in judgement.items}
    for one in judgement.findings:
        yield (
            one.finding_id,
            judgement.site.site_id,
            judgement.site.name,
            names.get(one.item_id, ""),
            words.subject(one.function_or_column),
            one.level,
            one.snippet,
            one.page_url,
            one.target_url,
            words.reason(one.note) if one.note else "",
            one.locator,
            f"{one.rule_id} v{one.rule_version}",
            moment(one.fetched_at),
            one.digest,
            one.archive_record,
        )


def score_values(name: str, score: Score, title: str, words: Words) -> Values:
    """One row of the scores' sheet; open points stay open."""
    return (
        score.site_id,
        name,
        score.scheme,
        score.scheme_version,
        score.indicator,
        title,
        words.label("score_status", score.status),
        "" if score.points is None else score.points,
        score.max_points,
        "" if score.low is None else score.low,
        "" if score.high is None else score.high,
        told_reason(score, words),
    )


def moment(time: str) -> str:
    """A UTC time to the minute, as people write it."""
    return time[:16].replace("T", " ")


def _who(card: SiteScorecard) -> Values:
    return card.site.site_id, card.site.name


def _where(card: SiteScorecard, words: Words) -> Values:
    return words.label("admin_level", card.site.level), card.site.region


def _bounded(rate: Rate) -> Values:
    return rate.value, rate.low, rate.high


def _counted(rate: Rate) -> Values:
    return *_bounded(rate), rate.numerator, rate.denominator, rate.unmeasured


def _item_coverage(card: SiteScorecard, words: Words) -> Values:
    share = card.item_coverage[card.item_coverage_basis].value
    return share, "" if share is None else words.label("basis", card.item_coverage_basis)
