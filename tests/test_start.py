"""What a start loads: nothing that the command at hand does not need."""

from __future__ import annotations

import json
import os
import subprocess
import sys

HEAVY = {"numpy", "rich", "typst", "openpyxl", "pyarrow", "yaml", "vl_convert"}
OWN_TO_TYPER = {"typer", "click", "shellingham", "typing_extensions", "annotated_doc", "colorama"}


def _loaded(code):
    """Run `code` in a new process and return the packages that it loaded, the interpreter's own left out."""
    script = f"""
import sys
before = set(sys.modules)
try:
    {code}
except SystemExit:
    pass
after = {{name.partition(".")[0] for name in set(sys.modules) - before}}
import json
print(json.dumps(sorted(after)))
"""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("COVERAGE_")}
    ran = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True)
    return set(json.loads(ran.stdout.splitlines()[-1])) - sys.stdlib_module_names - {"chiiki"}


def test_importing_chiiki_loads_the_standard_library_alone():
    assert _loaded("import chiiki") == set()


def test_a_help_page_loads_typer_and_no_other_package():
    helps = ("", "brief", "facts", "facts export", "cite", "capability", "capability rca")
    for arguments in (f"{command} --help".strip() for command in helps):
        loaded = _loaded(f"from chiiki.cli import main; sys.argv = ['chiiki', *{arguments.split()}]; main()")

        assert loaded <= OWN_TO_TYPER, arguments


def test_a_brief_in_html_loads_neither_typst_nor_spreadsheets(tmp_path):
    call = f"['chiiki', 'brief', '04', '--out', {str(tmp_path)!r}]"

    assert _loaded(f"from chiiki.cli import main; sys.argv = {call}; main()") & (HEAVY - {"numpy"}) == set()
