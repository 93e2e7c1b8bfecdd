"""What tests read from a composed document: every piece of its text, and guards that do not hold."""

from __future__ import annotations

from chiiki.brief.claims import OPERATORS

__all__ = ["broken_guards", "texts"]


def texts(document):
    """Yield every sentence, heading and table cell of a document, in reading order."""
    yield document.title.text
    yield from document.lead
    for kpi in document.kpis:
        yield (kpi.value,)
        yield kpi.context
    for block in document.blocks:
        yield block.heading.text
        yield from (*block.sentences, *block.items, *block.cautions)
        figure_tables = [block.figure.table] if block.figure and block.figure.table else []
        for table in (*block.tables, *figure_tables):
            yield table.caption
            yield table.note
            yield from (cell.text for row in table.rows for cell in row)


def broken_guards(document):
    """List the conditions of claims that are false, read again from their words."""
    conditions = [part for claim in document.claims if claim.guard for part in claim.guard.split(" and ")]
    return [condition for condition in conditions if not _holds(condition, document.numbers)]


def _holds(condition, numbers):
    left, operator, right = condition.split(" ")
    value = numbers[left].value
    if operator == "is":
        return (value is None) == (right == "missing")
    if isinstance(value, tuple):
        value = max(value) if operator.startswith("<") else min(value)
    return OPERATORS[operator](value, numbers[right].value if right in numbers else float(right))
