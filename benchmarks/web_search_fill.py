"""Fill the index of a benchmark's own site with as many records as asked: those of the pack under other ids.

Usage: ``CHIIKI_DATA=… python benchmarks/web_search_fill.py 100000``
"""

from __future__ import annotations

import sys
from dataclasses import replace
from itertools import chain, count, islice

from chiiki.web.config.start import open_site


def main() -> int:
    """Replace the index; the names get numbers, so that no two records are alike."""
    open_site()
    from chiiki.web.library.catalogue import all_drafts  # noqa: PLC0415 -- after Django is started
    from chiiki.web.library.domain.index import write_drafts  # noqa: PLC0415 -- as above
    from chiiki.web.library.facts import pack  # noqa: PLC0415 -- as above

    originals = list(all_drafts(pack()))
    copies = (
        replace(
            draft,
            subject_id=f"{draft.subject_id}~{turn}",
            name=type(draft.name)(*(f"{one} {turn}" for one in draft.name)),
        )
        for turn in count(1)
        for draft in originals
    )
    write_drafts(list(islice(chain(originals, copies), int(sys.argv[1]))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
