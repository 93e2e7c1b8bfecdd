"""The application that a server calls."""

from __future__ import annotations

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chiiki.web.config.settings")

application = get_wsgi_application()

from chiiki.web.library.facts import load_all  # noqa: E402 -- after the settings are read
from chiiki.web.library.warm import start_warm_up  # noqa: E402 -- as above

load_all()
# The facts stay for good: looking through them for garbage would take a tenth of a second now and then.
gc.freeze()
start_warm_up()
