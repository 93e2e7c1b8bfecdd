"""Who may do what, and why not: rules are predicates with reasons, and every view names one.

Reading order: :mod:`roles` (the twelve roles and what they are scoped to), :mod:`actors` (who
asks), :mod:`rules` (may they, and why not), :mod:`views` (how a view names its rule),
:mod:`walk` (every address of the site with its rule).
"""
