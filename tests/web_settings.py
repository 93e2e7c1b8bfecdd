"""Settings of the site under test: the real ones, with a data folder of its own and a fast hasher."""

from __future__ import annotations

import os
import tempfile

# each process of the tests has a folder of its own: the heads in it belong to one log
if not os.environ.get("CHIIKI_DATA") or os.environ.get("PYTEST_XDIST_WORKER"):
    os.environ["CHIIKI_DATA"] = tempfile.mkdtemp(prefix="chiiki-test-")
os.environ.setdefault("CHIIKI_SECRET_KEY", "only for tests")
# the browser of the tests may leave a loop in the thread, where Django then refuses to ask the database
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

from chiiki.web.config import settings
from chiiki.web.config.settings import *  # noqa: F403 -- Django reads settings as names of a module

DATABASES = settings.DATABASES
if not settings.OPTIONS.database_url:
    # a file, as in use: in memory, threads and processes could not meet
    DATABASES["default"]["TEST"] = {"NAME": str(settings.OPTIONS.data / "test.sqlite3")}
settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
WHITENOISE_USE_FINDERS = True
# says which lines of a template were written, so that they are counted too
TEMPLATES = settings.TEMPLATES
TEMPLATES[0]["OPTIONS"]["debug"] = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
