"""The steps that turn raw tables and decisions into the tables of the pack.

Each module has ``build(context) -> Tables``; ``build.py`` runs them in its order and merges what they return. Read
``context`` first (what a step is given), then ``regions`` as the smallest complete example.
"""

from __future__ import annotations
