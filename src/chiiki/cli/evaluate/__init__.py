"""``chiiki evaluate``: what a programme did, on anyone's own panel or by a written plan.

One module per subcommand; each has its options as an ordinary typer function, and imports what
it computes with inside the function, so that help pages stay quick.
"""

from __future__ import annotations

import typer

from chiiki.cli.evaluate.bacon import bacon
from chiiki.cli.evaluate.balance import balance
from chiiki.cli.evaluate.coverage import coverage
from chiiki.cli.evaluate.did import did
from chiiki.cli.evaluate.overlap import overlap
from chiiki.cli.evaluate.power import power
from chiiki.cli.evaluate.programme import programme
from chiiki.cli.evaluate.run import RUN_HELP, run_plan_file
from chiiki.cli.evaluate.sensitivity import sensitivity
from chiiki.cli.evaluate.synthetic import synthetic

__all__ = ["evaluate_app"]

HELP = """Estimate what programmes did, and whether they brought regions closer together.

The table has one row per unit and period, as CSV, Excel or Parquet.

\b
Examples:
  chiiki evaluate did panel.csv --unit pref --time year --outcome income --first-treated start
  chiiki evaluate synthetic panel.csv --unit pref --time year --outcome income --treated Nagano --from 2002
  chiiki evaluate did --help
"""

evaluate_app = typer.Typer(help=HELP, no_args_is_help=True, rich_markup_mode=None)
evaluate_app.command("balance")(balance)
evaluate_app.command("did")(did)
evaluate_app.command("bacon")(bacon)
evaluate_app.command("overlap")(overlap)
evaluate_app.command("run", help=RUN_HELP)(run_plan_file)
evaluate_app.command("sensitivity")(sensitivity)
evaluate_app.command("coverage")(coverage)
evaluate_app.command("power")(power)
evaluate_app.command("programme")(programme)
evaluate_app.command("synthetic")(synthetic)
