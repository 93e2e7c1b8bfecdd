"""The library for machines: REST, version 1.

Reading order: :mod:`problems` (the one shape of every error), :mod:`declare` (how an operation
names its rule), :mod:`door` (what happens around every operation: who asks, how often, what is
kept in caches), :mod:`cursors`, :mod:`shapes` (what the answers look like), :mod:`operations`
(one module per subject), :mod:`rest` (all of it together), :mod:`document` (its OpenAPI document),
:mod:`walk` (every operation with its rule).
"""
