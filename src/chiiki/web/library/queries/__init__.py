"""Reads of the library: what the facts hold, and the index of them."""
