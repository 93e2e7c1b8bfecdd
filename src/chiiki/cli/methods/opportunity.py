"""Commands of the methods of opportunity: what a region could do next, and with whom."""

from __future__ import annotations

from chiiki.cli.methods.method import PRESENCE, Method, Option

__all__ = ["METHODS"]

JOBS = "jobs.csv --region pref --field industry --value jobs"
ONLY = Option("only", "label of the one region to show", default="all")
PAIRS = (
    ONLY,
    Option("nearest", "how many others for each region, best first, ties included", kind="whole", default="all"),
    Option("reasons", "how many fields why names at most", kind="whole", default="3"),
)

METHODS = (
    Method(
        "opportunity",
        question="What could each region do next: how near, how complex, how large, how likely?",
        columns=(
            "region, field, density, complexity, size, entry_probability, of fields in which a region is not yet "
            "specialised; with targets, add or remove other columns, see the reference"
        ),
        takes=("time", "persons"),
        options=(
            ONLY,
            Option("targets", "fields that a strategy names, ; between them: place them on the map", default="none"),
            Option("add", "fields that the region takes up, ; between them: what would change", default="none"),
            Option("amount", "how much of each field added, ; between them", default="just enough for RCA = 1"),
            Option("remove", "fields that the region loses, ; between them: what would change", default="none"),
            Option("latest", "show the last period, with what all of them teach", kind="yes-no", default="no"),
            Option("ranks", "add ranks among the region's options, and the quadrant", kind="yes-no", default="no"),
            Option(
                "complexity",
                "PCI, or the share of regions that lack a field",
                allowed=("pci", "rarity"),
                default="pci",
            ),
            Option("lag", "after how many periods an entry counts", kind="whole", default="1"),
            *PRESENCE,
        ),
        example=f"{JOBS} --time year --option latest=yes",
    ),
    Method(
        "similar",
        question="Which regions have a like mix of fields?",
        columns="region, other_region, value, why (fields in which both are specialised, with both RCA)",
        options=(
            Option("measure", "how mixes are compared", allowed=("cosine", "krugman"), default="cosine"),
            *PAIRS,
        ),
        example=f"{JOBS} --option nearest=5",
    ),
    Method(
        "partners",
        question="Which regions have what the other one's options need, in both directions?",
        columns="region, other_region, value, why (what the region gains and gives)",
        takes=("time", "persons"),
        options=(
            Option("combine", "how two directions become one value", allowed=("smaller", "mean"), default="smaller"),
            Option(
                "weights",
                "what an option counts for",
                allowed=("density-pci", "density"),
                default="density-pci",
            ),
            *PAIRS,
            *PRESENCE,
        ),
        example=f"{JOBS} --option only=20 --option nearest=5",
    ),
)
