"""The library for machines: REST, version 1."""
