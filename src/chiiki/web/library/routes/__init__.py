"""Addresses of the library, one module per group of pages; ``library/urls.py`` gathers them."""
