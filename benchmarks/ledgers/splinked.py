"""The same books linked by Splink 5, as a user would set it up: one table of all rows, links between books kept."""

from __future__ import annotations

import logging
import warnings

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import parquet as pq

from benchmarks.ledgers.clerks import Written
from benchmarks.ledgers.measures import Pair

FIELDS = ("make", "model")
BOOK = 1_000_000_000
RULES = (
    "l.serial = r.serial", "substr(l.serial,-4) = substr(r.serial,-4)", "substr(l.serial,1,4) = substr(r.serial,1,4)",
    "substr(l.serial,1,2) = substr(r.serial,1,2) and substr(l.serial,-2) = substr(r.serial,-2) and l.make = r.make",
    "substr(l.serial,3,4) = substr(r.serial,3,4)")
"""Which pairs are weighed at all."""


def links(written: Written) -> dict[Pair, float]:
    """Pairs of rows in two books with Splink's probability: serial by Damerau-Levenshtein at 1 and 2, make and model
    exact; u by sampling, m by two passes of its EM, the prior by its rule for exact links."""
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator

    logging.disable(logging.WARNING)
    warnings.simplefilter("ignore")
    settings = SettingsCreator(
        link_type="dedupe_only", blocking_rules_to_generate_predictions=list(RULES),
        comparisons=[cl.DamerauLevenshteinAtThresholds("serial", [1, 2]), *(cl.ExactMatch(name) for name in FIELDS)])
    database = DuckDBAPI()
    linker = Linker(database.register(_rows(written), dataset_display_name="rows"), settings)
    linker.training.estimate_probability_two_random_records_match("l.serial = r.serial and l.make = r.make", recall=0.8)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e7, seed=1)
    for rule in ("l.last4 = r.last4", "l.make = r.make and l.first4 = r.first4"):
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    frame = linker.inference.predict(threshold_match_probability=0.05).as_duckdbpyrelation().arrow()
    pairs = frame.read_all() if hasattr(frame, "read_all") else frame
    left, right = (np.asarray(pairs[f"unique_id_{side}"]) for side in "lr")
    left, right = np.minimum(left, right), np.maximum(left, right)
    apart = left // BOOK != right // BOOK
    sure = np.asarray(pairs["match_probability"])[apart]
    ends = [((int(a) // BOOK, int(a) % BOOK), (int(b) // BOOK, int(b) % BOOK))
            for a, b in zip(left[apart], right[apart], strict=True)]
    return dict(zip(ends, sure.tolist(), strict=True))


def _rows(written: Written) -> pa.Table:
    parts = []
    for book in written.books:
        table = pq.read_table(book.path, columns=["row", "canonical", *FIELDS])
        table = table.filter(pc.greater(pc.fill_null(pc.utf8_length(table["canonical"]), 0), 0))
        parts.append(pa.table({
            "unique_id": pc.add(table["row"], book.number * BOOK), "serial": table["canonical"],
            "first4": pc.utf8_slice_codeunits(table["canonical"], 0, 4),
            "last4": pc.utf8_slice_codeunits(table["canonical"], -4),
            **{name: pc.if_else(pc.equal(table[name], ""), None, table[name]) for name in FIELDS}}))
    return pa.concat_tables(parts)
