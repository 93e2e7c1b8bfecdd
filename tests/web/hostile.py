"""What people and machines put into fields and addresses when they mean harm, or by bad luck.

Each list is used whole. ``MARK`` stands for what a script would do; :func:`has_run` in a page
says whether it did.
"""

from __future__ import annotations

from urllib.parse import quote

__all__ = ["ADDRESSES", "BROKEN", "HEADERS", "MARK", "PATHS", "REDIRECTS", "SQL", "XSS", "has_run"]

MARK = "document.documentElement.dataset.ran=1"
"""What a script does that must not run."""

_ELEMENTS = [
    f"<script>{MARK}</script>",
    f"<SCRIPT>{MARK}</SCRIPT>",
    f"<script >{MARK}</script >",
    f"<script\n>{MARK}</script\n>",
    f"<script/x>{MARK}</script>",
    f"<scr<script>ipt>{MARK}</scr</script>ipt>",
    "<script src=//evil.example/x.js></script>",
    "<script src=data:text/javascript,1></script>",
    f"<script type=module>{MARK}</script>",
    f"<script>//<!--\n{MARK}//--></script>",
    f"<svg><script>{MARK}</script></svg>",
    f"<svg><script href=data:,{MARK} />",
    f"<math><mtext><script>{MARK}</script></mtext></math>",
    f"<noscript><p title='</noscript><img src=x onerror={MARK}>'>",
    f"<template><script>{MARK}</script></template>",
    f"<xmp><img src=x onerror={MARK}></xmp>",
]
_HANDLERS = [
    f"<img src=x onerror={MARK}>",
    f"<img src=x onerror='{MARK}'>",
    f'<img src="x" onerror="{MARK}">',
    f"<img/src=x/onerror={MARK}>",
    f"<img src=x:x onerror\n=\n{MARK}>",
    f"<IMG SRC=x ONERROR={MARK}>",
    f"<svg onload={MARK}>",
    f"<svg/onload={MARK}>",
    f"<svg><animate onbegin={MARK} attributeName=x dur=1s>",
    f"<svg><set onbegin={MARK} attributeName=x>",
    f"<body onload={MARK}>",
    f"<body onpageshow={MARK}>",
    f"<details open ontoggle={MARK}>",
    f"<input autofocus onfocus={MARK}>",
    f"<select autofocus onfocus={MARK}>",
    f"<textarea autofocus onfocus={MARK}>",
    f"<video src=x onerror={MARK}>",
    f"<video><source onerror={MARK}></video>",
    f"<audio src=x onerror={MARK}>",
    f"<object data=x onerror={MARK}>",
    f"<marquee onstart={MARK}>",
    f"<iframe onload={MARK}>",
    f"<style onload={MARK}></style>",
    f"<link rel=stylesheet href=x onerror={MARK}>",
    f"<p style='animation:x 1s' onanimationstart={MARK}>",
    f"<div onpointerenter={MARK}>x</div>",
    f"<a href=# onclick={MARK}>x</a>",
    f"<form onformdata={MARK}><input></form>",
    f"<dialog open oncancel={MARK}>",
    f"<x contenteditable onbeforeinput={MARK}>x",
]
_ATTRIBUTES = [
    f'" onfocus={MARK} autofocus x="',
    f"' onfocus={MARK} autofocus x='",
    f"` onfocus={MARK} autofocus x=`",
    f"x onfocus={MARK} autofocus",
    f'"><script>{MARK}</script>',
    f"'><script>{MARK}</script>",
    f'"><img src=x onerror={MARK}>',
    f"'/><svg onload={MARK}>",
    f"--><script>{MARK}</script>",
    f"]]><script>{MARK}</script>",
    f"</title><script>{MARK}</script>",
    f"</textarea><script>{MARK}</script>",
    f"</style><script>{MARK}</script>",
    f"</script><script>{MARK}</script>",
    f"</option></select><img src=x onerror={MARK}>",
    f"&quot;&gt;&lt;script&gt;{MARK}&lt;/script&gt;",
    f"&#34;&#62;<script>{MARK}</script>",
]
_ADDRESSED = [
    f"javascript:{MARK}",
    f"JaVaScRiPt:{MARK}",
    f" javascript:{MARK}",
    f"java\tscript:{MARK}",
    f"java\nscript:{MARK}",
    f"\x01javascript:{MARK}",
    f"javascript&colon;{MARK}",
    f"<a href='javascript:{MARK}'>x</a>",
    f'<a href="&#106;avascript:{MARK}">x</a>',
    f"<iframe src='javascript:{MARK}'>",
    f"<iframe srcdoc='<script>parent.{MARK}</script>'>",
    f"<form action='javascript:{MARK}'><button>x</button></form>",
    f"<button formaction='javascript:{MARK}'>x</button>",
    f"<object data='data:text/html,<script>{MARK}</script>'>",
    f"<embed src='data:text/html,<script>{MARK}</script>'>",
    "<base href=//evil.example/>",
    "<meta http-equiv=refresh content='0;url=//evil.example/'>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<style>@import '//evil.example/x.css';</style>",
    "<img src=//evil.example/x.png>",
]
_TEMPLATES = [
    "{{ 7|add:7 }}",
    "{% load static %}",
    "{% include 'ui/base.html' %}",
    "${7*7}",
    "#{7*7}",
    "<%= 7*7 %>",
    "{{constructor.constructor('1')()}}",
    f"<div hx-on:load='{MARK}'>x</div>",
    f"<div data-hx-on:htmx:load='{MARK}'>x</div>",
    "<div hx-get='//evil.example/' hx-trigger=load>x</div>",
    f"<div hx-vals='js:{{a:{MARK}}}' hx-get='/' hx-trigger=load>x</div>",
    f"＜script＞{MARK}＜/script＞",
    f"\u2028<script>{MARK}</script>\u2029",
    f"+ADw-script+AD4-{MARK}+ADw-/script+AD4-",
]
XSS = [*_ELEMENTS, *_HANDLERS, *_ATTRIBUTES, *_ADDRESSED, *_TEMPLATES]
"""Text that would run, load or lead away if a page wrote it unescaped."""

