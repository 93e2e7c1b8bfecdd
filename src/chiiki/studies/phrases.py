"""How a number was computed and where it stands in the facts, in words of our own, in both languages.

What a source says of a place in it is quoted and stands in no table here. A formula of ids and
signs alone needs no words: :meth:`chiiki.provenance.Phrase.signs`.
"""

from __future__ import annotations

from chiiki.provenance import Phrase

__all__ = ["FORMULAS", "PLACES", "formula", "place"]

FORMULAS: dict[str, tuple[str, str]] = {
    "amounts": ("number of amounts of all kinds", "すべての種類の金額の数"),
    "calls_with_both": (
        "number of calls that state applicants and selections",
        "応募数と採択数の両方が分かる公募の数",
    ),
    "cells": ("{table} {year}, {n} prefectures x {m} industries", "{table}の{year}年、{n}都道府県×{m}産業"),
    "cells_chosen": (
        "{table} {year}, {n} prefectures x {m} industries, Hoover index >= {least}",
        "{table}の{year}年、{n}都道府県×{m}産業、フーバー指数{least}以上",
    ),
    "common": ("number of things that each of them has", "すべてに共通するものの数"),
    "complement": ("min({gain}, {give})", "{gain} と {give} のうち小さい方"),
    "density": (
        "relatedness to specialisations / relatedness to all other industries ({cells})",
        "特化する産業との関連の強さの合計 / ほかの全産業との関連の強さの合計（{cells}）",
    ),
    "differences": ("number of differences other than 0", "0でない差の数"),
    "draws": (
        "middle {share} of {n} Poisson draws of the establishments of every industry (seed {seed})",
        "全産業の事業所数をポアソン分布で{n}回引き直した値の中央の{share}（乱数のシード{seed}）",
    ),
    "eci": (
        "second eigenvector of shared specialisations, standardised ({cells})",
        "特化する産業の重なりを表す行列の第2固有ベクトルを標準化した値（{cells}）",
    ),
    "effect_detectable": (
        "exp(effect whose interval excludes 0 in 80 % of {n} studies simulated without one) - 1",
        "exp(効果のない調査を{n}回つくり、その80%で区間が0を含まなくなる効果) - 1",
    ),
    "effect_imputed": ("exp(effect) - 1, by imputation", "exp(効果) - 1（補完法）"),
    "effect_interval": (
        "effects not rejected at 5 % over {n} assignments, exp(effect) - 1",
        "{n}通りの割り当てで5%の水準で棄却されない効果、exp(効果) - 1",
    ),
    "effect_p": (
        "(1 + assignments with a statistic as large) / (1 + {n})",
        "(1 + 統計量が同じ以上に大きい割り当ての数) / (1 + {n})",
    ),
    "effect_second": (
        "exp(effect) - 1, by difference from the year before, not yet treated",
        "exp(効果) - 1（選定の前年からの差を、まだ選定されていない県と比較）",
    ),
    "effect_theil": (
        "Theil index of income per head, vintage {vintage}: {what}",
        "1人当たり県民所得のタイル指数（系列{vintage}）：{what}",
    ),
    "effects": ("number of programmes with an estimated effect", "効果を推定できた制度の数"),
    "empty_combinations": (
        "number of combinations of ministry and stage with 0 designations",
        "指定・採択が0件である府省と段階の組の数",
    ),
    "gain": (
        "100 * mean rise in density of the named options of r{region} ({cells})",
        "100 * r{region}の候補に挙げた産業の密度の上昇の平均（{cells}）",
    ),
    "gini_of_income": (
        "Gini coefficient of income per head over prefectures, weighted by persons",
        "1人当たり県民所得の都道府県間のジニ係数（人口で加重）",
    ),
    "gini_of_rates": (
        "Gini coefficient of designations per million persons over prefectures, weighted by persons",
        "人口100万人当たりの指定・採択の件数の都道府県間のジニ係数（人口で加重）",
    ),
    "larger_pci": ("1 + number of industries with a larger PCI, of {n}", "1 + PCIがより大きい産業の数（全{n}産業）"),
    "larger_regions": ("1 + number of regions with a larger value", "1 + 値がより大きい地域の数"),
    "median_of_prefectures": ("median of the values of {n} prefectures", "{n}都道府県の値の中央値"),
    "median_of_regions": ("median of the values of {n} regions", "{n}地域の値の中央値"),
    "open_industries": (
        "number of industries with location quotient < 1 ({cells})",
        "特化係数が1未満の産業の数（{cells}）",
    ),
    "open_near": (
        "number of those of density at or above their median ({cells})",
        "特化係数が1未満の産業のうち、密度が中央値以上の産業の数（{cells}）",
    ),
    "open_near_complex": (
        "number of those of density at or above their median and PCI at or above that of all industries ({cells})",
        "特化係数が1未満の産業のうち、密度が中央値以上で、PCIが全産業の中央値以上の産業の数（{cells}）",
    ),
    "other_estimates": ("number of other estimates", "ほかの推定の数"),
    "other_estimates_outside": (
        "number of other estimates outside the interval",
        "ほかの推定のうち、区間の外にあるものの数",
    ),
    "partial_lists": ("number of programmes with found < published total", "確認できた件数が公表数に満たない制度の数"),
    "pci": (
        "mean ECI of the prefectures specialised in it, standardised ({cells})",
        "その産業に特化する都道府県のECIの平均を標準化した値（{cells}）",
    ),
    "prefectures_with": ("number of prefectures with a selection", "採択のある都道府県の数"),
    "prefectures_with_0": ("number of prefectures with 0 designations", "指定・採択が0件の都道府県の数"),
    "prefectures_without": ("number of prefectures with no selection", "採択のない都道府県の数"),
    "programmes_on_record": (
        "number of programmes with at least one selection on record",
        "採択を1件以上確認できた制度の数",
    ),
    "rounding": (
        "sum over inputs of the change of the index when one moves by half of its rounding, both years",
        "もとの数字を一つずつ丸めの幅の半分だけ動かしたときの指数の変化の合計（両年度）",
    ),
    "structural_distance": (
        "sum over industries of |share in r{one} - share in r{other}|",
        "産業ごとの |r{one}での構成比 - r{other}での構成比| の合計",
    ),
    "sum_of_prefectures": ("sum of the designations of all prefectures", "全都道府県の指定・採択の件数の合計"),
    "supporting": (
        "number of ministries and agencies with support at this stage",
        "この段階に支援のある府省・機関の数",
    ),
    "theil_of_income": (
        "Theil index of income per head over prefectures, weighted by persons",
        "1人当たり県民所得の都道府県間のタイル指数（人口で加重）",
    ),
    "unknown_kinds": ("number of kinds of gap", "確認できない事項の種類の数"),
    "unsupported": (
        "cells without support in the rows of ministries that support another stage: {cells}",
        "ほかの段階を支援する府省の行のうち、支援のないマス：{cells}",
    ),
    "unsupported_none": (
        "cells without support in the rows of ministries that support another stage: none",
        "ほかの段階を支援する府省の行のうち、支援のないマス：なし",
    ),
    "whole_matrix": (
        "different programmes and measures in all cells: {subjects}",
        "すべてのマスにある制度と支援メニュー（重複を除く）：{subjects}",
    ),
    "whole_matrix_none": (
        "different programmes and measures in all cells: none",
        "すべてのマスにある制度と支援メニュー（重複を除く）：なし",
    ),
}
"""Key → English, Japanese: how a number is computed, where ids and signs alone do not say it."""

