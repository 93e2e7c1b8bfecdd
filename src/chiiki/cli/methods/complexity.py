"""Commands of the methods of complexity."""

from __future__ import annotations

from chiiki.cli.methods.method import CONVENTION, PRESENCE, Method, Option

__all__ = ["METHODS"]

JOBS = "jobs.csv --region pref --field industry --value jobs"
COMPONENT = Option(
    "component",
    "a table that falls into pieces: refuse it, take the largest, or each by itself",
    allowed=("refuse", "largest", "each"),
    default="refuse",
)
ORDER = "Which regions have what few others have, and which fields are those?"

METHODS = (
    Method(
        "complexity",
        question=ORDER,
        columns="kind (region or field), label, value (ECI or PCI), diversity (of regions), ubiquity (of fields)",
        takes=("time", "persons"),
        options=(COMPONENT, *PRESENCE, CONVENTION),
        example=JOBS,
    ),
    Method(
        "reflections",
        question=f"{ORDER} To repeat published work; else use complexity.",
        columns="kind (region or field), label, value, diversity (of regions), ubiquity (of fields)",
        takes=("time", "persons"),
        options=(Option("n_steps", "steps of the regions, even", kind="whole", default="18"), *PRESENCE, CONVENTION),
        example=JOBS,
    ),
    Method(
        "fitness",
        question="Which regions have what only fit regions have, when each is judged by the other?",
        columns="kind (region or field), label, value (fitness or quality)",
        takes=("time", "persons"),
        options=(
            Option("n_updates", "number of updates", kind="whole", default="until ranks settle"),
            Option(
                "order", "quality from the fitness before or after the update", allowed=("old", "new"), default="old"
            ),
            Option("log", "natural logarithms", kind="yes-no", default="no"),
            *PRESENCE,
            CONVENTION,
        ),
        example=JOBS,
    ),
    Method(
        "genepy",
        question="How complex are regions by the two leading directions of what they share?",
        columns="region, value",
        takes=("time", "persons"),
        options=(*PRESENCE, CONVENTION),
        example=JOBS,
    ),
    Method(
        "outlook",
        question="How much complex activity is near what a region has, and what would each step add?",
        columns="region, coi; with gain=yes region, field, cog",
        takes=("time", "persons"),
        options=(
            Option("gain", "the gain of each region and field", kind="yes-no", default="no"),
            COMPONENT,
            *PRESENCE,
            CONVENTION,
        ),
        example=f"{JOBS} --option gain=yes",
    ),
)
