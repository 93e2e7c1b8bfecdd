"""Whoever adds a command that acts for somebody adds it to those that are struck."""

from __future__ import annotations

import importlib
import inspect
import pkgutil

import chiiki.web
from web_commands import COMMANDS

LEFT_OUT = {
    "accounts.load_demo": "puts made-up people by the commands above",
    "accounts.put_post": "runs in the transaction of give_post or of an invitation",
    "api.revoke_tokens_of": "runs in the transaction of set_active, which closes an account",
    "library.ensure_index": "calls build_index where there is none",
}


def _acting():
    """Give ``<app>.<function>`` of everything in a domain that takes an actor."""
    for module in pkgutil.walk_packages(chiiki.web.__path__, "chiiki.web."):
        _, _, app, *rest = module.name.split(".")
        if rest[:1] != ["domain"]:
            continue
        found = importlib.import_module(module.name)
        for name in getattr(found, "__all__", ()):
            thing = getattr(found, name)
            if inspect.isfunction(thing) and "actor" in inspect.signature(thing).parameters:
                yield f"{app}.{name}"


def test_every_command_that_acts_for_somebody_is_struck():
    struck = {command.name.partition(" ")[0] for command in COMMANDS}
    assert set(_acting()) - struck - set(LEFT_OUT) == set()


def test_no_two_commands_have_one_name():
    names = [command.name for command in COMMANDS]
    assert len(names) == len(set(names))
