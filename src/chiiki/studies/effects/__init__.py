"""What programmes did to the prefectures they selected, as far as the facts allow to say.

Reading order: :mod:`.panels` (outcomes by prefecture and year), :mod:`.estimates` (the estimate,
its interval, a second opinion), :mod:`.study` (one programme), :mod:`.threats` (ten ways in which
it may be wrong, each computed), :mod:`.spread` (the balance question), :mod:`.numbers` (all of it
as numbers with ids).
"""

from __future__ import annotations

__all__: list[str] = []
"""Nothing here: each function is named by its module."""
