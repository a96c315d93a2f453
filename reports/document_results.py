"""Chapters on what was found: summary, overall figures, results by function, column and region, and the ranking."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reports.html_region import column_rows, function_rows, target_charts
from reports.html_words import Words
from reports.paper import Chart, Paper, measured_chart
from reports.ranking import Ranked, ranked, unmeasured, worth_listing
from reports.records import RegionScorecard, SiteScorecard

#: Sites in the chart of the ranking.
_CHARTED = 20


def write_summary(paper: Paper, words: Words, cards: Sequence[SiteScorecard], whole: RegionScorecard | None) -> None:
    """Chapter 1: the result in a few sentences."""
    t = words.t
    paper.heading(t("document.summary"))
    if not cards or whole is None:
        paper.paragraph(t("html.region.no_sites"))
        return
    places = ranked(cards)
    days = words.days(card.as_of for card in cards)
    lead = t("html.region.lead", count=len(cards), measured=len(places), apart=len(cards) - len(places))
    paper.paragraph(lead + (t("html.then", next=t("html.region.as_of", date=days)) if days else ""))
    if whole.mean is None:
        paper.paragraph(t("html.region.none_measured"))
        return
    paper.points(_main_points(words, whole, places))


def _main_points(words: Words, whole: RegionScorecard, places: Sequence[Ranked]) -> Iterator[str]:
    t, rows = (
        words.t,
        [row for row in function_rows([place.card for place in places]) if row.inclusive.value is not None],
    )
    yield t("document.summary.coverage", share=words.percent(whole.mean), bounds=words.between(whole.low, whole.high))
    yield t("document.summary.item_coverage", share=words.percent(whole.item_coverage_mean))
    for chart in target_charts([place.card for place in places]):
        yield t(
            "document.summary.target",
            target=words.goal(chart.target),
            met=chart.met,
            missed=chart.missed,
            open=chart.open,
        )
    best, worst = (pick(rows, key=lambda row: row.inclusive.value or 0.0) for pick in (max, min))
    yield t(
        "document.summary.functions",
        best=t(f"function.{best.key}"), best_share=words.percent(best.inclusive.value),
        worst=t(f"function.{worst.key}"), worst_share=words.percent(worst.inclusive.value),
    )  # fmt: skip


def write_overview(paper: Paper, words: Words, cards: Sequence[SiteScorecard], whole: RegionScorecard | None) -> None:
    """Chapter 2: key figures with bounds, and how the sites are spread."""
    if whole is None:
        return
    t, measured = words.t, [place.card for place in ranked(cards)]
    paper.heading(t("document.overview"))
    paper.table(
        t("html.key_figures"),
        (t("document.figure"), t("document.value"), t("html.bounds_head")),
        (
            (t("html.sites_measured"), f"{len(measured)} / {len(cards)}", ""),
            (t("html.five_function_coverage"), words.percent(whole.mean), words.between(whole.low, whole.high)),
            (t("html.median"), words.percent(whole.median), words.between(whole.p25, whole.p75)),
            (t("html.item_weighted"), words.percent(whole.item_weighted_mean), ""),
            (
                t("html.item_coverage"),
                words.percent(whole.item_coverage_mean),
                words.between(whole.item_coverage_low, whole.item_coverage_high),
            ),
        ),
        numbers=(1, 2),
    )
    paper.paragraph(t("document.overview.note"))
    for one in target_charts(measured):
        title = t("html.distribution.title", target=words.goal(one.target))
        ranges = [f"{part.low}%–{part.high}%" for part in one.bins]
        counts = [part.count for part in one.bins]
        paper.table(
            title,
            (t("document.range"), t("document.sites")),
            ((name, str(count)) for name, count in zip(ranges, counts, strict=True)),
            numbers=(1,),
        )
        paper.chart(Chart("column", ranges, {t("document.sites"): counts}, title, shares=False))


def write_results(
    paper: Paper, words: Words, cards: Sequence[SiteScorecard], regions: Sequence[RegionScorecard]
) -> None:
    """Chapter 3: by function, by interaction column, by region and level."""
    t, measured = words.t, [place.card for place in ranked(cards)]
    paper.heading(t("document.results"))
    paper.heading(t("html.profile"), 2)
    paper.table(
        t("document.profile.caption"),
        (t("html.function"), t("document.inclusive"), t("html.bounds_head"), t("html.strict"),
         t("html.effective_share")),
        (
            (t(f"function.{row.key}"), words.percent(row.inclusive.value), words.bounds(row.inclusive),
             words.percent(row.strict.value), words.percent(row.effective))
            for row in function_rows(measured)
        ),
        numbers=range(1, 5),
    )  # fmt: skip
    profile = [(t(f"function.{row.key}"), (row.inclusive.value, row.strict.value)) for row in function_rows(measured)]
    _chart(paper, profile, (t("document.inclusive"), t("html.strict")), t("document.profile.caption"))
    paper.heading(t("html.columns"), 2)
    paper.table(
        t("html.columns.caption"),
        (t("html.column"), t("html.column_usable"), t("html.column_usable_sites"), t("html.column_effective_sites"),
         t("html.column_measured_sites")),
        (
            (t(f"column.{row.key}"), words.percent(row.share), str(row.usable), str(row.effective), str(row.measured))
            for row in column_rows(measured)
        ),
        numbers=range(1, 5),
    )  # fmt: skip
    columns = [(t(f"column.{row.key}"), (row.share,)) for row in column_rows(measured)]
    _chart(paper, columns, (t("html.column_usable"),), t("html.columns.caption"))
    _write_regions(paper, words, worth_listing(regions))


def _chart(paper: Paper, rows: Sequence[tuple[str, Sequence[float | None]]], names: Sequence[str], alt: str) -> None:
    if chart := measured_chart("bar", rows, names, alt):
        paper.chart(chart)


def _write_regions(paper: Paper, words: Words, regions: Sequence[RegionScorecard]) -> None:
    t = words.t
    if len(regions) < 2:
        return
    paper.heading(t("html.regions"), 2)
    paper.table(
        t("html.regions.caption"),
        (t("html.region_head"), t("html.admin_level"), t("html.sites_measured"), t("html.five_function_coverage"),
         t("html.bounds_head"), t("html.item_weighted"), t("html.share_meeting")),
        (
            (words.region(one.region_code, one.region),
             words.label("admin_level", one.level) if one.level else t("html.all_levels"),
             f"{one.sites_measured} / {one.sites}", words.percent(one.mean), words.between(one.low, one.high),
             words.percent(one.item_weighted_mean),
             t("target.open") if one.share_meeting_target is None else words.percent(one.share_meeting_target))
            for one in regions
        ),
        numbers=range(2, 7),
    )  # fmt: skip


def write_ranking(paper: Paper, words: Words, cards: Sequence[SiteScorecard]) -> None:
    """Chapter 4: the ranking, and apart from it the sites that were not measured."""
    t, places, apart = words.t, ranked(cards), unmeasured(cards)
    paper.heading(t("document.ranking"))
    paper.paragraph(t("html.ranking.note") if places else t("html.region.none_measured"))
    if places:
        paper.table(
            t("document.ranking.caption"),
            (t("html.rank"), t("html.site"), t("html.five_function_coverage"), t("html.bounds_head"), t("html.strict"),
             t("html.item_coverage"), t("html.target"), t("html.items_found")),
            (_ranked_row(words, place) for place in places),
            numbers=(0, 2, 3, 4, 5, 7),
        )  # fmt: skip
        ends = [place.card for place in places[:_CHARTED]]
        shares = [(card.site.name or card.site.site_id, (card.five_function_coverage.value,)) for card in ends]
        _chart(paper, shares, (t("html.five_function_coverage"),), t("document.ranking.chart", count=len(ends)))
    if apart:
        paper.heading(t("html.apart"), 2)
        paper.paragraph(t("html.apart.note"))
        paper.table(
            t("html.apart.caption", count=len(apart)),
            (t("html.site"), t("html.status"), t("html.reason_head"), t("html.time")),
            (_apart_row(words, card) for card in apart),
        )


def _ranked_row(words: Words, place: Ranked) -> tuple[str, ...]:
    card = place.card
    covered = card.item_coverage[card.item_coverage_basis]
    partial = words.t("document.in_part") if card.archive.status == "partial" else ""
    return (
        str(place.rank), (card.site.name or card.site.site_id) + partial,
        words.percent(card.five_function_coverage.value), words.bounds(card.five_function_coverage),
        words.percent(card.five_function_coverage_strict.value), words.percent(covered.value),
        words.target(card.meets_target), words.number(card.items_found),
    )  # fmt: skip


def _apart_row(words: Words, card: SiteScorecard) -> tuple[str, ...]:
    found = card.archive.status in ("measured", "partial")
    return (
        card.site.name or card.site.site_id,
        words.label("site_status", card.archive.status),
        words.t("html.nothing_measured") if found else words.reason(card.archive.reason),
        words.when(card.archive.finished_at or card.archive.started_at),
    )
