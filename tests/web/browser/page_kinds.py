"""Every kind of page that a reader may meet, with one page of it; ``{lang}`` stands for the language.

Whoever adds a kind of page adds it here: the checks of this folder and ``scripts/look.py`` walk the list.
"""

from __future__ import annotations

PAGE_KINDS = {
    "home": "/{lang}/",
    "cascade": "/{lang}/cascade",
    "programme": "/{lang}/programmes/KCI",
    "region": "/{lang}/regions/04",
    "site": "/{lang}/sites/KCI-01",
    "matrix": "/{lang}/matrix",
    "sign in": "/{lang}/account/login/",
    "style": "/{lang}/style",
    "accessibility": "/{lang}/accessibility",
    "about": "/{lang}/about",
    "sign in": "/{lang}/account/sign-in",
    "new password": "/{lang}/account/password/reset",
    "roles": "/{lang}/roles",
    "not found": "/{lang}/there-is-no-such-page",
}
"""Kind → path. Pages for the public; those behind a sign-in are checked where their tests sign in."""
