"""How the nation's brief names things where room is small."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.brief.voice import Voice

__all__ = ["first_few"]

N_NAMED = 3


def first_few(names: Sequence[str], voice: Voice) -> str:
    """Name the first three and count the others."""
    if len(names) <= N_NAMED:
        return voice.listed(names)
    named = voice.word("nation.separator").join(names[:N_NAMED])
    return voice.word("nation.and_more", names=named, n=str(len(names) - N_NAMED))
