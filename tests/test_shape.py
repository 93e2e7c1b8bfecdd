"""How large a function, a class and a file may be."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FILES = sorted(
    path for folder in ("src", "scripts", "benchmarks", "data-raw") for path in (ROOT / folder).rglob("*.py")
)
FUNCTION_LINES, CLASS_LINES, FILE_LINES = 40, 200, 400


def _names(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _without_docstring(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    body = node.body
    first = body[0]
    is_doc = (
        isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str)
    )
    last = max(getattr(child, "end_lineno", 0) or 0 for child in ast.walk(node))
    doc_lines = (first.end_lineno or 0) - first.lineno + 1 if is_doc else 0
    return last - node.lineno + 1 - doc_lines


@pytest.mark.parametrize("path", FILES, ids=_names)
def test_functions_classes_and_files_stay_short(path):
    source = path.read_text(encoding="utf-8")
    tree = ast.parse(source)
    too_long = [f"file has {n} lines" for n in [source.count("\n")] if n > FILE_LINES]
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and _without_docstring(node) > FUNCTION_LINES:
            too_long.append(f"{node.name} (line {node.lineno}) has {_without_docstring(node)} lines")
        if isinstance(node, ast.ClassDef) and (node.end_lineno or 0) - node.lineno + 1 > CLASS_LINES:
            too_long.append(f"class {node.name} (line {node.lineno}) is over {CLASS_LINES} lines")

    assert too_long == []
