"""Click in the user's language: help texts are message keys, looked up when shown; click's own words come from the catalogue too."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any, TypeVar

import click

from reports.messages import t

F = TypeVar("F", bound=Callable[..., Any])

#: click's headings and stock phrases → message keys. Click takes them from gettext, which needs compiled catalogues; this does not.
_HEADINGS = {"Options": "cli.heading.options", "Commands": "cli.heading.commands", "Arguments": "cli.heading.arguments"}


#: What click says of an option in brackets at the end of its help.
_EXTRA = re.compile(r"\[[^\[\]]*(?:default: |required)[^\[\]]*\]$")
_PIECES = {
    "[OPTIONS]": "cli.metavar.options",
    "COMMAND [ARGS]...": "cli.metavar.command",
}


class Formatter(click.HelpFormatter):
    """Writes usage lines and headings in the user's language."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix=t("cli.heading.usage") + " ")

    def write_heading(self, heading: str) -> None:
        super().write_heading(t(_HEADINGS[heading]) if heading in _HEADINGS else heading)


class Context(click.Context):
    formatter_class = Formatter


class Option(click.Option):
    """An option whose ``help`` is a message key."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        record = super().get_help_record(ctx)
        if record is None:
            return None
        said = record[1].replace(self.help, t(self.help)) if self.help else record[1]
        return record[0], _EXTRA.sub(_translate_extra, said)


def _translate_extra(extra: re.Match[str]) -> str:
    return extra.group().replace("default: ", t("cli.extra.default")).replace("required", t("cli.extra.required"))


class Command(click.Command):
    """A command whose ``help`` is a message key."""

    context_class = Context

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        return [t(_PIECES[piece]) if piece in _PIECES else piece for piece in super().collect_usage_pieces(ctx)]

    def get_short_help_str(self, limit: int = 45) -> str:
        return t(self.help) if self.help else ""

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        if self.help:
            formatter.write_paragraph()
            with formatter.indentation():
                formatter.write_text(t(self.help))

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        return _translate_help(super().get_help_option(ctx))


class Group(Command, click.Group):
    """A group of commands, its help a message key."""

    command_class = Command

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order of the work, which is the order they were added in."""
        return list(self.commands)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        click.Group.format_options(self, ctx, formatter)


Group.group_class = Group


class LazyGroup(Group):
    """A group whose commands are imported when they are asked for: ``places`` says which module holds each of them."""

    def __init__(self, *args: Any, places: Mapping[str, str], **attributes: Any) -> None:
        super().__init__(*args, **attributes)
        self._places = places

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self._places)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Each command with the text that its own help begins with, which needs no import."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, t(f"cli.{name}.help")) for name in self._places])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        place = self._places.get(cmd_name)
        found = getattr(import_module(place), cmd_name) if place else None
        assert found is None or isinstance(found, click.Command)
        return found


def _translate_help(option: click.Option | None) -> click.Option | None:
    if option is not None:
        option.help = t("cli.option.help")
    return option


def option(*declarations: str, **attributes: Any) -> Callable[[F], F]:
    """``click.option`` whose help is a message key."""
    return click.option(*declarations, cls=Option, **attributes)


def usage_message(error: click.ClickException) -> str:
    """One line in the user's language for click's own errors about wrong usage."""
    if isinstance(error, click.NoSuchOption):
        return t("cli.usage.no_such_option", option=error.option_name, near=", ".join(error.possibilities or ()) or "–")
    if isinstance(error, click.MissingParameter):
        return t("cli.usage.missing", name=_name(error.param))
    if isinstance(error, click.BadParameter):
        return t(
            "cli.usage.bad_value",
            name=_name(error.param),
            value=_offending(error.message),
            expected=_expected(error.param),
        )
    return _other_usage(error)


def _other_usage(error: click.ClickException) -> str:
    """What click tells only as English prose, told apart by its stable openings."""
    if isinstance(error, click.BadOptionUsage):
        return t("cli.usage.needs_value", option=error.option_name)
    if isinstance(error, click.exceptions.NoSuchCommand):
        return t("cli.usage.no_such_command", name=error.command_name)
    if error.message.startswith("Got unexpected extra"):
        return t("cli.usage.extra", value=error.message.partition("(")[2].rstrip(")"))
    return t("cli.usage.other", detail=error.format_message())


def _name(parameter: click.Parameter | None) -> str:
    if parameter is None:
        return "?"
    return parameter.opts[0] if isinstance(parameter, click.Option) else (parameter.human_readable_name or "?")


def _offending(message: str) -> str:
    """The value click quotes in its message (``'x' is not a valid integer.``, ``0 is not in the range``)."""
    quoted = re.search(r"'([^']*)'", message)
    return quoted[1] if quoted else message.partition(" ")[0]


def _range(least: float | None, most: float | None) -> str:
    """The limits of a number in words."""
    if least is not None and most is not None:
        return t("cli.expected.between", least=least, most=most)
    return "" if least is None else t("cli.expected.least", least=least)


def _expected(parameter: click.Parameter | None) -> str:
    """What the option takes, in words."""
    kind = parameter.type if parameter is not None else None
    if isinstance(kind, click.Choice):
        return t("cli.expected.choice", choices=", ".join(map(str, kind.choices)))
    if isinstance(kind, click.IntRange | click.FloatRange):
        key = "cli.expected.integer" if isinstance(kind, click.IntRange) else "cli.expected.number"
        return t(key, range=_range(kind.min, kind.max))
    return t("cli.expected.text")
