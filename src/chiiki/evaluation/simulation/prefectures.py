"""The 47 prefectures that simulated programmes run in: how large they are and where they lie.

Persons are the residents of the 2020 census (1 October 2020; Statistics Bureau, as in SSDSE-B-2025
A1101). Latitude and longitude are those of the prefectural office in degrees (dataofjapan/land,
prefecturalCapital.csv, 2014). They only shape simulations; facts about regions come from the pack.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from chiiki.arrays import FloatArray, IntArray

__all__ = ["PREFECTURES", "distances", "persons", "regions"]

EARTH_RADIUS = 6371.0
"""Mean radius in km."""

REGION_SIZES = (1, 6, 7, 9, 7, 5, 4, 8)
"""Prefectures of Hokkaido, Tohoku, Kanto, Chubu, Kinki, Chugoku, Shikoku, Kyushu with Okinawa, in the order of codes."""

PREFECTURES: tuple[tuple[str, int, float, float], ...] = (
    ("Hokkaido", 5_224_614, 43.0644, 141.3474),
    ("Aomori", 1_237_984, 40.8243, 140.7401),
    ("Iwate", 1_210_534, 39.7035, 141.1527),
    ("Miyagi", 2_301_996, 38.2687, 140.8722),
    ("Akita", 959_502, 39.7182, 140.1034),
    ("Yamagata", 1_068_027, 38.2401, 140.3625),
    ("Fukushima", 1_833_152, 37.7501, 140.4668),
    ("Ibaraki", 2_867_009, 36.3418, 140.4468),
    ("Tochigi", 1_933_146, 36.5658, 139.8835),
    ("Gunma", 1_939_110, 36.3912, 139.0609),
    ("Saitama", 7_344_765, 35.8578, 139.6478),
    ("Chiba", 6_284_480, 35.6046, 140.1232),
    ("Tokyo", 14_047_594, 35.6892, 139.6916),
    ("Kanagawa", 9_237_337, 35.4475, 139.6423),
    ("Niigata", 2_201_272, 37.9017, 139.0227),
    ("Toyama", 1_034_814, 36.6953, 137.2113),
    ("Ishikawa", 1_132_526, 36.5947, 136.6256),
    ("Fukui", 766_863, 36.0652, 136.2216),
    ("Yamanashi", 809_974, 35.6651, 138.5690),
    ("Nagano", 2_048_011, 36.6513, 138.1810),
    ("Gifu", 1_978_742, 35.3912, 136.7222),
    ("Shizuoka", 3_633_202, 34.9770, 138.3831),
    ("Aichi", 7_542_415, 35.1802, 136.9067),
    ("Mie", 1_770_254, 34.7305, 136.5086),
    ("Shiga", 1_413_610, 35.0045, 135.8686),
    ("Kyoto", 2_578_087, 35.0210, 135.7531),
    ("Osaka", 8_837_685, 34.6865, 135.5190),
    ("Hyogo", 5_465_002, 34.6913, 135.1831),
    ("Nara", 1_324_473, 34.6853, 135.8327),
    ("Wakayama", 922_584, 34.2248, 135.1679),
    ("Tottori", 553_407, 35.5035, 134.2383),
    ("Shimane", 671_126, 35.4722, 133.0508),
    ("Okayama", 1_888_432, 34.6613, 133.9344),
    ("Hiroshima", 2_799_702, 34.3960, 132.4596),
    ("Yamaguchi", 1_342_059, 34.1856, 131.4708),
    ("Tokushima", 719_559, 34.0657, 134.5593),
    ("Kagawa", 950_244, 34.3401, 134.0430),
    ("Ehime", 1_334_841, 33.8416, 132.7659),
    ("Kochi", 691_527, 33.5597, 133.5309),
    ("Fukuoka", 5_135_214, 33.6068, 130.4182),
    ("Saga", 811_442, 33.2494, 130.2988),
    ("Nagasaki", 1_312_317, 32.7445, 129.8730),
    ("Kumamoto", 1_738_301, 32.7904, 130.7423),
    ("Oita", 1_123_852, 33.2382, 131.6127),
    ("Miyazaki", 1_069_576, 31.9111, 131.4239),
    ("Kagoshima", 1_588_256, 31.5602, 130.5579),
    ("Okinawa", 1_467_480, 26.2115, 127.6811),
)
"""Name, persons, latitude and longitude, in the order of the codes 01 to 47."""


def persons() -> FloatArray:
    """Return the residents of 2020; shape (47,).

    Examples
    --------
    >>> int(persons().sum())
    126146099
    """
    return np.array([row[1] for row in PREFECTURES], dtype=float)


def distances() -> FloatArray:
    """Return the great-circle distances between the capitals in km; shape (47, 47).

    Examples
    --------
    >>> round(float(distances()[12, 26]))  # Tokyo and Osaka
    395
    """
    north, east = np.radians(np.array([row[2:] for row in PREFECTURES])).T
    half = np.sin((north[:, None] - north) / 2) ** 2
    half += np.cos(north[:, None]) * np.cos(north) * np.sin((east[:, None] - east) / 2) ** 2
    found: FloatArray = 2 * EARTH_RADIUS * np.arcsin(np.sqrt(half))
    return found


def regions() -> IntArray:
    """Return which of the eight regions each prefecture lies in, from 0; shape (47,).

    Examples
    --------
    >>> int(regions()[12])  # Tokyo: Kanto
    2
    """
    return np.repeat(np.arange(len(REGION_SIZES)), REGION_SIZES)
