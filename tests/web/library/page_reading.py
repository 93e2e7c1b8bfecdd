"""What a test reads out of a page: its text, its numbers, its links."""

from __future__ import annotations

import re
from html import unescape

__all__ = ["LEFTOVERS", "dangling_links", "dead_links", "page_text", "site_links"]

LEFTOVERS = re.compile(r"\bNaN\b|\bNone\b|\[\]|\{\}|\{[a-z_]+\}|\bnan\b")
"""What stands in a text when something was printed that nobody worded."""


def page_text(html):
    """Return the words of a page as a reader sees them."""
    return unescape(re.sub(r"<[^>]+>", " ", html))


def dangling_links(html):
    """Return the links into the page that lead to no element of it; ``#_`` closes a card."""
    ids = set(re.findall(r'\bid="([^"]+)"', html))
    return {unescape(href) for href in re.findall(r'href="#([^"]+)"', html)} - ids - {"_"}


def site_links(html):
    """Return the links to other pages of the site."""
    return {unescape(href) for href in re.findall(r'href="(/(?:ja|en)/[^"#]*)', html)}


def dead_links(client, links):
    """Return link → status for those of `links` whose page does not answer."""
    return {link: status for link in links if (status := client.get(link).status_code) not in {200, 301, 302}}