PLACES: dict[str, tuple[str, str]] = {
    "all_rows": ("{table}: all rows", "{table}：すべての行"),
    "all_tables": ("all tables of the facts", "事実集のすべての表"),
    "calls_without_selections": ("calls: no row with selections", "calls：採択数のある行なし"),
    "coverage_is_whole": (
        "coverage: no programme with fewer found than published",
        "coverage：確認できた件数が公表数に満たない制度なし",
    ),
    "disagreements": (
        "disagreements: rows of the programme, its selections and its calls",
        "disagreements：この制度とその採択・公募についての行",
    ),
    "found_in_year": (
        "designations: programme_id={programme}, FY{fy} {part}",
        "designations：programme_id={programme}、{fy}年度 {part}",
    ),
    "income": (
        "prefectural income per head, FY{first}-{last}, {n} prefectures",
        "1人当たり県民所得、{first}〜{last}年度、{n}都道府県",
    ),
    "jobs_summed": (
        "{table}: year={year}, sum of the prefectures, industry={industry}",
        "{table}：year={year}、都道府県の合計、industry={industry}",
    ),
    "jobs_summed_total": (
        "{table}: year={year}, sum of the prefectures, every industry",
        "{table}：year={year}、都道府県の合計、全産業",
    ),
    "jobs_total": (
        "{table}: year={year}, region_id={region}, every industry",
        "{table}：year={year}、region_id={region}、全産業",
    ),
    "no_effect_here": (
        "designations: no programme here with an estimated effect",
        "designations：この県に、効果を推定できた制度なし",
    ),
    "no_money": ("budgets: no row of the programme", "budgets：この制度の行なし"),
    "no_prefecture": ("regions: no prefecture", "regions：都道府県の行なし"),
    "no_row": ("{table}: no row", "{table}：該当する行なし"),
    "no_unknown": ("designations: no gap", "designations：確認できない事項なし"),
    "rows_of_source": ("{table}: {n} rows of this source", "{table}：この出典による{n}行"),
    "selected_dated": ("{rows}, start known", "{rows}、開始年度が分かるもの"),
    "selected_none": ("{rows}, none on record", "{rows}、選定の記録がない都道府県"),
    "stage_of": ("{table}: {subject}, {stage} ({where})", "{table}：{subject}、段階は{stage}（{where}）"),
    "selected_undated": ("{rows}, start not known", "{rows}、開始年度が分からないもの"),
}
"""Key → English, Japanese: where in the facts a number stands, where no id or condition says it alone."""


def formula(key: str, **parts: str | float | Phrase) -> Phrase:
    """Word how a number was computed.

    Parameters
    ----------
    key : str
        Of :data:`FORMULAS`.
    **parts : str, int, float or Phrase
        What fills the places of the text; a phrase fills each language with its own words.
    """
    return _filled(FORMULAS[key], parts)


def place(key: str, **parts: str | float | Phrase) -> Phrase:
    """Word where in the facts a number stands; `key` is of :data:`PLACES`, `parts` as in :func:`formula`."""
    return _filled(PLACES[key], parts)


def _filled(words: tuple[str, str], parts: dict[str, str | int | float | Phrase]) -> Phrase:
    en, ja = words
    return Phrase(
        en=en.format(**{name: part.en if isinstance(part, Phrase) else part for name, part in parts.items()}).rstrip(),
        ja=ja.format(**{name: part.ja if isinstance(part, Phrase) else part for name, part in parts.items()}).rstrip(),
    )
