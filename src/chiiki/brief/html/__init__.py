"""A brief as one HTML file that needs nothing else: no script, no network, no font.

Reading order: :mod:`.page` (the whole file), :mod:`.blocks` (claims, figures, tables),
:mod:`.notes` (what each number means), :mod:`.markup` (the only place that escapes).
"""

from __future__ import annotations

from chiiki.brief.html.page import content_html, render_html, style_sheet

__all__ = ["content_html", "render_html", "style_sheet"]
