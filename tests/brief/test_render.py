from __future__ import annotations

import pytest
from sample_document import sample

from chiiki.brief.files import FORMATS, is_brief
from chiiki.brief.render import render


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_carries_the_mark_by_which_a_later_brief_may_replace_it(tmp_path, form):
    path = tmp_path / f"brief.{form}"
    path.write_bytes(render(sample("ja"), form))
    assert is_brief(path)


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_document_gives_the_same_bytes(form):
    assert render(sample("en"), form) == render(sample("en"), form)
