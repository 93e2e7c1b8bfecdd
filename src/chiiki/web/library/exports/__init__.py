"""What pages hand to machines: their tables as CSV."""
