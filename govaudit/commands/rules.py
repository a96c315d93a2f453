"""``rules list | check | test``: the rule packs, their lint, their examples and golden pages, their accuracy."""

from __future__ import annotations

from pathlib import Path

import click

from crawler.problems import Problem
from govaudit.clickzh import Group, option
from govaudit.commands.judge import pack_option
from govaudit.judging import pack_at
from reports.messages import t
from reports.rules_page import proof_words
from rules.accuracy import Accuracy, Part, measure, read_split
from rules.examples import run_examples, run_golden
from rules.lint import check_pack
from rules.pack import Pack

#: Golden pages lie beside the code in a checkout; an installed program has none.
GOLDEN = Path(__file__).parents[2] / "tests" / "golden"


@click.group(cls=Group, help="cli.rules.help")
def rules() -> None:
    """The rule packs."""


@rules.command("list", help="cli.rules.list")
@pack_option
def list_rules(pack: Path | None) -> int:
    """One line a rule."""
    for rule in pack_at(pack).rules:
        click.echo("\t".join((rule.id, str(rule.version), proof_words(rule), rule.title, rule.file)))
    return 0


@rules.command("check", help="cli.rules.check")
@pack_option
def check(pack: Path | None) -> int:
    """Lint the packs."""
    rules_read = pack_at(pack)
    found = check_pack(rules_read)
    for one in found:
        click.echo(
            t(f"rules.lint.{one.code}", file=one.file, rule=one.rule, field=one.field, value=one.value), err=True
        )
    if found:
        raise Problem("rules_bad", count=len(found))
    click.echo(t("cli.rules.checked", count=len(rules_read.rules), version=rules_read.version), err=True)
    return 0


@rules.command("test", help="cli.rules.test")
@pack_option
@option("--labels", type=click.Path(path_type=Path), default=None, metavar="DIR", help="cli.rules.labels")
@option("--held-out", default="", metavar="SITES", help="cli.rules.split")
@option("--errors", is_flag=True, help="cli.rules.errors")
def test(pack: Path | None, labels: Path | None, held_out: str, errors: bool) -> int:
    """Run examples and golden pages; with --labels measure accuracy."""
    rules_read = pack_at(pack)
    _run_examples(rules_read)
    if labels is not None:
        split = Path(held_out)
        hidden = read_split(split) if held_out and split.is_file() else tuple(filter(None, held_out.split(",")))
        _tell_accuracy(measure(labels, rules_read, hidden), errors=errors)
    return 0


def _run_examples(pack: Pack) -> None:
    examples, golden = run_examples(pack), run_golden(GOLDEN, pack)
    for example in (one for one in examples if not one.passed):
        key = "cli.rules.should_fire" if example.expected else "cli.rules.should_not_fire"
        click.echo(
            t(key, file=Path(example.file).name, rule=example.rule, number=example.number, shown=example.shown),
            err=True,
        )
    for page in golden:
        for name, (expected, got) in page.differences.items():
            click.echo(t("cli.rules.golden_differs", page=page.name, what=name, expected=expected, got=got), err=True)
    failed = sum(not one.passed for one in examples) + sum(not one.passed for one in golden)
    if failed:
        raise Problem("rules_failed", count=failed)
    click.echo(t("cli.rules.tested", examples=len(examples), golden=len(golden)), err=True)


def _tell_accuracy(accuracy: Accuracy, *, errors: bool) -> None:
    for key, part in (("looked_at", accuracy.looked_at), ("held_out", accuracy.held_out)):
        if part.pages:
            click.echo(t(f"cli.rules.{key}", pages=part.pages, sites=part.sites))
            _tell_scores(part)
    if errors:
        for one in accuracy.errors:
            click.echo(
                t(
                    "cli.rules.error",
                    page=one.page,
                    group=one.group,
                    what=one.key,
                    expected=one.expected or "–",
                    got=one.got or "–",
                )
            )


def _tell_scores(part: Part) -> None:
    for score in part.scores:
        interval = "" if score.low is None else f"[{score.low:.3f}, {score.high:.3f}]"
        figures = "  ".join(
            f"{name} {'–' if value is None else format(value, '.3f')}"
            for name, value in (("P", score.precision), ("R", score.recall), ("F1", score.f1))
        )
        click.echo(
            f"  {score.group + ' / ' + score.key:32} {figures}  (tp {score.tp} fp {score.fp} fn {score.fn}) {interval}"
        )
