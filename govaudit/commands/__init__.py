"""The subcommands, one module each; ``register`` hangs them on the group. Heavy libraries are imported when a command runs."""

from __future__ import annotations

import click

from govaudit.commands import archive, audit, crawl, demo, export, inspect, judge, report, rules, sites


def register(group: click.Group) -> None:
    """Hang every subcommand on ``group`` in the order of the work."""
    for command in (
        sites.sites,
        crawl.crawl,
        judge.judge,
        judge.score,
        report.report,
        audit.audit,
        report.compare,
        export.export,
        archive.archive,
        inspect.inspect,
        rules.rules,
        demo.demo,
    ):
        group.add_command(command)
