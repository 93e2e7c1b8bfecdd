"""``python -m chiiki`` is the command ``chiiki``."""

from __future__ import annotations

from chiiki.cli import main

__all__: list[str] = []

if __name__ == "__main__":
    main()
