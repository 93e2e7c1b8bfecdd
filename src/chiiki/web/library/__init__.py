"""The public library: every plan, law, programme, region, site, measure, evaluation and source.

The facts pack is the truth and stays in memory (:mod:`facts`); the tables of this app are an
index of it for lists, filters and search, made anew whenever the pack changes.
"""
