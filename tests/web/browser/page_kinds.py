"""Every kind of page that a reader may meet, with one page of it; ``{lang}`` stands for the language.

Whoever adds a kind of page adds it here: the checks of this folder and ``scripts/look.py`` walk the list.
"""

from __future__ import annotations

PAGE_KINDS = {
    "home": "/{lang}/",
    "cascade": "/{lang}/cascade",
    "cascade, nation against regions": "/{lang}/cascade?view=lanes",
    "cascade as a map": "/{lang}/cascade?view=map",
    "cascade as a table": "/{lang}/cascade?view=table&prefecture=04",
    "filter refused": "/{lang}/cascade?ministry=NASA",
    "matrix": "/{lang}/matrix?region=04",
    "matrix of the country": "/{lang}/matrix",
    "outcomes": "/{lang}/outcomes",
    "outcomes of a programme": "/{lang}/outcomes/KCI",
    "plan": "/{lang}/plans/P5",
    "law": "/{lang}/laws/LAW-TPJ-2014",
    "programme": "/{lang}/programmes/KCI",
    "region": "/{lang}/regions/04",
    "site": "/{lang}/sites/A-AKITA",
    "measure": "/{lang}/measures/M01",
    "evaluation": "/{lang}/evaluations/EV-COI-HIROSAKI-expost-2021",
    "source": "/{lang}/sources/seed-001",
    "conflict": "/{lang}/conflicts/TPJ-ACT-DATE",
    "list": "/{lang}/designations?prefecture=04",
    "search": "/{lang}/search?q=%E5%9C%B0%E5%9F%9F",
    "search without a hit": "/{lang}/search?q=zzzzqqqq",
    "tables": "/{lang}/tables",
    "table": "/{lang}/tables/designations",
    "fact": "/{lang}/facts/plans/P5",
    "comparison": "/{lang}/compare?regions=04,26",
    "briefs": "/{lang}/briefs",
    "brief": "/{lang}/briefs/region/04",
    "interface for machines": "/{lang}/api",
    "style": "/{lang}/style",
    "accessibility": "/{lang}/accessibility",
    "about": "/{lang}/about",
    "sign in": "/{lang}/account/sign-in",
    "new password": "/{lang}/account/password/reset",
    "roles": "/{lang}/roles",
    "not found": "/{lang}/there-is-no-such-page",
}
"""Kind → path. Pages for the public; those behind a sign-in are checked where their tests sign in."""
