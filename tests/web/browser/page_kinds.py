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
    "programme": "/{lang}/programmes/KCI",
    "region": "/{lang}/regions/04",
    "site": "/{lang}/sites/KCI-01",
    "style": "/{lang}/style",
    "accessibility": "/{lang}/accessibility",
    "about": "/{lang}/about",
    "sign in": "/{lang}/account/sign-in",
    "new password": "/{lang}/account/password/reset",
    "roles": "/{lang}/roles",
    "not found": "/{lang}/there-is-no-such-page",
}
"""Kind → path. Pages for the public; those behind a sign-in are checked where their tests sign in."""
