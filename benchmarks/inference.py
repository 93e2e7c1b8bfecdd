"""Time as a witness: whether the processor works longer where there is something that a reader may not know.

Usage: ``./run python benchmarks/inference.py [--pairs 2000]``. For each route two requests are asked
by turns, one that meets a secret and one that does not, in a random order within each pair. The
area under the curve (AUC) is the chance that the one with the secret took longer: 0.50 tells
nothing, and 0.50 ± 0.03 is the aim.
"""

from __future__ import annotations

import argparse
import logging
import random
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from uuid import uuid4

import numpy as np

from chiiki.web.config.start import open_site, prepare_site

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from uuid import UUID

    from django.test import Client
    from numpy.typing import NDArray

SEED = 20261130
AIM = 0.03
N_DRAFTS = 100
DRAFT, NOTHING = "琥珀玻璃", "珊瑚瑪瑙"
"""Words that stand in no fact: the first in the names of drafts, the second nowhere."""

PASSWORD = "correct horse battery staple"  # noqa: S105 -- of a made-up person
HIDDEN, ABSENT = "hidden@example.jp", "absent@example.jp"


class Route(NamedTuple):
    """One question, asked of something hidden and of nothing."""

    name: str
    with_secret: Callable[[], object]
    without: Callable[[], object]


def main() -> None:
    """Make a site with secrets, time the routes, print the figures."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--pairs", type=int, default=2000, help="pairs of requests for each route")
    n_pairs = options.parse_args().pairs
    with tempfile.TemporaryDirectory(prefix="chiiki-inference-") as folder:
        open_site(data=Path(folder))
        prepare_site()
        logging.disable(logging.WARNING)
        print(f"{n_pairs:,} pairs for each route, seed {SEED}; aim: 0.50 ± {AIM}")
        for route in _routes():
            times = _timed(route, n_pairs)
            auc = _auc(times[:, 0], times[:, 1])
            median = np.median(times, axis=0) * 1e3
            verdict = "" if abs(auc - 0.5) <= AIM else "  <- outside of the aim"
            print(f"{route.name:<36} AUC {auc:.3f}   median {median[0]:.3f} and {median[1]:.3f} ms{verdict}")


def _timed(route: Route, n_pairs: int) -> NDArray[np.float64]:
    """Return seconds of processor, ``(n_pairs, 2)``: with the secret, without."""
    chance = random.Random(SEED)  # noqa: S311 -- an order, not a secret
    asked = (route.with_secret, route.without)
    times = np.empty((n_pairs, 2))
    for ask in asked * 5:
        ask()
    for pair in times:
        for which in chance.sample((0, 1), 2):
            started = time.process_time()
            asked[which]()
            pair[which] = time.process_time() - started
    return times


def _auc(with_secret: NDArray[np.float64], without: NDArray[np.float64]) -> float:
    """Return the chance that one of the first is larger than one of the second; a tie counts half."""
    order = np.sort(without)
    below = np.searchsorted(order, with_secret, side="left") + np.searchsorted(order, with_secret, side="right")
    return float(below.mean() / (2 * len(without)))


def _routes() -> Iterator[Route]:
    """Make what is hidden, and the reader who may not know it."""
    from django.test import Client  # noqa: PLC0415 -- after Django is started

    reader, public = _reader(), Client(HTTP_HOST="localhost")
    job, post, invitation = _hidden()
    yield Route("job of another person", _get(reader, f"jobs/{job}"), _get(reader, f"jobs/{uuid4()}"))
    yield Route("post of another person", _get(reader, f"posts/{post}/end"), _get(reader, f"posts/{uuid4()}/end"))
    yield Route(
        "invitation of another person",
        _get(reader, f"invitations/{invitation}/withdraw"),
        _get(reader, f"invitations/{uuid4()}/withdraw"),
    )
    yield Route("search for a draft", _get(reader, f"search?q={DRAFT}"), _get(reader, f"search?q={NOTHING}"))
    yield Route("new password for a known address", _reset(public, HIDDEN), _reset(public, ABSENT))


def _get(client: Client, path: str) -> Callable[[], object]:
    return lambda: client.get(f"/en/{path}")


def _reset(client: Client, email: str) -> Callable[[], object]:
    """Ask for a link as often as one likes: limits and mails that are one mail would say that it was asked before."""
    from django.core.cache import cache  # noqa: PLC0415 -- after Django is started
    from django.db import transaction  # noqa: PLC0415 -- as above

    def ask() -> None:
        with transaction.atomic():
            client.post("/en/account/password/reset", {"email": email})
            cache.clear()
            transaction.set_rollback(True)

    return ask


def _reader() -> Client:
    """Return a browser in which somebody without a post signed in."""
    from django.test import Client  # noqa: PLC0415 -- after Django is started

    person = _person("reader@example.jp")
    client = Client(HTTP_HOST="localhost")
    client.force_login(person, backend="chiiki.web.accounts.backends.AddressBackend")
    return client


def _person(email: str):  # type: ignore[no-untyped-def]  # noqa: ANN202 -- models are known after Django is started
    from allauth.account.models import EmailAddress  # noqa: PLC0415 -- after Django is started

    from chiiki.web.accounts.models import User  # noqa: PLC0415 -- as above

    person = User.objects.create_user(email, PASSWORD, name="Somebody")
    EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    return person


def _hidden() -> tuple[UUID, UUID, UUID]:
    """Make what the reader may not know, and return ids of a job, a post and an invitation."""
    from django.utils import timezone  # noqa: PLC0415 -- after Django is started

    from chiiki.web.accounts.models import Invitation, Post  # noqa: PLC0415 -- as above
    from chiiki.web.jobs.models import Job  # noqa: PLC0415 -- as above

    other, now = _person(HIDDEN), timezone.now()
    job = Job.objects.create(task="jobs.tidy", put_by=other.pk)
    post = Post.objects.create(holder=other, role="auditor", scope="instance", from_on=now.date())
    invitation = Invitation.objects.create(
        email="new@example.jp", role="auditor", scope="instance", expires_at=now + timedelta(days=7)
    )
    _hide_drafts()
    return job.pk, post.pk, invitation.pk


def _hide_drafts() -> None:
    """Put a hundred drafts that nobody may see beside the programmes of the library."""
    from django.db import connection  # noqa: PLC0415 -- after Django is started

    from chiiki.web.library.catalogue.draft import Draft, Pair  # noqa: PLC0415 -- as above
    from chiiki.web.library.domain import index  # noqa: PLC0415 -- as above
    from chiiki.web.library.enums import Kind, Visibility  # noqa: PLC0415 -- as above
    from chiiki.web.library.models import Record  # noqa: PLC0415 -- as above

    last = Record.objects.latest("pk").pk
    for number in range(last + 1, last + N_DRAFTS + 1):
        name = Pair(f"{DRAFT}{number}", f"Unpublished programme {number}")
        draft = Draft(Kind.PROGRAMME, f"DRAFT{number}", name, "seed-001")
        record, text, entry = index._written(number, draft, Visibility.PRIVATE)  # noqa: SLF001 -- some more, not all anew
        record.save(force_insert=True)
        text.save(force_insert=True)
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO library_search(rowid, names, texts, facets) VALUES (%s, %s, %s, %s)",
                [number, *(" ".join(sorted(terms)) for terms in (entry.names, entry.texts, entry.facets))],
            )


if __name__ == "__main__":
    main()
