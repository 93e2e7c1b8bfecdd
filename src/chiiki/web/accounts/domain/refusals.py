"""Where an action cannot be done as things stand, and why."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

__all__ = ["FORM_USED", "HOLDS_ALREADY", "LAST_ADMIN", "NOT_OPEN", "WRONG_PERSON", "WRONG_SCOPE"]

FORM_USED = _("This form was already sent with other contents; open it anew.")
HOLDS_ALREADY = _("This person already holds this post in these days.")
LAST_ADMIN = _("This is the only administrator of the site; give the post to somebody else first.")
NOT_OPEN = _("This invitation can no longer be used; ask whoever invited you for a new one.")
WRONG_PERSON = _("This invitation was sent to another address; sign in with that one.")
WRONG_SCOPE = _("A post of this role cannot be bound to this.")
