"""The ``govaudit`` command: global options, exit statuses, and every error as one clear line.

Exit status: 0 done; 1 done, but some sites are not fully measured; 2 wrong usage or unusable input; 130 interrupted, can go on.
"""

from __future__ import annotations

import errno
import os
import sqlite3
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import click

from crawler.problems import Problem
from govaudit import __version__
from govaudit.clickzh import LazyGroup, Option, option, usage_message
from govaudit.commands import PLACES
from govaudit.workplace import Workplace
from reports.messages import LANGUAGES, set_language, t, told

USAGE = 2
INTERRUPTED = 130


@click.group(cls=LazyGroup, places=PLACES, help="cli.help", context_settings={"help_option_names": ["-h", "--help"]})
@option(
    "--data", type=click.Path(path_type=Path), default=Path("govaudit-data"), show_default=True, help="cli.option.data"
)
@option("--db", default="", metavar="URL", help="cli.option.db")
@option("--lang", type=click.Choice(LANGUAGES), default=None, help="cli.option.lang")
@click.version_option(__version__, "--version", message="govaudit %(version)s", cls=Option, help="cli.option.version")
@click.pass_context
def govaudit(context: click.Context, data: Path, db: str, lang: str | None) -> None:
    """Global options; the command itself follows."""
    context.obj = Workplace(data, db, lang or _language(()))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status; problems are printed as one message on stderr."""
    argv = list(sys.argv[1:] if arguments is None else arguments)
    _speak_utf8()
    set_language(_language(argv))
    try:
        status = govaudit.main(args=argv, prog_name="govaudit", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return USAGE
    except click.ClickException as error:
        return _complain(usage_message(error))
    except Problem as problem:
        return _complain(told(problem))
    except (KeyboardInterrupt, click.exceptions.Abort):
        click.echo(t("cli.interrupted"), err=True)
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of our output went away (govaudit … | head): nothing is wrong, but nothing more can be written either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (OSError, sqlite3.Error) as error:
        return _full_disk(error)
    return int(status or 0)


def _full_disk(error: OSError | sqlite3.Error) -> int:
    """One message where the disk is full, wherever that was met; anything else is our own fault and goes on as it is."""
    full = error.errno == errno.ENOSPC if isinstance(error, OSError) else "disk is full" in str(error)
    if not full:
        raise error
    return _complain(t("problem.disk_full", temporary=tempfile.gettempdir()))


def _complain(message: str) -> int:
    click.echo(t("cli.error", message=message), err=True)
    return USAGE


def _language(argv: Sequence[str]) -> str:
    """The language asked for, before click has read the options: ``--lang X``, ``--lang=X``, GOVAUDIT_LANG, else Chinese."""
    for place, word in enumerate(argv):
        value = argv[place + 1] if word == "--lang" and place + 1 < len(argv) else word.removeprefix("--lang=")
        if word.startswith("--lang") and value in LANGUAGES:
            return value
    chosen = os.environ.get("GOVAUDIT_LANG", "zh")
    return chosen if chosen in LANGUAGES else "zh"


def _speak_utf8() -> None:
    """Write Chinese whatever the console's code page is (Windows: cp936, cp437), rather than fail on a character."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8" if not stream.isatty() else None, errors="replace")
