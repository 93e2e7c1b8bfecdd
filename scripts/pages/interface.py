"""Every public name of every module, from signatures and docstrings."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from dataclasses import MISSING, fields, is_dataclass
from typing import TYPE_CHECKING

import chiiki
from pages.docstrings import attribute_texts, docstring, first_line
from pages.markdown import code, page, prose, table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType

__all__ = ["interface_pages", "public_names"]

_GROUPS = {
    "ground": ("Ground", ("errors", "cautions", "periods", "units", "provenance", "arrays", "sections")),
    "frames": ("Tables of the caller", ("frames",)),
    "codes": ("Codes and names", ("codes",)),
    "facts": ("Facts", ("facts",)),
    "capability": ("Methods: capability", ("capability",)),
    "tables": ("Methods on tables with labels", ("capability.tables",)),
    "composite": ("Methods: composite indices", ("capability.composite",)),
    "conventions": ("Methods: conventions of packages", ("capability.conventions",)),
    "kernels": ("Numerical work of the methods", ("capability.kernels",)),
    "evaluation": ("Methods: evaluation", ("evaluation",)),
    "studies": ("Studies", ("studies",)),
    "brief": ("Brief", ("brief",)),
    "cli": ("Commands in Python", ("cli",)),
}
"""One page per room of the source tree, lowest first."""

_LONGEST = 90
"""Characters of a signature that still stand on one line."""


def public_names() -> list[str]:
    """Name everything public: ``chiiki.facts.pack.load_pack``."""
    return [f"{module.__name__}.{name}" for module in _modules() for name in module.__all__]


def interface_pages() -> dict[str, str]:
    """Write the pages by file name; the first is the overview."""
    pages = {"api/index.md": _overview()}
    for slug, (title, rooms) in _GROUPS.items():
        modules = [module for module in _modules() if _room(module) in rooms]
        pages[f"api/{slug}.md"] = page(f"# {title}", *(_module(module) for module in modules))
    return pages


def _modules() -> Iterator[ModuleType]:
    yield chiiki
    for found in sorted(_found(), key=lambda module: module.name):
        if not any(part.startswith("_") for part in found.name.split(".")):
            yield importlib.import_module(found.name)


def _found() -> Iterator[pkgutil.ModuleInfo]:
    """Walk everything but the web, which is an application: its interface is the API for machines."""
    for top in pkgutil.iter_modules(chiiki.__path__, "chiiki."):
        if top.name != "chiiki.web":
            yield top
            if top.ispkg:
                yield from pkgutil.walk_packages(importlib.import_module(top.name).__path__, f"{top.name}.")


def _room(module: ModuleType) -> str:
    """Name the room a module is in; a package with a page of its own is one."""
    parts = module.__name__.split(".")[1:]
    room, package = ".".join(parts[:1]), ".".join(parts[:2])
    return package if any(package in rooms for _, rooms in _GROUPS.values()) else room


def _overview() -> str:
    rows = [
        (f"[{title}]({slug}.md)", ", ".join(f"`chiiki.{room}`" for room in rooms))
        for slug, (title, rooms) in _GROUPS.items()
    ]
    said = (
        "Every public name stands here, with what its docstring says. What is not listed may change without notice. "
        "Rooms import downward only: the lowest stand first."
    )
    return page("# Python interface", said, docstring(str(chiiki.__doc__)), table(("Page", "Modules"), rows), _own())


def _own() -> str:
    return f"`chiiki.__version__` is the version of the software; the pack has its own edition. Names: {_list(chiiki)}."


def _list(module: ModuleType) -> str:
    return ", ".join(f"`{name}`" for name in module.__all__)


def _module(module: ModuleType) -> str:
    own = [name for name in module.__all__ if _home(module, name) == module.__name__]
    moved = [name for name in module.__all__ if name not in own]
    parts = [f"## {module.__name__}", docstring(module.__doc__ or "")]
    if moved:
        parts.append("Offered here from the modules below: " + ", ".join(f"`{name}`" for name in moved) + ".")
    return "\n\n".join([*parts, *(_name(module, name) for name in own)])


def _home(module: ModuleType, name: str) -> str:
    thing = getattr(module, name)
    return str(thing.__module__) if inspect.isclass(thing) or inspect.isfunction(thing) else module.__name__


def _name(module: ModuleType, name: str) -> str:
    thing = getattr(module, name)
    parts = [f"### {module.__name__.removeprefix('chiiki.')}.{name}"]
    if inspect.isclass(thing):
        parts += [_signature(name, thing), docstring(_own_doc(thing)), _fields(module, thing), _methods(thing)]
    elif inspect.isfunction(thing):
        parts += [_signature(name, thing), docstring(inspect.getdoc(thing) or "")]
    else:
        parts += [prose(attribute_texts(module).get(name, "")) or _constant(thing)]
    return "\n\n".join(part for part in parts if part)


def _constant(thing: object) -> str:
    return f"A {type(thing).__name__}." if isinstance(thing, str | int | float | dict) else "A type."


def _own_doc(thing: type) -> str:
    said = thing.__doc__ or ""
    return "" if said.startswith(f"{thing.__name__}(") else said


class _Words(str):
    """An annotation that is shown without quotes."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


