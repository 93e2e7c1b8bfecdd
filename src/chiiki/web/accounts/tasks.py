"""Background work of the accounts: it takes ids and delegates."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from chiiki.web.accounts.domain.mail import TASK
from chiiki.web.accounts.domain.mail import send_mail as send
from chiiki.web.accounts.enums import MailKind
from chiiki.web.jobs.registry import task

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["send_mail"]


@task(TASK, label=_("Mail to a person"))
def send_mail(_progress: Callable[[int, int], None], *, kind: str, subject: str) -> dict[str, bool]:
    """Send a mail about what has the id `subject`; say whether anybody was there."""
    return {"is_sent": send(MailKind(kind), subject_id=UUID(subject))}
