"""A scheme's totals over regions."""

from factories import make_judgement, make_site

from reports.scheme_points import apply_scheme
from reports.scheme_regions import region_scores
from reports.schemes import load_scheme
from reports.scoring import score_site
from rules.terms import FUNCTIONS


def totals(*sites):
    for site_id, code, guide in sites:
        items = {f"事项{n}": dict.fromkeys(FUNCTIONS, guide) for n in range(6)}
        judgement = make_judgement(items, {"mailbox": 2}, site=make_site(site_id, region_code=code, level="county"))
        card = score_site(judgement)
        yield from ((judgement.site, score) for score in apply_scheme(load_scheme("check_2019"), judgement, card))


def test_passing_failing_and_open_sites_are_counted_and_ranges_averaged():
    made = region_scores(totals(("a", "330203", 0), ("b", "330203", 3), ("c", "330205", 3)))
    every = made[0]
    assert (every.region_code, every.level, every.sites) == ("000000", "", 3)
    assert (every.failing, every.vetoed, every.passing, every.undecided) == (1, 1, 0, 2)
    assert every.mean_low <= every.mean_high and every.median_low <= every.median_high
    county = next(one for one in made if one.region_code == "330203" and one.level == "county")
    assert (county.sites, county.vetoed, county.mean_low) == (
        2,
        1,
        sum(score.low for site, score in totals(("b", "330203", 3)) if score.indicator == "total") / 2,
    )
