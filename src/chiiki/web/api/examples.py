"""Examples of the page about the interface: programs that run, with what they print."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from chiiki.web.api.inside import answer_inside

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

__all__ = ["EXAMPLES", "Example", "answer_of", "printed_by"]


@dataclass(frozen=True, slots=True)
class Example:
    """One question, asked in three ways."""

    name: str
    title: _StrOrPromise
    path: str
    python: str
    """Prints one line; ``BASE`` stands for the address of the site."""

    r: str

    @property
    def curl(self) -> str:
        """The question as a command."""
        return f'curl "{settings.BASE_URL}{self.path}"'

    def program(self, language: str) -> str:
        """Return the program with the address of this site."""
        return (self.python if language == "python" else self.r).replace("BASE", settings.BASE_URL)


NUMBER = "/api/v1/facts/outcomes/CITYAREA-DEVELOPING-areas-selected-2008/value"
LIST = "/api/v1/designations?programme=KCI&limit=2"

EXAMPLES = (
    Example(
        "number",
        _("One number with everything that is known about it"),
        NUMBER,
        f"""import json
from urllib.request import urlopen

with urlopen("BASE{NUMBER}") as answer:
    fact = json.load(answer)
print(fact["value"], fact["unit"]["code"], fact["period"], fact["source"]["id"])
""",
        f"""library(jsonlite)
fact <- fromJSON("BASE{NUMBER}")
cat(fact$value, fact$unit$code, fact$period, fact$source$id)
""",
    ),
    Example(
        "list",
        _("A whole list, page by page"),
        LIST,
        f"""import json
from urllib.request import urlopen

names, path = [], "{LIST}"
while path:
    with urlopen("BASE" + path) as answer:
        page = json.load(answer)
    names += [item["short"]["en"] for item in page["items"]]
    path = page["next"]
print(len(names), "of", page["n_total"])
""",
        f"""library(jsonlite)
names <- c(); path <- "{LIST}"
while (!is.null(path)) {{
  page <- fromJSON(paste0("BASE", path))
  names <- c(names, page$items$short$en)
  path <- page[["next"]]
}}
cat(length(names), "of", page$n_total)
""",
    ),
)


def answer_of(example: Example) -> str:
    """Return what the interface answers now, as JSON that people can read."""
    return json.dumps(answer_inside(example.path), ensure_ascii=False, indent=2)


def printed_by(example: Example) -> str:
    """Return the line that the programs of `example` print, from what the interface answers now."""
    if example.name == "number":
        fact = answer_inside(example.path)
        return f"{fact['value']} {fact['unit']['code']} {fact['period']} {fact['source']['id']}"
    n, path = 0, example.path
    while path:
        page = answer_inside(path)
        n, path = n + page["n"], page["next"]
    return f"{n} of {page['n_total']}"
