"""People, organisations and posts: who somebody is here, and what that lets them do.

Reading order: :mod:`models`, :mod:`queries` (which grants a person holds today),
:mod:`middleware` (who asks).
"""
