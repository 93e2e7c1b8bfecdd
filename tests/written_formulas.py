"""Formulas computed as they are written, cell by cell, slow and without any cleverness."""

from __future__ import annotations

import numpy as np


def atlas_by_loops(x: np.ndarray) -> dict[str, np.ndarray]:
    """Compute the technical boxes of the Atlas of Economic Complexity: every sum a loop."""
    n_regions, n_fields = x.shape
    regions, fields = range(n_regions), range(n_fields)
    whole = x.sum()
    ratio = np.array([[x[r, a] / x[r].sum() / (x[:, a].sum() / whole) for a in fields] for r in regions])
    has = ratio >= 1 - 1e-12
    columns = [[r for r in regions if has[r, a]] for a in fields]
    near = np.array(
        [
            [len(set(columns[a]) & set(columns[b])) / max(len(columns[a]), len(columns[b])) for b in fields]
            for a in fields
        ]
    )
    reach = [sum(near[a, b] for b in fields) for a in fields]
    distance = np.array(
        [[sum(near[a, b] for b in fields if not has[r, b]) / reach[a] for a in fields] for r in regions]
    )
    eci, pci = _by_eigenvectors(has)
    coi = np.array([sum((1 - distance[r, a]) * pci[a] for a in fields if not has[r, a]) for r in regions])
    open_value = np.where(has, 0.0, pci)
    cog = np.array(
        [
            [
                sum(near[a, b] / reach[b] * open_value[r, b] for b in fields) - (1 - distance[r, a]) * pci[a]
                for a in fields
            ]
            for r in regions
        ]
    )
    density = 1 - distance
    return {"rca": ratio, "proximity": near, "density": density, "eci": eci, "pci": pci, "coi": coi, "cog": cog}


def _by_eigenvectors(has: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Take second eigenvectors of both unsymmetric matrices; ECI rises with diversity, PCI is its image."""
    table = has.astype(float)
    diversity, ubiquity = table.sum(axis=1), table.sum(axis=0)
    between = (table / diversity[:, None]) @ (table / ubiquity).T
    values, vectors = np.linalg.eig(between)
    regions = vectors[:, np.argsort(values.real)[-2]].real
    regions = regions * np.sign(np.corrcoef(regions, diversity)[0, 1])
    fields = (table.T @ regions) / ubiquity
    return tuple((side - side.mean()) / side.std(ddof=1) for side in (regions, fields))
