"""Real output under the commands that a page shows.

A block of ``bash`` or ``python`` that a block of ``text`` follows is run, and the text is
what it wrote to standard output. All blocks of a page run in one new folder, in order.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

__all__ = ["with_real_output"]

_SHOWN = re.compile(r"(```(bash|python)\n(.*?)\n```\n)(\n```text\n)?(?(4)((?:.*?\n)??)```\n)", re.DOTALL)
_SECONDS = 120


def with_real_output(page: str, *, lang: str = "C.UTF-8") -> str:
    """Return `page` with the output of each block as it is now.

    Parameters
    ----------
    page : str
        Markdown.
    lang : str
        The locale for the commands; it decides on the language of briefs.

    Raises
    ------
    SystemExit
        If a block fails; its own words are shown.
    """
    with tempfile.TemporaryDirectory() as folder:
        return _SHOWN.sub(lambda found: _shown(found, folder=Path(folder), lang=lang), page)


def _shown(found: re.Match[str], *, folder: Path, lang: str) -> str:
    block, language, text, is_output = found[1], found[2], found[3], found[4]
    written = _run(text, language=language, folder=folder, lang=lang)
    return f"{block}\n```text\n{written.rstrip()}\n```\n" if is_output else block


def _run(text: str, *, language: str, folder: Path, lang: str) -> str:
    here = Path(sys.executable).parent
    # COLUMNS: tables on a terminal follow its width, and a page has none.
    environment = {"PATH": f"{here}{os.pathsep}{os.defpath}", "LANG": lang, "HOME": str(folder), "COLUMNS": "100"}
    command = [sys.executable, "-c", text]
    if language == "bash":
        command = ["sh", "-euc", text.replace("./run chiiki", "chiiki")]
    ran = subprocess.run(  # noqa: S603 -- the pages are ours
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=_SECONDS
    )
    if ran.returncode:
        msg = f"this block of a page fails:\n{text}\n{ran.stderr}"
        raise SystemExit(msg)
    return ran.stdout
