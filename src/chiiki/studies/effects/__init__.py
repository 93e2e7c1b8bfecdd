"""What programmes did to the prefectures they selected, as far as the facts allow to say.

Reading order: :mod:`.panels` (outcomes by prefecture and year), :mod:`.estimates` (the estimate,
and what could be found), :mod:`.study` (one programme), :mod:`.threats` with :mod:`.neighbours`
and :mod:`.others` (ten ways in which it may be wrong, each computed), :mod:`.spread` and
:mod:`.balance` (the balance question), :mod:`.numbers` and :mod:`.told` (all of it as numbers
with ids, for briefs).
"""

from __future__ import annotations

__all__: list[str] = []
"""Nothing here: each function is named by its module."""
