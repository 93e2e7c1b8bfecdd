# Recipes of the gate. `./run just` lists them; `./run just check` is what guards main.

default:
    @just --list

# Everything but the tests
check: lint format-check types imports messages facts docs changelog wheel

# Rules of ruff, all of them but the reasoned exceptions
lint:
    ruff check .

# Lay the code out
format:
    ruff format .

format-check:
    ruff format --check .

# mypy, strict
types:
    mypy

# Who may import whom
imports:
    lint-imports

# Every message of the web in Japanese and in English, none unused
messages:
    python scripts/messages.py --check

# The pack rebuilds from its raw tables, is valid, and its totals reconcile
facts:
    python data-raw/jp/build.py --check
    chiiki facts check

# Reference pages are made anew, then the site is built; a warning is an error
docs:
    python scripts/reference.py --check
    zensical build --clean --strict

# A change comes with its sentence for the users
changelog:
    towncrier build --draft --version next > /dev/null

# The wheel is built, installed in an empty environment, and does the main job there
wheel:
    python scripts/check_wheel.py

# The tests that the fast suite leaves out: every brief, every browser page
slow:
    pytest -m slow

# Timings, printed; nothing here can fail a build
bench:
    python benchmarks/brief.py
