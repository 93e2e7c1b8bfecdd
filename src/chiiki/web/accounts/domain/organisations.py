"""Add and change organisations."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from chiiki.web.access.rules import Refusal, admin_only, demand
from chiiki.web.accounts.domain.refusals import FORM_USED
from chiiki.web.accounts.models import Organisation
from chiiki.web.audit.domain import record_action

if TYPE_CHECKING:
    from uuid import UUID

    from chiiki.web.access.actors import Actor

__all__ = ["OrganisationDetails", "add_organisation", "change_organisation"]


@dataclass(frozen=True, slots=True)
class OrganisationDetails:
    """What is said of an organisation."""

    kind: str
    name_ja: str
    name_en: str = ""
    corporate_number: str = ""
    authority: str = ""
    is_demo: bool = False


def add_organisation(*, actor: Actor, organisation_id: UUID, details: OrganisationDetails) -> Organisation:
    """Add an organisation and return it; the same one where the form was sent twice.

    Raises
    ------
    Refusal
        If the actor may not, or the id belongs to an organisation of other details.
    """
    demand(admin_only, actor)
    with transaction.atomic():
        found, is_new = Organisation.objects.get_or_create(pk=organisation_id, defaults=asdict(details))
        if is_new:
            _record(actor, "accounts.add-organisation", found, before=None)
        elif _details(found) != details:
            raise Refusal(FORM_USED)
    return found


def change_organisation(*, actor: Actor, organisation: Organisation, details: OrganisationDetails) -> Organisation:
    """Change what is said of an organisation; nothing is recorded where nothing changes.

    Raises
    ------
    Refusal
        If the actor may not.
    """
    demand(admin_only, actor)
    with transaction.atomic():
        found = Organisation.objects.select_for_update().get(pk=organisation.pk)
        before = _details(found)
        if before != details:
            for name, value in asdict(details).items():
                setattr(found, name, value)
            found.save()
            _record(actor, "accounts.change-organisation", found, before=before)
    return found


def _details(organisation: Organisation) -> OrganisationDetails:
    return OrganisationDetails(
        **{name: getattr(organisation, name) for name in OrganisationDetails.__dataclass_fields__}
    )


def _record(actor: Actor, action: str, found: Organisation, *, before: OrganisationDetails | None) -> None:
    record_action(
        actor=actor,
        action=action,
        subject_kind="organisation",
        subject_id=str(found.pk),
        before=asdict(before) if before else None,
        after=asdict(_details(found)),
        detail={"kind": found.kind},
    )
