"""The words of a plan: selected prefectures and fiscal years, or treated units and periods of a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from chiiki.brief.wording import load_wording

if TYPE_CHECKING:
    from chiiki.brief.document import Lang
    from chiiki.brief.wording import Wording
    from chiiki.evaluation.plan import Plan

__all__ = ["PlanWords"]


@dataclass(frozen=True, slots=True)
class PlanWords:
    """Sentences of a plan in one language, with the nouns that fit where its data come from."""

    wording: Wording
    source: str
    """``programme`` or ``table``."""

    @classmethod
    def of(cls, plan: Plan, lang: Lang) -> PlanWords:
        """Return the words for `plan` in `lang`."""
        return cls(load_wording(lang), "programme" if plan.data.programme else "table")

    @property
    def lang(self) -> Lang:
        """The language."""
        return self.wording.lang

    def has(self, key: str) -> bool:
        """Say whether there is a sentence of that name."""
        return f"plan.{key}" in self.wording

    def say(self, key: str, **places: str) -> str:
        """Fill the sentence `key`; its nouns need not be given."""
        nouns = {noun: self.wording.word(f"plan.{noun}_{self.source}") for noun in ("treated", "units")}
        text = self.wording.word(f"plan.{key}", **nouns, **places)
        return text[:1].upper() + text[1:] if key.startswith("caution_") else text

    def noun(self, key: str, **places: str) -> str:
        """Fill the sentence `key` that is worded by where the data come from."""
        return self.say(f"{key}_{self.source}", **places)

    def count(self, n: int) -> str:
        """Count units: ``8 prefectures``."""
        return self.say(f"n_{self.source}_{'one' if n == 1 else 'many'}", n=str(n))

    def period(self, period: int) -> str:
        """Name a period: ``FY2002``."""
        return self.noun("period", n=str(period))
