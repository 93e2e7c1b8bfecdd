"""What people call what is done to the index of the facts."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from chiiki.web.audit.actions import name_actions

__all__: list[str] = []

name_actions({"library.index": pgettext_lazy("action", "Index of the facts made")})
