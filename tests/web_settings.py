"""Settings of the site under test: the real ones, with a data folder of its own and a fast hasher."""

from __future__ import annotations

import os
import tempfile

if not os.environ.get("CHIIKI_DATA"):
    os.environ["CHIIKI_DATA"] = tempfile.mkdtemp(prefix="chiiki-test-")
os.environ.setdefault("CHIIKI_SECRET_KEY", "only for tests")

from chiiki.web.config import settings
from chiiki.web.config.settings import *  # noqa: F403 -- Django reads settings as names of a module

settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
WHITENOISE_USE_FINDERS = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
