"""The records of people, organisations, posts and invitations."""

from __future__ import annotations

from chiiki.web.accounts.models.invitations import Invitation
from chiiki.web.accounts.models.organisations import Organisation
from chiiki.web.accounts.models.people import User
from chiiki.web.accounts.models.posts import Post, PostQuerySet

__all__ = ["Invitation", "Organisation", "Post", "PostQuerySet", "User"]
