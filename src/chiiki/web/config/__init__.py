"""How a site is set up: :mod:`options` reads the environment once, the rest follows from it."""
