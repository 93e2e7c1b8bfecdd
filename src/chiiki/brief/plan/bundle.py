"""The folder that the result of a plan is written to, whole or not at all."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING

from chiiki.brief.plan.figures import event_study_svg
from chiiki.brief.plan.reading import read_plan
from chiiki.brief.plan.tables import effects_csv, result_record
from chiiki.brief.wording import LANGUAGES
from chiiki.evaluation.records import without_nan

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chiiki.studies.plan_run import PlanResult

__all__ = ["bundle_files"]


def bundle_files(result: PlanResult, *, plan_text: str, inputs: Mapping[str, str]) -> dict[str, bytes]:
    """Return every file of the bundle by its name.

    Parameters
    ----------
    result : PlanResult
        The plan, carried out.
    plan_text : str
        The plan as it was written.
    inputs : mapping of str to str
        Checksums of the data, by name.

    Returns
    -------
    dict of str to bytes
        ``plan.toml``, ``result.json``, ``reading.en.md``, ``reading.ja.md``, for each outcome a
        table ``effects-<n>.csv`` and drawings ``event-study-<n>.<lang>.svg``, and ``manifest.json``
        with the checksums of all of them. The same plan and data give the same bytes.
    """
    record = without_nan(result_record(result, inputs=inputs))
    files = {"plan.toml": plan_text.encode("utf-8"), "result.json": _json(record)}
    for lang in LANGUAGES:
        files[f"reading.{lang}.md"] = read_plan(result, lang).encode("utf-8")
    for n, answer in enumerate(result.answers, start=1):
        files[f"effects-{n}.csv"] = effects_csv(answer).encode("utf-8")
        for lang in LANGUAGES:
            if svg := event_study_svg(answer, plan=result.plan, lang=lang):
                files[f"event-study-{n}.{lang}.svg"] = svg.encode("utf-8")
    checksums = {name: sha256(content).hexdigest() for name, content in sorted(files.items())}
    files["manifest.json"] = _json({"plan_sha256": result.announced.sha256, "inputs": dict(inputs), "files": checksums})
    return files


def _json(record: object) -> bytes:
    return (json.dumps(record, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode("utf-8")
