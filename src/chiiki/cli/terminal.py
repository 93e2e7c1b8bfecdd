"""How a command ends: what is said on stderr, and the exit code.

Data goes to stdout, talk to stderr. Colour only where stderr is a terminal and ``NO_COLOR``
is not set. Nothing is ever asked, so there is nothing to switch off without a terminal.
"""

from __future__ import annotations

import gc
import os
import sys
from typing import TYPE_CHECKING, NoReturn

from chiiki.errors import ChiikiError, OutputError, PackError

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["exit_code", "run", "say"]

EXIT_CODES = """\b
Exit codes:
  0  done
  1  a check found problems, or the facts pack is damaged
  2  the command or its input cannot be used
  3  the output cannot be written
  130  stopped with Ctrl-C
"""

INTERRUPTED = 130
"""128 + SIGINT, as shells count."""

RED, PLAIN = "\x1b[31m", "\x1b[0m"


def run(app: Callable[[], object]) -> NoReturn:
    """Run `app` and leave with the exit code that fits what happened.

    Parameters
    ----------
    app : callable
        The command line; it ends by returning or by SystemExit. Typer itself ends quietly
        when the reader of a pipe goes away, and with 130 on Ctrl-C inside a command.
    """
    # A command reads tens of thousands of rows that all stay: looking through them for
    # garbage again and again would take a tenth of its time.
    gc.set_threshold(100_000, 50, 100)
    try:
        app()
    except ChiikiError as error:
        say(f"{_start()} {error}")
        sys.exit(exit_code(error))
    except KeyboardInterrupt:
        say("stopped")
        sys.exit(INTERRUPTED)
    sys.exit(0)


def exit_code(error: ChiikiError) -> int:
    """Say which exit code an error ends with.

    Parameters
    ----------
    error : ChiikiError
        What a command raised.
    """
    if isinstance(error, PackError):
        return 1
    return 3 if isinstance(error, OutputError) else 2


def say(text: str) -> None:
    """Write one line of talk to stderr.

    Parameters
    ----------
    text : str
        The line, without its end.
    """
    print(text, file=sys.stderr, flush=True)  # noqa: T201 -- this is what the module is for


def _start() -> str:
    has_colour = sys.stderr.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return f"{RED}error:{PLAIN}" if has_colour else "error:"
