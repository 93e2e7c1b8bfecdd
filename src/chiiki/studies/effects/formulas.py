"""What each value of each threat and of the balance question is, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chiiki.provenance import Phrase

if TYPE_CHECKING:
    from chiiki.studies.effects.threats import ThreatKind

__all__ = ["FORMULAS", "THEIL"]

_WORDS: dict[ThreatKind, dict[str, tuple[str, str]]] = {
    "selection": {
        "level_gap": (
            "exp(mean log outcome before, selected less others) - 1",
            "exp(選定前の対数値の平均の差、選定県から他県を引く) - 1",
        ),
        "level_p": (
            "share of assignments with a gap of level as large",
            "割り当てのうち、水準の差が同じ以上になるものの割合",
        ),
        "trend_gap": (
            "exp(mean yearly slope of the log outcome before, selected less others) - 1",
            "exp(選定前の対数値の年々の伸びの差、選定県から他県を引く) - 1",
        ),
        "trend_p": (
            "share of assignments with a gap of slope as large",
            "割り当てのうち、伸びの差が同じ以上になるものの割合",
        ),
        "matched": (
            "the effect against the nearest never selected prefecture of each, by the years before",
            "選定前の動きが最も似た、選定の記録がない県と比べた効果",
        ),
    },
    "overlap": {
        "treated_share": (
            "cells under treatment in which another programme ran / cells under treatment",
            "選定後の県・年度のうちほかの制度が動いていた数 / 選定後の県・年度の数",
        ),
        "untreated_share": (
            "the same of never selected prefectures from the first start on",
            "選定の記録がない県についての同じ割合（最初の開始年度以降）",
        ),
        "adjusted": (
            "the effect with the number of other programmes running as a covariate",
            "動いていたほかの制度の数を説明変数に加えた効果",
        ),
        "without": ("the effect without prefectures of the named programme", "括弧内の制度の県を除いた効果"),
        "n_treated": (
            "selected prefectures that are left without the named programme",
            "括弧内の制度の県を除いて残る選定県の数",
        ),
    },
    "before": {
        "years": ("first start less first year of income", "最初の開始年度から所得の最初の年度を引いた数"),
        "short": ("the effect with three years before the first start", "最初の開始の前を3年分とした効果"),
        "manufacturing_years": (
            "years of manufacturing value added before the first start",
            "最初の開始の前にある製造業付加価値額の年数",
        ),
        "manufacturing_gap": (
            "exp(mean log growth of manufacturing value added on record, selected less others) - 1",
            "exp(記録のある製造業付加価値額の対数の伸びの平均の差、選定県から他県を引く) - 1",
        ),
    },
    "spillovers": {
        "n_neighbours": (
            "never selected prefectures that border a selected one on land",
            "選定の記録がなく、選定県と陸で接する県の数",
        ),
        "without": ("the effect without these neighbours", "これらの隣の県を除いた効果"),
        "on_neighbours": (
            "the effect on these neighbours against prefectures further away",
            "これらの隣の県への効果（遠い県と比べる）",
        ),
    },
    "shocks": {
        "without_crisis": ("the effect without FY2008-2010", "2008〜2010年度を除いた効果"),
        "without_struck": ("the effect without Iwate, Miyagi and Fukushima", "岩手・宮城・福島を除いた効果"),
        "until_crisis": ("the effect until FY2007", "2007年度までの効果"),
    },
    "commuters": {
        "product": ("the effect on gross prefectural product per resident", "住民1人当たりの県内総生産への効果"),
    },
    "base_years": {
        "one_vintage": ("the effect within one vintage, as published", "一つの系列の公表値による効果"),
        "linked": ("the effect in the same years of linked income", "同じ期間の接続値による効果"),
    },
    "list": {
        "bounds": (
            "lowest and highest effect over all lists that agree with published totals",
            "公表数と合うすべての一覧での効果の最小と最大",
        ),
        "n_lists": ("number of lists that agree with published totals", "公表数と合う一覧の数"),
        "n_missing": ("published selections that are not on record", "公表された選定のうち記録のない数"),
        "n_undated": ("selected prefectures of unknown start", "開始年度の分からない選定県の数"),
    },
    "few": {
        "n_treated": ("selected prefectures of known start", "開始年度の分かる選定県の数"),
        "smallest": ("prefectures of the smallest cohort", "最も少ない開始年度の県の数"),
        "least_p": ("1 / (1 + assignments drawn)", "1 / (1 + 引き直した割り当ての数)"),
        "width": ("width of the interval / (2 * 1.96 * standard error)", "区間の幅 / (2 * 1.96 * 標準誤差)"),
    },
    "space": {
        "borders": ("borders between two selected prefectures", "選定県どうしの県境の数"),
        "borders_p": (
            "share of assignments with as many such borders",
            "割り当てのうち、選定県どうしの県境が同じ以上に多いものの割合",
        ),
        "moran": (
            "Moran's I of residuals over all years, neighbours by land border",
            "全年度の残差のモランのI（陸で接する県を隣とする）",
        ),
        "moran_p": (
            "share of permuted prefectures with as large a Moran's I",
            "県を並べ替えたうち、モランのIが同じ以上に大きいものの割合",
        ),
        "blocks_interval": (
            "the interval with draws within the areas of METI's bureaus",
            "経済産業局の管内ごとに引き直した区間",
        ),
        "blocks_p": (
            "the p value with draws within the areas of METI's bureaus",
            "経済産業局の管内ごとに引き直したp値",
        ),
    },
}

FORMULAS: dict[ThreatKind, dict[str, Phrase]] = {
    kind: {name: Phrase(en=en, ja=ja) for name, (en, ja) in words.items()} for kind, words in _WORDS.items()
}
"""What each value of each threat is."""

THEIL = {
    "first": Phrase(en="first", ja="最初の年度"),
    "last": Phrase(en="last", ja="最後の年度"),
    "change": Phrase(en="change", ja="変化"),
    "without": Phrase(en="without", ja="制度がない場合"),
    "effect": Phrase(en="effect", ja="制度の分"),
    "interval": Phrase(en="interval", ja="制度の分の区間"),
    "assumed": Phrase(en="assumed", ja="効果を仮定した県の数"),
    "share": Phrase(en="share", ja="変化に占める割合"),
    "share_interval": Phrase(en="share_interval", ja="変化に占める割合の区間"),
}
"""Which value of the balance question it is."""
