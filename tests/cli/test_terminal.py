"""How commands end: exit codes, colour, Ctrl-C."""

from __future__ import annotations

import sys

import pytest

from chiiki.cli.terminal import exit_code, run
from chiiki.errors import InputError, MissingExtraError, OutputError, PackError


@pytest.mark.parametrize(
    ("error", "code"),
    [(PackError("x"), 1), (InputError("x"), 2), (MissingExtraError("x"), 2), (OutputError("x"), 3)],
)
def test_each_kind_of_error_has_its_exit_code(error, code):
    assert exit_code(error) == code


def _raising(error):
    def app():
        raise error

    return app


def test_success_ends_with_0():
    with pytest.raises(SystemExit) as ended:
        run(lambda: None)

    assert ended.value.code == 0


def test_an_error_is_worded_on_stderr(capsys):
    with pytest.raises(SystemExit) as ended:
        run(_raising(InputError("the cause. The cure.")))

    assert ended.value.code == 2
    assert capsys.readouterr().err == "error: the cause. The cure.\n"


def test_ctrl_c_ends_with_130_and_without_a_traceback(capsys):
    with pytest.raises(SystemExit) as ended:
        run(_raising(KeyboardInterrupt()))

    assert ended.value.code == 130
    assert capsys.readouterr().err == "stopped\n"


@pytest.mark.parametrize(
    ("environ", "is_coloured"),
    [({"TERM": "xterm"}, True), ({"TERM": "xterm", "NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)],
)
def test_colour_is_for_terminals_that_want_it(capsys, monkeypatch, environ, is_coloured):
    monkeypatch.delenv("NO_COLOR", raising=False)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)

    with pytest.raises(SystemExit):
        run(_raising(InputError("x")))

    assert ("\x1b[31m" in capsys.readouterr().err) == is_coloured
