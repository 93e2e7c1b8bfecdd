"""What is said about a region, a programme or the nation, and how it looks.

Reading order: :mod:`~chiiki.brief.document` (the model), :mod:`~chiiki.brief.claims` and
:mod:`~chiiki.brief.wording` (which sentence may stand), :mod:`~chiiki.brief.compose` (a
study becomes a document), then the renderers: html, pdf, markdown, json_form.
"""

from __future__ import annotations

__all__: list[str] = []