def _signature(name: str, thing: Callable[..., object]) -> str:
    try:
        found = _unquoted(inspect.signature(thing))
    except ValueError:
        return ""
    text = f"{name}{found}".replace("<factory>", "...")
    return code(_broken(name, found) if len(text) > _LONGEST and found.parameters else text, "python")


def _unquoted(found: inspect.Signature) -> inspect.Signature:
    """Return the signature with its annotations, which are strings, as plain words."""
    parameters = [
        one.replace(annotation=_words(one.annotation), default=_named(one.default)) for one in found.parameters.values()
    ]
    return found.replace(parameters=parameters, return_annotation=_words(found.return_annotation))


def _named(value: object) -> object:
    """Name a function that is a default: its representation has an address that changes with every run."""
    if not inspect.isroutine(value):
        return value
    return _Words(value.__name__ if inspect.isfunction(value) and value.__name__ != "<lambda>" else "...")


def _words(annotation: object) -> object:
    return _Words(annotation) if isinstance(annotation, str) else annotation


def _broken(name: str, found: inspect.Signature) -> str:
    lines, star = [], False
    for parameter in found.parameters.values():
        if parameter.kind is inspect.Parameter.KEYWORD_ONLY and not star:
            lines.append("    *,")
            star = True
        lines.append(f"    {parameter},".replace("<factory>", "..."))
    returned = "" if found.return_annotation is inspect.Signature.empty else f" -> {found.return_annotation}"
    return "\n".join([f"{name}(", *lines, f"){returned}"])


def _fields(module: ModuleType, thing: type) -> str:
    if not is_dataclass(thing):
        return ""
    texts = attribute_texts(module)
    rows = [
        (
            f"`{field.name}`",
            f"`{field.type}`",
            _default(field.default),
            prose(texts.get(f"{thing.__name__}.{field.name}", "")),
        )
        for field in fields(thing)
        if not field.name.startswith("_")
    ]
    return table(("Field", "Type", "Default", "Meaning"), rows) if rows else ""


def _default(value: object) -> str:
    return "" if value is MISSING else f"`{_named(value)!r}`"


def _methods(thing: type) -> str:
    rows = []
    for name, member in sorted(vars(thing).items()):
        found = member.fget if isinstance(member, property) else getattr(member, "func", member)
        found = getattr(found, "__func__", found)
        if name.startswith("_") or not inspect.isfunction(found):
            continue
        shown = f"`.{name}`" if isinstance(member, property) else f"`.{name}()`"
        rows.append((shown, first_line(inspect.getdoc(found) or "")))
    return table(("Member", "Answers"), rows) if rows else ""
