"""The truth of the sample province: what a careful person would judge of each item, column and site, and why."""

from __future__ import annotations

from typing import Final

from govaudit.sample import means
from govaudit.sample.means import Meaning
from govaudit.sample.plan import Offer, SitePlan, matters
from govaudit.sample.province import Province

Level = int | None
_COLUMNS: Final = ("petition", "mailbox", "interview", "consultation", "opinion")


def truth(province: Province, *, rendered: bool = True) -> dict[tuple[str, str, str], Level]:
    """(site_id, item name, function) → level 0–3, or None for not measured.

    Without ``rendered`` the sites that show nothing before a browser has run their scripts are left out.
    """
    return {
        (plan.site_id, matters()[offer.matter].name, function): meaning.level
        for plan in _measured(province, rendered)
        for offer in plan.offers
        for function, meaning in offer_truth(plan, offer).items()
    }


def column_truth(province: Province, *, rendered: bool = True) -> dict[tuple[str, str], Level]:
    """(site_id, column) → level 0–3, or None for not measured."""
    return {
        (plan.site_id, column): means.COLUMN[plan.columns.get(column, "none")].level
        for plan in _measured(province, rendered)
        for column in _COLUMNS
    }


def status_truth(province: Province) -> dict[str, str]:
    """site_id → measured, declined or unreachable."""
    return {plan.site_id: plan.status for plan in province.plans}


def offer_truth(plan: SitePlan, offer: Offer) -> dict[str, Meaning]:
    """The level of each function of one item on one site, with its reason."""
    guide = means.GUIDE[offer.guide]
    return {
        "guide": guide,
        "form": _behind(guide, _form(offer.form, guide)),
        "consult": _better(
            means.OWN_CONSULT[offer.own_consult], means.COLUMN[plan.columns.get("consultation", "none")]
        ),
        "apply": _behind(guide, means.APPLY[offer.apply]),
        "feedback": _better(means.OWN_FEEDBACK[offer.own_feedback], means.FEEDBACK[plan.feedback]),
    }


def _form(word: str, guide: Meaning) -> Meaning:
    """A form is effective only when its file hangs on the item's own usable guide."""
    meaning = means.FORM[word]
    if meaning.level == 3 and (guide.level or 0) < 2:
        return Meaning(2, "a document that downloads from the item's page, but that page is no usable guide")
    return meaning


def _behind(guide: Meaning, own: Meaning) -> Meaning:
    """What was not found is not absent where the page that would show it is closed."""
    if guide.level is None and own.level == 0:
        return Meaning(None, "nothing elsewhere, and robots.txt closes the item's own page")
    return own


def _better(own: Meaning, channel: Meaning) -> Meaning:
    """The better of the item's own evidence and the site's channel; what is known outweighs what is closed."""
    if channel.level is None:
        return own if own.level else channel
    return own if own.level is not None and own.level >= channel.level else channel


def _measured(province: Province, rendered: bool) -> list[SitePlan]:
    return [plan for plan in province.plans if plan.status == "measured" and (rendered or plan.build != "script")]
