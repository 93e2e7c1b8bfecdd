"""Every kind of page that a reader may meet, with one page of it; ``{lang}`` stands for the language.

Whoever adds a kind of page adds it here: the checks of this folder and ``scripts/look.py`` walk the list.
"""

from __future__ import annotations

PAGE_KINDS = {
    "home": "/{lang}/",
    "style": "/{lang}/style",
    "accessibility": "/{lang}/accessibility",
    "about": "/{lang}/about",
    "programme": "/{lang}/programmes/KCI",
    "plan": "/{lang}/plans/P5",
    "law": "/{lang}/laws/LAW-TPJ-2014",
    "measure": "/{lang}/measures/M01",
    "evaluation": "/{lang}/evaluations/EV-COI-HIROSAKI-expost-2021",
    "source": "/{lang}/sources/seed-001",
    "conflict": "/{lang}/conflicts/TPJ-ACT-DATE",
    "not found": "/{lang}/there-is-no-such-page",
}
"""Kind → path. Pages for the public; those behind a sign-in are checked where their tests sign in."""
