"""Background work of the library: briefs that take long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from chiiki.web.jobs.registry import task
from chiiki.web.library.domain.briefs import BriefWanted, kept_brief, make_brief

if TYPE_CHECKING:
    from chiiki.brief.document import Kind, Lang
    from chiiki.web.jobs.registry import Progress
    from chiiki.web.library.domain.briefs import BriefForm

__all__ = ["BRIEF_TASK", "build_brief"]

BRIEF_TASK = "library.brief"


@task(BRIEF_TASK, label=_("Brief"))
def build_brief(progress: Progress, *, kind: Kind, subject_id: str, lang: Lang, form: BriefForm) -> dict[str, object]:
    """Make a brief unless it is there; the second time it finds what the first time made."""
    wanted = BriefWanted(kind, subject_id, lang, form)
    progress(0, 1)
    content = kept_brief(wanted) or make_brief(wanted)
    progress(1, 1)
    return {"file": wanted.file_name, "n_bytes": len(content or b"")}
