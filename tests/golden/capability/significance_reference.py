"""Compute the stored reference values of significance, documents and the null model.

Run in an environment of its own, never in the project's::

    pip install bicm==3.4.0 scipy==1.17.1 statsmodels==0.15.0
    python tests/golden/capability/significance_reference.py
    Rscript tests/golden/capability/significance_reference.R

Everything is seeded. Writes `significance_py.json` beside this file; the R script reads
the counts and the documents from it and writes `significance_r.json`.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from bicm import BipartiteGraph
from scipy.sparse import csr_matrix
from scipy.stats import hypergeom
from statsmodels.stats.multitest import multipletests

HERE = Path(__file__).parent
SEED = 20260404


def main() -> None:
    """Write the file."""
    rng = np.random.default_rng(SEED)
    small = rng.poisson(rng.lognormal(1.0, 1.0, (6, 9)))
    large = np.rint(rng.lognormal(6.0, 2.0, (8, 12))).astype(int)
    values = {
        "small": {"counts": small.tolist(), "tails": _hypergeometric(small)},
        "large": {"counts": large.tolist()},
        "adjust": _adjust(rng.beta(0.4, 2.0, 40)),
        "documents": _documents(rng),
        "model": _model(rng),
    }
    (HERE / "significance_py.json").write_text(json.dumps(values) + "\n", encoding="utf-8")


def _hypergeometric(counts: np.ndarray) -> list[list[float]]:
    of_fields, of_regions = counts.sum(axis=0), counts.sum(axis=1)[:, np.newaxis]
    return hypergeom.sf(counts - 1, counts.sum(), of_fields, of_regions).tolist()


def _adjust(p_values: np.ndarray) -> dict[str, list[float]]:
    return {"p_values": p_values.tolist(), "adjusted": multipletests(p_values, method="fdr_bh")[1].tolist()}


def _documents(rng: np.random.Generator) -> dict[str, object]:
    """300 documents with one to six of 25 fields; SciPy's product of tables."""
    rows = [(number, field) for number in range(300) for field in rng.choice(25, rng.integers(1, 7), replace=False)]
    documents, fields = np.array(rows).T
    table = csr_matrix((np.ones(len(rows)), (documents, fields)))
    return {
        "documents": documents.tolist(),
        "fields": fields.tolist(),
        "shared": (table.T @ table).toarray().astype(int).tolist(),
    }


def _model(rng: np.random.Generator) -> dict[str, object]:
    """60 regions in three groups that favour different fields; the fixed point is bicm's most exact solver."""
    groups = np.kron(np.eye(3), np.ones((20, 6)))
    effects = rng.normal(size=(60, 1)) + rng.normal(size=(1, 18))
    latent = 0.5 * effects + rng.logistic(size=(60, 18)) + 4 * groups
    presence = (latent > np.quantile(latent, 0.7)).astype(int)
    result: dict[str, object] = {"presence": presence.tolist()}
    for tail, name in {"exact": "poibin", "poisson": "poisson"}.items():
        graph = BipartiteGraph()
        graph.set_biadjacency_matrix(presence)
        graph.solve_tool(method="fixed-point", tol=1e-15, eps=1e-16, max_steps=5000)
        graph.compute_projection(rows=False, approx_method=name, threads_num=1, alpha=0.05)
        result["probabilities"] = graph.get_bicm_matrix().tolist()
        result[tail] = np.asarray(graph.get_projected_pvals_mat(layer="columns")).tolist()
        links = graph.get_cols_projection(fmt="edgelist") if tail == "exact" else None
        if links is not None:
            result["validated"] = sorted(sorted(map(int, link)) for link in links)
    return result


if __name__ == "__main__":
    main()
