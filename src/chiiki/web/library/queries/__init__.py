"""What is read of the library.

From the facts: :mod:`subjects` (what has a page). From the index: :mod:`records` (lists, filters),
:mod:`search` (words), :mod:`hints` (where nothing is found).
"""
