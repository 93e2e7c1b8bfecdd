"""What a host does: back a site up, restore it, bring it to a new version, see how it is.

Reading order: :mod:`contents` (what a backup holds), :mod:`copying` (rows from one database to
another), :mod:`backup`, :mod:`restore`, :mod:`upgrade`, :mod:`doctor`.
"""
