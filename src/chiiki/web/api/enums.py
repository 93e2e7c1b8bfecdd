"""What a token may do, and what can go wrong."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

__all__ = ["ProblemCode", "TokenScope"]


class TokenScope(TextChoices):
    """What a token lets its bearer do; there is nothing but reading yet."""

    READ = "read", pgettext_lazy("scope of a token", "Read what is public")


class ProblemCode(TextChoices):
    """Every error of the interface; the value is stable, the label is its title."""

    BAD_REQUEST = "bad-request", pgettext_lazy("problem", "The request cannot be read")
    BAD_CURSOR = "bad-cursor", pgettext_lazy("problem", "The cursor cannot be used")
    UNKNOWN_PARAMETER = "unknown-parameter", pgettext_lazy("problem", "The request has an unknown parameter")
    BAD_PARAMETER = "bad-parameter", pgettext_lazy("problem", "A parameter has a value that is not allowed")
    BAD_TOKEN = "bad-token", pgettext_lazy("problem", "The token is not valid")
    TOKEN_NEEDED = "token-needed", pgettext_lazy("problem", "A token is needed")
    FORBIDDEN = "forbidden", pgettext_lazy("problem", "This is not allowed")
    NOT_FOUND = "not-found", pgettext_lazy("problem", "There is nothing here")
    METHOD_NOT_ALLOWED = "method-not-allowed", pgettext_lazy("problem", "This method is not offered here")
    NOT_ACCEPTABLE = "not-acceptable", pgettext_lazy("problem", "None of the formats asked for is offered")
    TOO_MANY_REQUESTS = "too-many-requests", pgettext_lazy("problem", "Too many requests")
    TOO_MANY_ROWS = "too-many-rows", pgettext_lazy("problem", "Too many rows in one day")
    SERVER_ERROR = "server-error", pgettext_lazy("problem", "The site failed")
    DATABASE_AWAY = "database-away", pgettext_lazy("problem", "The database is briefly unavailable")
