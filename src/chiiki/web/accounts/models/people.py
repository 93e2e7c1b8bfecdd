"""A person who may sign in."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar
from uuid import uuid4

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from uuid import UUID

__all__ = ["User", "UserManager"]


class UserManager(BaseUserManager["User"]):
    """Makes and finds people by their e-mail address."""

    def create_user(self, email: str, password: str | None = None, *, name: str = "") -> User:
        """Make a person; without a password nobody can sign in with one."""
        person = self.model(email=self.normalize_email(email).lower(), name=name)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def by_address(self, email: str) -> User | None:
        """Return whoever has an address of e-mail, however it is spelled."""
        return self.filter(email=email.lower()).first()

    def id_at(self, email: str) -> UUID | None:
        """Return the id of whoever has an address, and nothing else of them: finding somebody takes no longer."""
        return self.filter(email=email.lower()).values_list("pk", flat=True).first()


class User(AbstractBaseUser):
    """A person: an e-mail address, a name, a language; rights come from posts alone."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    email = models.EmailField(_("E-mail address"), unique=True)
    name = models.CharField(pgettext_lazy("person", "Name"), max_length=120, blank=True)
    language = models.CharField(
        _("Language"), max_length=2, choices=[("ja", "日本語"), ("en", "English")], default="ja"
    )
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    """Made up, for demonstrations; such a person has no rights on a site that is none."""

    rights_version = models.PositiveIntegerField(default=0)
    """Counts changes of the person's posts and second factors: sessions get a new id at each."""

    joined_at = models.DateTimeField(default=timezone.now)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[UserManager] = UserManager()

    def __str__(self) -> str:
        return self.name or str(self.id)
