"""What every request and answer gets, whatever the page: an id, headers, and a place in caches or none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from csp.utils import build_policy
from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags
from whitenoise.middleware import WhiteNoiseFileResponse

from chiiki.web.access.masking import has_secret
from chiiki.web.access.views import declaration_of
from chiiki.web.ui.errors import WORDED, worded_refusal
from chiiki.web.ui.page_store import PageKey, PageStore, kept_page, sorted_query

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.http import HttpRequest

    from chiiki.web.ui.page_store import KeptPage

__all__ = ["PageCache", "RequestId", "SafetyHeaders", "WordedRefusals"]

SHARED = "public, max-age=300"
"""For pages that are the same for everybody without a session; five minutes until browsers ask again."""

NOT_SHARED = "private, no-store"

HTTP_OK = 200

LONGEST_QUERY = 1000
"""Characters of a query beyond which a page is not kept."""

DOWNLOAD_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"
"""For what is not a page of the site: if a browser showed it, it could run nothing and be nobody."""

SITE_ALONE = "strict-origin"
"""Referrers of pages whose address is a secret name the site; forms of such pages still say where they come from."""

PERMISSIONS = "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"


class RequestId:
    """Give each request an id, which errors, audit records and the answer carry."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Name the request and say the name in the answer."""
        request.request_id = uuid4().hex  # type: ignore[attr-defined]
        response = self.answer(request)
        response["X-Request-ID"] = request.request_id  # type: ignore[attr-defined]
        return response


class SafetyHeaders:
    """Set the headers that keep a browser from doing more than it was asked; on errors and files too."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer
        self.policy = build_policy()
        self.headers = {
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": settings.X_FRAME_OPTIONS,
            "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
            "Cross-Origin-Opener-Policy": settings.SECURE_CROSS_ORIGIN_OPENER_POLICY,
            "Cross-Origin-Resource-Policy": "same-origin",
            "Permissions-Policy": PERMISSIONS,
        }

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Set what the answer does not have; what is no page gets the policy of downloads."""
        response = self.answer(request)
        if has_secret(request.get_full_path()):
            response.headers["Referrer-Policy"] = SITE_ALONE
        for name, value in self.headers.items():
            response.headers.setdefault(name, value)
        if _is_page(response):
            response.headers.setdefault("Content-Security-Policy", self.policy)
        else:
            response.headers["Content-Security-Policy"] = DOWNLOAD_POLICY
        return response


def _is_page(response: HttpResponse) -> bool:
    if "attachment" in response.headers.get("Content-Disposition", ""):
        return False
    return response.headers.get("Content-Type", "text/html").startswith("text/html")


class WordedRefusals:
    """Give an answer that only has a status, such as 405, a page that says what to do."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Word what has no body; keep its headers."""
        response = self.answer(request)
        if response.status_code in WORDED and not response.streaming and not response.content:
            return worded_refusal(request, response)
        return response


class PageCache:
    """Keep pages that are the same for everybody; tell all caches to keep nothing else.

    A page is kept where its view declares ``is_shared``, nobody signed in, the answer is a plain
    200, and nothing on the way touched a cookie. What is kept never depends on the host that a
    request names.
    """

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer
        self.store = PageStore(n_bytes=settings.PAGE_CACHE_BYTES)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer from memory, or ask, and keep what may be kept."""
        key = _key(request)
        kept = self.store.get(key) if key and _is_own_host(request) else None
        if kept is not None:
            return _answered(request, kept)
        response = self.answer(request)
        if _is_file(response):
            response.headers.setdefault("Cache-Control", NOT_SHARED)  # a range that it does not have
            return response
        if key is None or not getattr(request, "is_shared_page", False) or not _may_be_shared(response):
            response.headers["Cache-Control"] = NOT_SHARED
            return response
        return self._kept(request, response, key=key)

    def process_view(self, request: HttpRequest, view: Callable[..., HttpResponse], *_parts: Any) -> None:  # noqa: ANN401 -- as Django calls it
        """Note whether the view declares its page as shared."""
        declaration = declaration_of(view)
        request.is_shared_page = declaration is not None and declaration.is_shared  # type: ignore[attr-defined]

    def _kept(self, request: HttpRequest, response: HttpResponse, *, key: PageKey) -> HttpResponse:
        response.headers["Cache-Control"] = SHARED
        is_one_form = "Vary" not in response.headers
        patch_vary_headers(response, ("Accept-Encoding", "Cookie"))
        if not is_one_form or request.method == "HEAD":
            return response
        page = kept_page(response.content, headers=dict(response.headers))
        self.store.put(key, page)
        return _answered(request, page)


def _key(request: HttpRequest) -> PageKey | None:
    """Return what names the page; None where the answer may depend on who asks."""
    if request.method not in {"GET", "HEAD"} or "HTTP_AUTHORIZATION" in request.META:
        return None
    query = request.META.get("QUERY_STRING", "")
    if len(query) > LONGEST_QUERY:
        return None
    if "HTTP_COOKIE" in request.META and not request.COOKIES.keys().isdisjoint(
        {settings.SESSION_COOKIE_NAME, "messages"}
    ):
        return None
    return PageKey(request.scheme or "", request.path_info, sorted_query(query) if query else "")


def _is_file(response: HttpResponse) -> bool:
    """Say whether the answer is a static file, whose place in caches its own middleware decides."""
    return isinstance(response, WhiteNoiseFileResponse)


def _is_own_host(request: HttpRequest) -> bool:
    try:
        request.get_host()
    except DisallowedHost:
        return False
    return True


def _may_be_shared(response: HttpResponse) -> bool:
    if response.status_code != HTTP_OK or response.streaming or response.cookies:
        return False
    return "cookie" not in response.headers.get("Vary", "").lower()


def _answered(request: HttpRequest, page: KeptPage) -> HttpResponse:
    """Send a kept page, packed where the reader takes that, or the word that it has not changed."""
    is_packed = bool(page.packed) and _takes_gzip(request.META.get("HTTP_ACCEPT_ENCODING", ""))
    etag, body = (page.packed_etag, page.packed) if is_packed else (page.etag, page.body)
    known = request.META.get("HTTP_IF_NONE_MATCH")
    if known and _names(known, page):
        response: HttpResponse = HttpResponseNotModified(headers=_lasting(page.headers))
    else:
        response = HttpResponse(b"" if request.method == "HEAD" else body, headers={**page.headers})
        response.headers["Content-Length"] = str(len(body))
        if is_packed:
            response.headers["Content-Encoding"] = "gzip"
    response.headers["ETag"] = etag
    return response


def _takes_gzip(accepted: str) -> bool:
    """Say whether a reader takes gzip; ``gzip;q=0`` is a refusal."""
    if "gzip" not in accepted:
        return False
    weights = dict(part.replace(" ", "").partition(";q=")[::2] for part in accepted.split(","))
    return weights.get("gzip", "0") not in {"0", "0.0", "0.00", "0.000"}


def _names(known: str, page: KeptPage) -> bool:
    if known.strip() == "*":
        return True
    return any(etag.removeprefix("W/") in {page.etag, page.packed_etag} for etag in parse_etags(known))


def _lasting(headers: Mapping[str, str]) -> dict[str, str]:
    """Return the headers that go with an answer without body."""
    return {name: value for name, value in headers.items() if not name.startswith("Content-") or "Policy" in name}
