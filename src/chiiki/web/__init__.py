"""The workbench on the web: anyone reads the cascade and its evidence; those with a post work on it.

Reading order: :mod:`config` (options, settings, addresses), :mod:`access` (who may do what, and
why not), :mod:`ui` (how a page looks), :mod:`audit` (what was done, so that nobody can change it
unseen), :mod:`jobs` (work in the background), :mod:`accounts` (people, organisations, posts),
:mod:`library` (the facts as pages), :mod:`api` (the same for machines).

Inside an app: enums, rules and validators, then models, then ``domain`` (what happens) with
``queries`` (what is read), then forms, exports and tasks, then views and templates.
"""
