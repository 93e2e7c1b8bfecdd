"""Labels and hints of allauth's forms in the site's own words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.forms import Field
    from django.utils.functional import _StrOrPromise

__all__ = ["Worded"]


class Worded:
    """Puts label and hint of :attr:`words` on each field, and takes away what says them twice."""

    words: ClassVar[Mapping[str, tuple[_StrOrPromise, _StrOrPromise]]] = {}
    """Field → label, hint."""

    fields: dict[str, Field]

    def __init__(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 -- allauth's signature
        super().__init__(*arguments, **options)
        for name, field in self.fields.items():
            field.label, field.help_text = self.words.get(name, (field.label, ""))
            for attribute in ("placeholder", "autofocus"):
                field.widget.attrs.pop(attribute, None)
