"""One's own tokens: make one, see them, revoke one."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from django.db.models import Q
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from chiiki.web.access.hiding import known_rows
from chiiki.web.access.rules import Refusal, known
from chiiki.web.access.views import requires
from chiiki.web.accounts.views.answering import actor_in, answer_question, page_of, sent_in
from chiiki.web.api.domain import issue_token, revoke_token
from chiiki.web.api.forms import TokenForm
from chiiki.web.api.models import Token
from chiiki.web.api.queries import tokens_of
from chiiki.web.api.rules import token_owner
from chiiki.web.ui.exports import table_answer

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse
    from django.utils.functional import _StrOrPromise

    from chiiki.web.access.actors import Actor
    from chiiki.web.api.domain import IssuedToken

__all__ = ["file", "revoke", "tokens"]

TOKENS = ("id", "name", "ends_with", "created_at", "expires_at", "last_used_on", "revoked_at")


@requires(known, methods=("GET", "POST"))
def tokens(request: HttpRequest) -> HttpResponse:
    """List one's tokens; make one, whose secret is shown in this answer and never again."""
    form = TokenForm(sent_in(request), initial={"made_id": uuid4(), "n_days": 90})
    issued = _issued(request, form) if request.method == "POST" and form.is_valid() else None
    words = {
        "form": form if issued is None else TokenForm(initial={"made_id": uuid4(), "n_days": 90}),
        "issued": issued,
        "rows": page_of(request, tokens_of(actor_in(request))),
        "now": timezone.now(),
        "api_url": reverse("api-docs"),
    }
    status = 422 if form.is_bound and issued is None else 200
    return render(request, "api/tokens.html", words, status=status)


@requires(known)
def file(request: HttpRequest, *, ending: str) -> HttpResponse:
    """Answer with one's tokens, without their secrets, as CSV or JSON."""
    rows = [
        (
            *(str(token.pk), token.name, token.hint, token.created_at.isoformat(), token.expires_at.isoformat()),
            token.last_used_on.isoformat() if token.last_used_on else None,
            token.revoked_at.isoformat() if token.revoked_at else None,
        )
        for token in tokens_of(actor_in(request))
    ]
    return table_answer("tokens", TOKENS, rows, n_total=len(rows), ending=ending)


def _issued(request: HttpRequest, form: TokenForm) -> IssuedToken | None:
    said = form.cleaned_data
    try:
        return issue_token(actor=actor_in(request), token_id=said["made_id"], name=said["name"], n_days=said["n_days"])
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return None


def _load(actor: Actor, token_id: UUID) -> Token:
    own = known_rows(Token.objects.all(), token_owner, actor, own=Q(owner_id=actor.user_id))
    return get_object_or_404(own, pk=token_id)


@requires(token_owner, methods=("GET", "POST"), load=_load)
def revoke(request: HttpRequest, token: Token) -> HttpResponse:
    """Ask, then end a token at once."""
    question: dict[str, _StrOrPromise] = {
        "title": _("Revoke the token “%(name)s”?") % {"name": token.name},
        "text": _("Programs that use it will be refused. This cannot be undone."),
        "submit": _("Revoke the token"),
    }
    return answer_question(
        request,
        question=question,
        way=[(reverse("account"), _("My account")), (reverse("tokens"), _("Tokens for programs"))],
        back=reverse("tokens"),
        act=lambda: revoke_token(actor=actor_in(request), token=token),
    )
