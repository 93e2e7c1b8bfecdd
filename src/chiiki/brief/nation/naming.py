"""How the nation's brief names things where room is small."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.brief.voice import Voice

__all__ = ["first_few", "short_authority"]

N_NAMED = 3


def short_authority(code: str, voice: Voice) -> str:
    """Name a ministry or agency in short where the wording has a short name."""
    key = f"support.authority_{code}"
    return voice.word(key) if key in voice.wording else voice.label("authority", code)


def first_few(names: Sequence[str], voice: Voice) -> str:
    """Name the first three and count the others."""
    if len(names) <= N_NAMED:
        return voice.listed(names)
    named = voice.word("nation.separator").join(names[:N_NAMED])
    return voice.word("nation.and_more", names=named, n=str(len(names) - N_NAMED))
