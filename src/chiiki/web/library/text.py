"""One spelling for everything that may be typed: text is folded, then cut into words and grams.

Folding takes out what readers do not mean to say: width, case, accents, old forms and radicals
(``data/characters.csv`` names where each pair comes from), hiragana against katakana, small and
prolonged kana, the plural s, spaces and points between Japanese signs. Text and query are folded
alike. Japanese is then indexed by its single signs and its pairs of signs, so that words of one
and two signs are found; Latin words and digits stay whole.

>>> fold("髙知県の　ＳＤＧｓ・ｲﾉﾍﾞｰｼｮﾝ").text
'高知県の sdg いのべしよん'
>>> grams("産学官")
['産', '産学', '学', '学官', '官']
"""

from __future__ import annotations

import csv
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

__all__ = ["Folded", "fold", "grams", "index_terms", "is_japanese", "words_of"]

_MARKED = re.compile("[\u0300-\u036f\u3099\u309a\uff9e\uff9f\ufe00-\ufe0f\U000e0100-\U000e01ef]")
"""Signs that belong to the one before: accents, voicing marks, variation selectors."""

_JAPANESE = "\u3005-\u3007\u3041-\u3096\u309d\u309e\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
_TOKEN = re.compile(rf"[a-z0-9]+\+*|[{_JAPANESE}]+|[^\W_]")
_GLUE = re.compile(r"[\s・･·‐‑‒–—―\-=＝゠]*")
_KANJI = "\u3005\u3400-\u4dbf\u4e00-\u9fff"
_GA_BETWEEN = re.compile(rf"(?<=[{_KANJI}])[ケヶ](?=[{_KANJI}])")
_ORDINAL = re.compile("(?<=第)[一二三四五六七八九](?=[期次回章号])")
_DIGITS = dict(zip("一二三四五六七八九", "123456789", strict=True))
_ROMAN = {chr(0x2160 + n): str(n + 1) for n in range(12)} | {chr(0x2170 + n): str(n + 1) for n in range(12)}
_SMALL = dict(zip("ぁぃぅぇぉっゃゅょゎゕゖ", "あいうえおつやゆよわかけ", strict=True))
_PROLONGED = "ー"
_LATIN_END = 0x0250
_SHORTEST_PLURAL = 4


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text, with the place in the original of each of its signs."""

    text: str
    """Words and runs of Japanese, parted by one space each."""

    spans: tuple[tuple[int, int], ...]
    """Begin and end in the original of each sign of :attr:`text`; a space has an empty span."""


def fold(text: str) -> Folded:
    """Fold `text`, and keep where each sign comes from."""
    signs, origins = _folded_signs(text)
    joined = "".join(signs)
    places = _places(signs, origins)
    parts: list[str] = []
    spans: list[tuple[int, int]] = []
    end = 0
    for match in _TOKEN.finditer(joined):
        token, start = match[0], match.start()
        if parts and not _is_glued(joined, last=parts[-1], end=end, token=token, start=start):
            parts.append(" ")
            spans.append((places[start][0], places[start][0]))
        word = _singular(token) if token.isascii() else token
        parts.append(word)
        # a plural in -ies ends in y, which stands for all that was there
        spans += [
            *places[start : start + len(word) - 1],
            (places[start + len(word) - 1][0], places[match.end() - 1][1]),
        ]
        end = match.end()
    return Folded("".join(parts), tuple(spans))


def _places(signs: list[str], origins: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Say for each sign of the joined text where it comes from; what vanishes belongs to the sign before."""
    places: list[tuple[int, int]] = []
    for sign, origin in zip(signs, origins, strict=True):
        if not sign and places:
            places[-1] = (places[-1][0], origin[1])
        places += [origin] * len(sign)
    return places


def _folded_signs(text: str) -> tuple[list[str], list[tuple[int, int]]]:
    plain = _ORDINAL.sub(lambda found: _DIGITS[found[0]], _GA_BETWEEN.sub("が", text))
    if not _MARKED.search(plain):
        return [_folded_sign(sign) for sign in plain], [(place, place + 1) for place in range(len(plain))]
    clusters: list[str] = []
    origins: list[tuple[int, int]] = []
    for place, sign in enumerate(plain):
        if clusters and _MARKED.match(sign):
            clusters[-1] += sign
            origins[-1] = (origins[-1][0], place + 1)
        else:
            clusters.append(sign)
            origins.append((place, place + 1))
    return [_folded_sign(cluster) for cluster in clusters], origins


@cache
def _folded_sign(cluster: str) -> str:
    if cluster in _ROMAN:
        return _ROMAN[cluster]
    known = _standard_forms()
    base = "".join(
        known.get(sign, sign) for sign in cluster if not "\ufe00" <= sign <= "\ufe0f" and sign < "\U000e0100"
    )
    composed = unicodedata.normalize("NFKC", base).casefold()
    return "".join(_plain(known.get(sign, sign)) for sign in composed)


def _plain(sign: str) -> str:
    if "ァ" <= sign <= "ヶ":
        sign = chr(ord(sign) - 0x60)
    if sign == _PROLONGED:
        return ""
    if ord(sign) < _LATIN_END or "\u1e00" <= sign <= "\u1eff" or "\u0300" <= sign <= "\u036f":
        return "".join(part for part in unicodedata.normalize("NFKD", sign) if not unicodedata.combining(part))
    return _SMALL.get(sign, sign)


@cache
def _standard_forms() -> dict[str, str]:
    table = files("chiiki.web.library").joinpath("data", "characters.csv").read_text(encoding="utf-8")
    return {row["variant"]: row["standard"] for row in csv.DictReader(table.splitlines())}


def _is_glued(joined: str, *, last: str, end: int, token: str, start: int) -> bool:
    """Say whether two runs of Japanese are one, with nothing but spaces, points or hyphens between."""
    if not (is_japanese(last) and is_japanese(token)):
        return False
    return _GLUE.fullmatch(joined, end, start) is not None


def _singular(word: str) -> str:
    if len(word) < _SHORTEST_PLURAL or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-2] if word.endswith(("sses", "xes", "ches", "shes")) else word[:-1]


def is_japanese(token: str) -> bool:
    """Say whether a folded token is a run of Japanese signs."""
    return not token.isascii() and token[0].isalpha() and not token[0].islower()


def grams(run: str) -> list[str]:
    """Cut a run of Japanese into its signs and its pairs of signs, in their order."""
    return [part for place in range(len(run)) for part in (run[place], run[place : place + 2])][: 2 * len(run) - 1]


def index_terms(folded: str) -> set[str]:
    """Return what a folded text is found by.

    Latin words that follow each other are also joined in pairs, so that ``COINEXT`` finds ``COI-NEXT``.
    """
    terms: set[str] = set()
    last = ""
    for token in folded.split():
        if is_japanese(token):
            terms.update(grams(token))
            last = ""
            continue
        terms.add(token)
        if last:
            terms.add(last + token)
        last = token
    return terms


def words_of(query: str) -> tuple[str, ...]:
    """Split a query into the folded words that must all be found; text in quotes is one word.

    Examples
    --------
    >>> words_of('地域 "smart cities"')
    ('地域', 'smart city')
    """
    found = re.findall(r'["“”＂「『]([^"“”＂」』]*)["“”＂」』]|(\S+)', query)
    folded = (fold(quoted or plain).text for quoted, plain in found)
    return tuple(dict.fromkeys(word for word in folded if word))
