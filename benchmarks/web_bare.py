"""The smallest site that Django serves: one page of fixed text, no middleware, no database."""

from __future__ import annotations

from secrets import token_hex
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path

if TYPE_CHECKING:
    from django.http import HttpRequest

PAGE = "<!DOCTYPE html><title>bare</title>" + "<p>bare</p>" * 1000


def page(_request: HttpRequest) -> HttpResponse:
    """Answer with the fixed text."""
    return HttpResponse(PAGE)


urlpatterns = [path("", page)]

settings.configure(
    ROOT_URLCONF=__name__, ALLOWED_HOSTS=["127.0.0.1"], SECRET_KEY=token_hex(), MIDDLEWARE=[], DATABASES={}
)
application = get_wsgi_application()
