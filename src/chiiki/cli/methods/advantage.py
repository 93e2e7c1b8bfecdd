"""Commands of the methods of advantage."""

from __future__ import annotations

from chiiki.cli.methods.method import Method

__all__ = ["METHODS"]

METHODS = (
    Method(
        "rca",
        question="Which fields weigh more in a region than in the country?",
        columns="region, field, amount, rca, specialised",
        example="jobs.csv --region pref --field industry --value jobs",
    ),
)
