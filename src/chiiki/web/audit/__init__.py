"""What was done, by whom and when: a log that only grows, each record chained to the one before.

Reading order: :mod:`chain` (how a record is hashed; one file without Django, so that anybody can
verify an export), :mod:`models`, :mod:`domain` (writing a record).
"""
