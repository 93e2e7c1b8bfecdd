"""Commands of the methods of balance: inequality between regions, shift-share."""

from __future__ import annotations

from chiiki.cli.methods.method import Method, Option

__all__ = ["METHODS"]

METHODS = (
    Method(
        "inequality",
        question="How unequal are the regions in what they have per head?",
        columns="label (field, or all), measure, value",
        needs=("region", "value"),
        takes=("field", "time", "persons"),
        options=(
            Option("per_head", "values are per head already, not totals", kind="yes-no", default="no"),
            Option("aversion", "aversion to inequality in Atkinson's index", kind="number", default="1"),
            Option("groups", "column of the group of a region, for Theil within and between", default="none"),
        ),
        example="income.csv --region pref --value income --persons population --time year",
    ),
    Method(
        "shift-share",
        question="Why did each region change: the country, its mix of fields, or itself?",
        columns="label (region), measure, value; with cells=yes region, field, measure, value",
        needs=("region", "field", "value", "time"),
        takes=(),
        options=(
            Option("form", "how to split", allowed=("dunn", "esteban-marquillas"), default="dunn"),
            Option("first", "the earlier period, where there are more than two", default="the lower of two"),
            Option("last", "the later period", default="the higher of two"),
            Option("cells", "parts of each region and field, not their sums", kind="yes-no", default="no"),
        ),
        example="jobs.csv --region pref --field industry --value jobs --time year",
    ),
)