REDIRECTS = [
    *(
        "//evil.example",
        "///evil.example",
        "////evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\\/evil.example",
    ),
    *(
        "http://evil.example",
        "https://evil.example/ja/",
        "HTTPS://EVIL.EXAMPLE",
        "http:evil.example",
        "https:/evil.example",
    ),
    *("//evil.example/%2f..", "/%09/evil.example", "/\t/evil.example", "\t//evil.example", "\x00//evil.example"),
    *(
        "//127.0.0.1@evil.example",
        "http://127.0.0.1@evil.example/",
        "https://127.0.0.1.evil.example/",
        "//evil。example",
    ),
    *(
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://evil.example/",
        "/ja/..//evil.example",
        "/ja/\r\nLocation: //evil.example",
    ),
]
"""Values of ``next`` that must not lead away from the site."""

SQL = [
    *(
        "'",
        '"',
        "';--",
        "' or '1'='1",
        '" or ""="',
        "1; drop table library_record",
        "') union select 1,2,3--",
        "%27",
        "\\'",
    ),
    *("* OR *", "NEAR(a b)", "name_ja:*", '"unclosed', "a AND", "(((", "^a", "-a", "a*", "%", "_", "1e999", "0x1"),
]
"""Text that breaks a query built from strings, of SQL or of a full-text engine."""

BROKEN = [
    *(
        "\x00",
        "a\x00b",
        "\ufffe",
        "\uffff",
        "\u202e右から",
        "\u200b",
        "\ufeff地域",
        "e\u0301" * 50,
        "\U0001f468\u200d\U0001f469",
    ),
    *(
        "ﷺ" * 100,
        "髙﨑",
        "⼀⼆",
        "１２３",
        "ｱｲｳ",
        "a" * 10_000,
        "地" * 5_000,
        " " * 500,
        "\n" * 500,
        "-1",
        "999999999999999999999",
        "NaN",
        "1_000",
        "٣",
    ),
]
"""Text that is odd, endless or of no language, but valid UTF-8."""

ADDRESSES = [
    *(
        "%",
        "%2",
        "%zz",
        "%ff",
        "%ff%fe",
        "%c0%af",
        "%ed%a0%80",
        "%ed%b0%80",
        "%00",
        "a%00b",
        "%f8%88%80%80%80",
        "%u5730",
    ),
    *(quote(text, safe="") for text in ("地域", "\U0001f468", "../../etc/passwd", "a/b", "<b>", '"')),
]
"""Raw percent-encoded text: broken UTF-8, lone surrogates, NUL."""

PATHS = [
    *(
        "../../etc/passwd",
        "..%2f..%2fetc%2fpasswd",
        "....//etc/passwd",
        "/etc/passwd",
        "%2e%2e/",
        ".",
        "..",
        "~root",
        "con",
        "a/../b",
    ),
    *("a;b", "a.json.csv", ".json", "a" * 300, "a" * 5_000, "*", "?", "#", "a b", "a+b", "a\\b"),
]
"""Ids and names that would leave a folder."""

HEADERS = {
    "host": ["evil.example", "evil.example:80", "127.0.0.1@evil.example", "", "a" * 300, "[::1", "127.0.0.1\x00"],
    "accept-language": ["xx", "a" * 5_000, "*;q=9", "en;q=nan", "<script>", "../../ja"],
    "x-forwarded-host": ["evil.example"],
    "x-forwarded-proto": ["https", "javascript"],
    "x-request-id": ["<b>", "a" * 5_000, "x\r\ny: z"],
    "if-none-match": ["*", '"', "W/", '"a", ', "a" * 5_000],
    "accept-encoding": ["gzip;q=0", "*", "a" * 5_000],
    "content-type": ["text/html", "multipart/form-data", "a" * 5_000],
    "cookie": ["sessionid=x", "sessionid=" + "a" * 5_000, "=", ";;;", "csrftoken=<b>"],
    "hx-request": ["true"],
    "range": ["bytes=0-1", "bytes=-1", "x"],
}
"""Header → values that a careless reader of it would trust."""


def has_run(page):
    """Say whether anything of :data:`XSS` ran in a page of the browser."""
    return page.evaluate("document.documentElement.dataset.ran") is not None
