"""Work in the background, kept in the database: nothing is lost, nothing runs twice.

Reading order: :mod:`enums` (states and what may follow what), :mod:`models`, :mod:`registry`
(which tasks there are), :mod:`domain` (putting a job, running it).
"""
