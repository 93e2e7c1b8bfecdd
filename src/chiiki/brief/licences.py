"""Terms of use by the name that a reader can read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chiiki.brief.document import Lang
    from chiiki.facts.records import Licence

__all__ = ["licence_name"]

_JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")


def licence_name(licence: Licence, lang: Lang) -> str:
    """Return the name in a language, of those that the pack joins by `` / `` in any order; the first without one."""
    names = licence.name.split(" / ")
    return next((name for name in names if bool(_JAPANESE.search(name)) == (lang == "ja")), names[0])
