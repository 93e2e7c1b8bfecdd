"""Commands of composite indices."""

from __future__ import annotations

from chiiki.cli.methods.method import Method, Option

__all__ = ["METHODS"]

METHODS = (
    Method(
        "composite",
        question="How do regions compare in many indicators at once, and how much of a rank is a matter of choice?",
        columns="region, score, rank, rank_low, rank_high",
        needs=("region", "field", "value", "scheme"),
        takes=("time", "persons"),
        options=(
            Option("draws", "schemes drawn for the intervals", kind="whole", default="the scheme's own"),
            Option("level", "share of the ranks within an interval", kind="number", default="the scheme's own"),
            Option("seed", "of the draws", kind="whole", default="0"),
        ),
        example="indicators.csv --scheme scheme.toml --region pref --field indicator --value value",
    ),
)
