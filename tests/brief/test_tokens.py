from __future__ import annotations

import itertools

import pytest

from chiiki.brief.tokens import COLOURS, GRADE_LEVELS, SPACES, TYPE_SIZES, custom_properties

ON_PAPER = {  # token: (light, dark) as the design states them
    "ink": (17.7, 16.1),
    "ink-2": (7.8, 9.6),
    "line": (3.9, 5.0),
    "rule": (1.4, 1.6),
    "accent": (7.2, 8.4),
    "peer": (4.1, 6.3),
    "link": (9.0, 10.2),
    "visited": (9.4, 10.2),
    "caution": (6.9, 11.6),
    "error": (6.5, 8.9),
    "ok": (6.5, 10.0),
}
ON_SEQ = {  # step: (text token, light, dark)
    1: ("ink", 14.6, 12.1),
    2: ("ink", 10.5, 7.5),
    3: ("ink", 6.8, 4.7),
    4: ("paper", 4.7, 9.2),
    5: ("paper", 9.3, 14.7),
}
LEAST_TEXT, LEAST_MARK = 4.5, 3.0


def luminance(colour):
    channels = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other, *, mode):
    """Contrast of two tokens as WCAG 2.2 defines it."""
    a, b = (luminance(getattr(COLOURS[name], mode)) for name in (one, other))
    return (max(a, b) + 0.05) / (min(a, b) + 0.05)


@pytest.mark.parametrize("token", ON_PAPER)
@pytest.mark.parametrize(("place", "mode"), [(0, "light"), (1, "dark")])
def test_contrast_to_paper_is_what_the_design_states(token, place, mode):
    assert contrast(token, "paper", mode=mode) == pytest.approx(ON_PAPER[token][place], abs=0.06)


@pytest.mark.parametrize("step", ON_SEQ)
def test_text_on_a_class_is_what_the_design_states(step):
    text, light, dark = ON_SEQ[step]
    assert contrast(text, f"seq-{step}", mode="light") == pytest.approx(light, abs=0.06)
    assert contrast(text, f"seq-{step}", mode="dark") == pytest.approx(dark, abs=0.06)
    assert min(light, dark) >= LEAST_TEXT


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_text_on_change_colours_stays_legible(mode):
    texts = {1: "paper", 2: "ink", 3: "ink", 4: "ink", 5: "paper"}
    assert all(contrast(text, f"div-{step}", mode=mode) >= LEAST_TEXT for step, text in texts.items())


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_every_text_token_keeps_four_and_a_half_and_every_mark_three(mode):
    for text in ("ink", "ink-2", "accent", "link", "visited", "caution", "error", "ok"):
        assert contrast(text, "paper", mode=mode) >= LEAST_TEXT
        assert contrast(text, "wash", mode=mode) >= LEAST_TEXT
    for mark in ("line", "peer", *(f"cat-{k}" for k in range(1, 6))):
        assert contrast(mark, "paper", mode=mode) >= LEAST_MARK
    for tone in ("caution", "error"):
        assert contrast(tone, f"{tone}-bg", mode=mode) >= LEAST_TEXT
    assert contrast("ink-2", "none", mode=mode) >= LEAST_TEXT
    assert contrast("paper", "accent", mode=mode) >= LEAST_TEXT
    assert contrast("focus-ink", "focus", mode=mode) == pytest.approx(12.4, abs=0.06)


def test_light_values_are_unique_but_for_the_first_category_and_the_focus_ink():
    seen = {}
    for name, colour in COLOURS.items():
        seen.setdefault(colour.light, []).append(name)
    assert [names for names in seen.values() if len(names) > 1] == [["ink", "focus-ink"], ["accent", "cat-1"]]


def test_classes_darken_step_by_step_on_a_grey_printer():
    greys = [luminance(COLOURS[f"seq-{k}"].light) for k in range(1, 6)]
    assert all(lighter > 1.3 * darker for lighter, darker in itertools.pairwise(greys))


def test_custom_properties_hold_every_token_in_both_modes():
    assert custom_properties(is_dark=False).startswith("--paper:#ffffff;--wash:#f4f6f8;")
    assert custom_properties(is_dark=True).startswith("--paper:#11161c;")
    assert custom_properties(is_dark=True).count("--") == len(COLOURS)


def test_better_grades_are_darker():
    assert GRADE_LEVELS == {"S+": 5, "S": 5, "A": 4, "B": 3, "C": 2, "D": 1}


def test_sizes_ascend():
    assert list(SPACES) == sorted(SPACES)
    assert TYPE_SIZES["chart"] == (10, 7.5)
