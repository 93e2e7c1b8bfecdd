"""Commands of the methods of advantage and relatedness."""

from __future__ import annotations

from chiiki.cli.methods.method import CONVENTION, PRESENCE, Method, Option

__all__ = ["METHODS"]

JOBS = "jobs.csv --region pref --field industry --value jobs"
SEED = "of the draws; same seed, same result"

METHODS = (
    Method(
        "rca",
        question="Which fields weigh more in a region than in the country?",
        columns="region, field, amount, rca, specialised; then what the options add",
        takes=("time", "persons", "units"),
        options=(
            Option("advantage", "share against share, or amount per head", allowed=("rca", "per_head"), default="rca"),
            Option("symmetric", "add rsca, (RCA - 1) / (RCA + 1)", kind="yes-no", default="no"),
            Option("p_values", "add p_value: chance of a count as high", kind="yes-no", default="no"),
            Option("adjust", "adjust p_value for the number of pairs", kind="yes-no", default="no"),
            Option("intervals", "add low and high, by Poisson draws", kind="yes-no", default="no"),
            Option("level", "of the intervals", kind="number", default="0.95"),
            Option("n_draws", "draws of the intervals", kind="whole", default="2000"),
            Option("seed", SEED, kind="whole", default="0"),
            CONVENTION,
        ),
        example=JOBS,
    ),
    Method(
        "proximity",
        question="Which fields do the same regions have?",
        columns="field, other_field, value (0 to 1; both directions, no field with itself)",
        takes=("time", "persons"),
        options=(*PRESENCE, CONVENTION),
        example=JOBS,
    ),
    Method(
        "relatedness",
        question="Which fields meet more often than their size lets one expect?",
        columns="field, other_field, value (both directions, no field with itself)",
        needs=("field",),
        takes=("region", "value", "time", "persons", "document"),
        options=(
            Option(
                "measure",
                "how links are set against totals",
                allowed=("association", "probability", "cosine", "jaccard", "conditional", "correlation"),
                default="association, or the convention's",
            ),
            Option("totals", "what a field's total is", allowed=("links", "occurrences"), default="by the measure"),
            Option("p_values", "add p_value: chance of as many shared regions", kind="yes-no", default="no"),
            Option("adjust", "adjust p_value for the number of pairs", kind="yes-no", default="no"),
            *PRESENCE,
            CONVENTION,
        ),
        example=f"{JOBS} --option measure=cosine",
    ),
    Method(
        "cooccurrence",
        question="How often do two fields meet in one document?",
        columns="field, other_field, value (both directions, no field with itself)",
        needs=("document", "field"),
        takes=("value", "region", "time"),
        options=(
            Option(
                "counting",
                "a document adds 1 to each of its pairs, or 1 to all of them together",
                allowed=("whole", "fractional"),
                default="whole",
            ),
        ),
        example="patents.csv --document patent --field class",
    ),
    Method(
        "density",
        question="How much of what a field is related to does a region already have?",
        columns="region, field, density (0 to 1)",
        takes=("time", "persons"),
        options=(*PRESENCE, CONVENTION, Option("own_field", "count the field itself", kind="yes-no", default="no")),
        example=JOBS,
    ),
)
