"""Commands of the methods of structure: specialisation, concentration, variety."""

from __future__ import annotations

from chiiki.cli.methods.method import Method, Option

__all__ = ["BASE", "METHODS"]

BASE = Option("base", "base of the logarithm of entropies", kind="number", default="2: bits")
"""Of the measures that are entropies."""

METHODS = (
    Method(
        "structure",
        question="How specialised is each region, or how concentrated is each field?",
        columns="label, measure, value",
        takes=("time", "persons"),
        options=(
            Option("of", "label by label: regions, or fields", allowed=("regions", "fields"), default="regions"),
            BASE,
            Option(
                "plants",
                "each row is one plant and its value the plant's size; with of=fields adds Ellison-Glaeser",
                kind="yes-no",
                default="no",
            ),
        ),
        example="jobs.csv --region pref --field industry --value jobs",
    ),
    Method(
        "variety",
        question="How varied is each region, between broad fields and within them?",
        columns="label (region), measure, value",
        needs=("region", "field", "value", "parent"),
        options=(
            BASE,
            Option("coherence", "measure how related a region's fields are, too", kind="yes-no", default="no"),
        ),
        example="jobs.csv --region pref --field industry3 --value jobs --parent industry2",
    ),
)
