"""The application that a server calls."""

from __future__ import annotations

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chiiki.web.config.settings")

application = get_wsgi_application()

from chiiki.web.library.facts import pack  # noqa: E402 -- after the settings are read

pack()
# What is loaded now stays for good: looking through it for garbage would take a tenth of a second now and then.
gc.freeze()
