"""What is read from the index: :mod:`records` (lists, filters), :mod:`search` (words), :mod:`hints` (none found)."""
