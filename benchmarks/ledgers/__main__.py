"""`python -m benchmarks.ledgers [--each N] [--background N] [--seed N] [--splink] [--out FILE]`

Two registers of ten million rows: `python -m benchmarks.ledgers.large`."""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

import pyarrow as pa
from pyarrow import parquet as pq

from benchmarks.ledgers import measures
from benchmarks.ledgers.clerks import Written, write
from reclaim.desk.linking import Linked, linked, pairs
from reclaim.ledger.links import Linking, links
from reclaim.ledger.reconcile import reconcile
from reclaim.ledger.spread import spread
from reclaim.model.block import Block
from reclaim.model.discrepancy import Due, Rules

RULES = Rules(due=(Due("sight", 365),), authorised=("Navy", "Border Guard"))
BLOCKS = (Block("b1", "bel", "B3", "B100001", "B300000", "2018", "made up"),)


def main() -> None:
    """Make the registers, reconcile them, print what was right."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ledgers", description=__doc__)
    parser.add_argument("--each", type=int, default=220, help="weapons planted, and look-alikes, of each class")
    parser.add_argument("--background", type=int, default=10000, help="other weapons")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=None, help="write the tables there too")
    parser.add_argument("--splink", action="store_true", help="Splink beside it (some minutes)")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        text = run(Path(folder), asked.each, asked.background, asked.seed, beside=asked.splink)
    print(text)
    if asked.out is not None:
        asked.out.write_text(text + "\n", "utf-8")


def run(folder: Path, each: int, background: int, seed: int, *, beside: bool = False) -> str:
    """All tables as text."""
    written = write(folder, each, background, seed)
    begun = time.monotonic()
    found_near = near_links(written)
    linked = time.monotonic() - begun
    begun = time.monotonic()
    found = reconcile(written.books, found_near.near, None, RULES, blocks=BLOCKS, totals=written.totals,
                      missing=found_near.missing, doubt=found_near.doubt).discrepancies
    folded = time.monotonic() - begun
    rows = sum(pq.read_metadata(b.path).num_rows for b in written.books)
    head = [f"# Do the books agree: {rows:,} rows in {len(written.books)} books, {len(written.weapons):,} weapons, "
            f"seed {seed}", "", f"Near links {linked:.0f} s, classes {folded:.1f} s.", ""]
    return "\n".join([*head, *link_table(written, found_near, beside=beside), "", *class_table(written, found)])


def near_links(written: Written) -> Linked:
    """Near links between all books that can hold one weapon."""
    return linked(spread(written.books), written.books)


SURE = (0.5, 0.8, 0.9)
"""Links are shown from these probabilities on. What is asked of links is asked of SURE[1], chosen on seeds 11, 12 and 31."""


def link_table(written: Written, found: Linked, *, beside: bool) -> list[str]:
    """Identity links against an exact join and a join within one edit; void if those are too good."""
    serial = {(b.number, r): text or "" for b in written.books for r, text in
              zip(*(pq.read_table(b.path, columns=["row", "canonical"])[n].to_pylist() for n in ("row", "canonical")),
                  strict=True)}
    exact, within = measures.exact_join(serial), measures.near_join(serial)
    compared = {(a.number, b.number) for a, b in pairs(written.books)}
    ours = _ours(written, found, sorted(compared))
    same = {p for p, (_, near) in ours.items() if not near}
    so = {p for p in measures.true_links(written, serial) if (p[0][0], p[1][0]) in compared}
    apart = {p for p in so if p not in exact and p not in same}
    said: dict[str, tuple[set[measures.Pair], set[measures.Pair]]] = {}
    for least in SURE:
        told = {p for p, (sure, _) in ours.items() if sure >= least}
        said[f"reclaim, p >= {least}"] = told, told - same
    said |= {"exact join": (exact, set()), "OSA <= 1 join": (exact | within, within)}
    if beside:
        from benchmarks.ledgers.splinked import links as splinked

        weighed = splinked(written)
        for least in (0.05, 0.2, 0.5):
            told = {p for p, sure in weighed.items() if sure >= least}
            said[f"Splink 5, p >= {least}"] = told, told - exact
    doubted = [(sure, p in so) for p, (sure, near) in ours.items() if not near and sure < 1]
    lines = [f"{len(so):,} true links between compared books, {len(apart):,} of them near alone.", "",
             "| | precision | recall | near alone: precision | recall |", "|---|---:|---:|---:|---:|"]
    for name, (every, nearly) in said.items():
        every, nearly = ({p for p in some if (p[0][0], p[1][0]) in compared} for some in (every, nearly))
        all_, alone = measures.score(every, so), measures.score(nearly, apart)
        near_ = f"{alone.precision:.3f} | {alone.recall:.3f}" if len(nearly) > 0 else "- | -"
        lines.append(f"| {name} | {all_.precision:.3f} | {all_.recall:.3f} | {near_} |")
    lines += ["", "Equal marks with a probability, said -> so (links): " + ", ".join(_bins(doubted))]
    recall = measures.score({p for p in exact if (p[0][0], p[1][0]) in compared}, so).recall
    precision = measures.score({p for p in exact | within if (p[0][0], p[1][0]) in compared}, so).precision
    hard = recall <= 0.85 and precision <= 0.70
    return [*lines, "", f"Hard enough (exact join recall {recall:.3f} <= .85, OSA <= 1 join precision {precision:.3f} "
            f"<= .70): {'yes' if hard else 'NO, the table is void'}."]


def _bins(said: list[tuple[float, bool]]) -> list[str]:
    """How often links were right, by how probable they were said to be."""
    tenths: dict[int, list[tuple[float, bool]]] = {}
    for sure, right in said:
        tenths.setdefault(int(10 * sure), []).append((sure, right))
    return [f"{sum(p for p, _ in own) / len(own):.2f} -> {sum(r for _, r in own) / len(own):.2f} ({len(own):,})"
            for _, own in sorted(tenths.items())]


def _ours(written: Written, found: Linked, compared: list[tuple[int, int]]) -> dict[measures.Pair, tuple[float, bool]]:
    """Pairs of rows with their probability (1 where none was computed), and whether their marks differ."""
    place = {b.snapshot: b.number for b in written.books}
    said = {}
    for row in links(Linking(written.books, compared, found.near, found.doubt)).to_pylist():
        sides = sorted((place[row[f"{side}_snapshot"]], row[f"{side}_row"]) for side in ("left", "right"))
        sure = 1.0 if row["probability"] is None else row["probability"]
        said[sides[0], sides[1]] = sure, row["basis"] == "near" and row["edits"] != 0
    return said


def class_table(written: Written, found: pa.Table) -> list[str]:
    """Precision and recall of each class, the worst last."""
    scores = measures.classes(found, written)
    lines = ["| class | so | found | wrong | precision | said | recall |", "|---|---:|---:|---:|---:|---:|---:|"]
    for name, s in sorted(scores.items()):
        lines.append(f"| {name} | {s.right + s.missed:,} | {s.right:,} | {s.wrong:,} | {s.precision:.3f} | "
                     f"{s.said:.3f} | {s.recall:.3f} |")
    low = min(s.precision for s in scores.values()), min(s.recall for s in scores.values())
    return [*lines, f"| worst class | | | | {low[0]:.3f} | | {low[1]:.3f} |", "",
            "A class is found of a weapon if a finding of the class names one of its rows; a finding is wrong if it "
            "names none of which the class is so. Said: the mean probability of the findings."]


if __name__ == "__main__":
    main()
