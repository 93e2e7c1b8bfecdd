"""What somebody asks who looks for a secret: some three hundred searches, filters, orders and pages."""

from __future__ import annotations

from datetime import timedelta
from itertools import product
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from django.utils import timezone
from kept_secrets import IDS, WORDS
from world import FOREIGN

if TYPE_CHECKING:
    from world import World

__all__ = ["private_questions", "searches"]

LISTS = ("programmes", "plans", "sources", "regions")
GRAMMAR = ("{}", "-{}", "NOT {}", '"{}"', "{}*", "{} OR 制度", "地域 {}", "*", "{} {}")
FILTERS = (
    {"ministry": "MEXT"},
    {"prefecture": "04"},
    {"field": "ヒミツ"},
    {"ministry": "none"},
    {"from": "2026"},
    {"to": "2026"},
    {"from": "2026", "to": "2026"},
    {"type": "x"},
    {"plan": "6"},
    {"grade": "A"},
)
SORTS = ("", "name", "-name", "start", "-start", "type", "-related")


def searches() -> list[str]:
    """Return searches of the library and of the interface for machines."""
    words = [*WORDS.values(), "ヒミツ", "HIMITSU", "Hidden programme", "秘密", "@example.jp", "seed-001"]
    said = [{"q": form.format(word, word)} for word, form in product(words, GRAMMAR)]
    asked = [f"/ja/search?{urlencode(one)}" for one in said]
    asked += [f"/{lang}/search.{ending}?{urlencode({'q': word})}" for word in words for lang, ending in _ENDINGS]
    asked += [f"/api/v1/search?{urlencode({'q': word})}" for word in words]
    for name in LISTS:
        asked += [f"/ja/{name}?{urlencode(one)}" for one in FILTERS]
        asked += [f"/ja/{name}?{urlencode({'sort': sort, 'q': 'ヒミツ'})}" for sort in SORTS]
        asked += [f"/api/v1/{name}?{urlencode(one)}" for one in (*FILTERS, {"q": "ヒミツ"}, {"sort": "-name"})]
        asked += [f"/ja/{name}?page={page}" for page in (1, 2, 99)]
        asked += [f"/ja/{name}/HIMITSU", f"/api/v1/{name}/HIMITSU"]
    asked += ["/ja/programmes.csv?ministry=MEXT", "/ja/programmes.json?ministry=MEXT", "/feeds/ja/new.xml"]
    return [*asked, f"/ja/{quote(WORDS['draft'])}", "/id/programme/HIMITSU", "/ja/compare?programme=HIMITSU"]


_ENDINGS = (("ja", "csv"), ("en", "json"))


def private_questions(world: World) -> list[str]:
    """Return filters, orders and pages of what is about people's work, and the addresses of what is hidden."""
    person, day = world.people[FOREIGN].pk, timezone.localdate()
    log = [
        {},
        *(
            {"action": action}
            for action in ("test.act", "test.own", "accounts.invite", "api.issue_token", "jobs.retry")
        ),
        *({"subject": subject} for subject in ("thing", "job", "person", WORDS["record"], *map(str, IDS.values()))),
        *({"person": str(who)} for who in (person, IDS["person"])),
        {"since": str(day)},
        {"until": str(day)},
        {"until": str(day - timedelta(days=1))},
        {"before": "0" * 64},
    ]
    asked = [f"/en/audit{ending}?{urlencode(one)}" for one in log for ending in ("", ".csv", ".json")]
    asked += [
        f"/en/{name}?page={page}"
        for name in ("people", "posts", "organisations", "invitations", "jobs")
        for page in (1, 2)
    ]
    asked += [f"/en/jobs?state={state}" for state in ("waiting", "dead", "done", "x")]
    asked += [f"/en/account/tokens?page={page}" for page in (1, 2)]
    of_ids = {
        "person": ("people/{}", "people/{}/posts/new", "people/{}/close", "people/{}/reopen"),
        "post": ("posts/{}/end",),
        "invitation": ("invitations/{}/withdraw",),
        "job": ("jobs/{}", "jobs/{}?still"),
        "dead": ("jobs/{}",),
        "token": ("account/tokens/{}/revoke",),
        "organisation": ("organisations/{}", "organisations/{}/edit"),
    }
    return asked + [f"/en/{form.format(IDS[name])}" for name, forms in of_ids.items() for form in forms]
