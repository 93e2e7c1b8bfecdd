"""``chiiki evaluate run``: carry out an analysis plan and write its result as a folder."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from chiiki.cli.terminal import say
from chiiki.errors import InputError

if TYPE_CHECKING:
    from chiiki.evaluation.plan import Plan
    from chiiki.evaluation.tables.plans import PlanInputs

__all__ = ["RUN_HELP", "run_plan_file"]

RUN_HELP = """Carry out an analysis plan (TOML), and write the result as a folder.

The plan says what will be estimated, before anybody sees the result. Its hash is recorded, and what is
done otherwise is listed. The folder holds the plan, the result as JSON, tables as CSV, drawings as SVG,
and a reading in Japanese and in English.

\b
Examples:
  chiiki evaluate run plan.toml                  writes the folder plan-result
  chiiki evaluate run kci                        the Knowledge Cluster study, from the facts
  chiiki evaluate run plan.toml --set inference.draws=9999
  chiiki evaluate run plan.toml --announced 3f1a…   refuses a plan with another hash

\b
A plan, at its least:
  question = "Did the programme raise income?"
  [data]
  table = "panel.csv"
  unit = "prefecture"
  time = "year"
  first_treated = "start"
  [[outcomes]]
  column = "income"
  log = true
"""


def run_plan_file(
    plan: Annotated[str, typer.Argument(help="File (TOML), or the name of a plan that ships.", metavar="PLAN")],
    *,
    changes: Annotated[
        list[str] | None,
        typer.Option("--set", help="Do something otherwise: KEY=VALUE, as inference.draws=99. Listed as a deviation."),
    ] = None,
    announced: Annotated[
        str | None, typer.Option("--announced", help="SHA-256 that was announced; another plan is refused.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Folder for the result; <plan>-result when left out.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace files that are there.")] = False,
) -> None:
    """Carry out an analysis plan, and write what came of it.

    Its help is :data:`RUN_HELP`, which shows a plan.
    """
    from chiiki.brief.plan.bundle import bundle_files  # noqa: PLC0415 -- not needed for --help
    from chiiki.evaluation.plan import parse_plan  # noqa: PLC0415 -- as above
    from chiiki.facts.writing import write_files  # noqa: PLC0415 -- as above
    from chiiki.studies.plan_run import run_plan  # noqa: PLC0415 -- as above
    from chiiki.studies.plans import plan_text  # noqa: PLC0415 -- as above

    text, name, folder = plan_text(plan)
    written = parse_plan(text, name=name)
    _check_announced(written, announced)
    done = parse_plan(text, name=name, settings=changes or ())
    target = out or Path(f"{Path(name).stem}-result")
    inputs, checksums = _inputs(done, folder)
    result = run_plan(done, inputs, announced=written, say=say)
    files = bundle_files(result, plan_text=text, inputs=checksums)
    write_files(target, files, force=force)
    for file in sorted(files):
        say(f"{target / file}")
    typer.echo(files["reading.en.md"].decode("utf-8"), nl=False)


def _check_announced(plan: Plan, announced: str | None) -> None:
    if announced is not None and plan.sha256 != announced.strip().lower():
        msg = (
            f"plan {plan.name} has the SHA-256 {plan.sha256}, and {announced} was announced. Take the plan that was "
            "announced, or run this one without --announced and say that it is another."
        )
        raise InputError(msg)


def _inputs(plan: Plan, folder: Path) -> tuple[PlanInputs, dict[str, str]]:
    """Read what the plan's data hold, with the checksum of what was read."""
    from chiiki.cli.tables import read_table  # noqa: PLC0415 -- not needed for --help
    from chiiki.evaluation.tables.plans import read_plan_inputs  # noqa: PLC0415 -- as above
    from chiiki.facts.pack import load_pack  # noqa: PLC0415 -- as above
    from chiiki.studies.plans import pack_inputs  # noqa: PLC0415 -- as above

    if plan.data.programme:
        pack = load_pack()
        return pack_inputs(plan, pack), {"facts": sha256((pack.folder / "datapackage.json").read_bytes()).hexdigest()}
    path = folder / plan.data.table
    read = read_table(str(path), sheet=plan.data.sheet or None)
    for caution in read.cautions:
        say(f"caution ({caution.code}): {caution.message}")
    return read_plan_inputs(plan, read.table), {plan.data.table: sha256(path.read_bytes()).hexdigest()}
