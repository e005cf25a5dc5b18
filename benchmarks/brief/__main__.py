"""How long a brief of ten thousand records takes: the shipped case several times over, each copy with its own ids.

    python -m benchmarks.brief [--records 10000] [--folder F]

Sources, events, lines, statements, claims and steps are copied with new ids; scopes of figures get the copy's number,
so that copies bear on each other as a larger case's records would, and conflict no more than one copy does.
"""

from __future__ import annotations

import argparse
import csv
import resource
import tempfile
import time
from pathlib import Path

from reclaim.desk.brief import brief
from reclaim.desk.demo import CASES
from reclaim.desk.new import new

# Columns that name a record of the same copy.
TIES = {"id", "source", "event", "statement", "rests_on", "all_parts_of", "subjects", "scope_items", "item"}
ONCE = {"types.csv", "parties.csv", "decisions.csv", "prices.csv", "blocks.csv"}


def copied(cells: dict[str, str], copy: int, names: set[str]) -> dict[str, str]:
    """One row of a copy: what names a record of the case names that of its copy."""
    def renamed(text: str) -> str:
        return ";".join(f"{part}-c{copy}" if part in names else part for part in text.split(";"))

    row = {column: renamed(text) if column in TIES else text for column, text in cells.items()}
    if row.get("scope_words", "") != "":
        row["scope_words"] += f" ({copy})"
    return row


def many(records: int, folder: Path) -> tuple[list[Path], int]:
    """Record files with at least so many records; how many there are."""
    shipped = sorted((CASES / "afghanistan-2021").glob("*.csv"))
    tables: dict[str, list[dict[str, str]]] = {}
    for path in shipped:
        with path.open(encoding="utf-8", newline="") as file:
            tables[path.name] = list(csv.DictReader(file))
    names = {row["id"] for name, rows in tables.items() if name not in ONCE for row in rows}
    copies = max(1, -(-records // sum(len(rows) for name, rows in tables.items() if name not in ONCE)))
    files, count = [], 0
    for name, rows in tables.items():
        made = rows if name in ONCE else [copied(row, n, names) for n in range(copies) for row in rows]
        if len(made) == 0:
            continue
        files.append(folder / name)
        count += len(made)
        with files[-1].open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(made[0]))
            writer.writeheader()
            writer.writerows(made)
    return files, count


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=10_000)
    parser.add_argument("--folder", type=Path, default=None, help="where to leave case and briefs")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        folder = asked.folder or Path(work)
        folder.mkdir(parents=True, exist_ok=True)
        files, count = many(asked.records, folder)
        case = new(folder / "case", owner="Benchmark")
        began = time.perf_counter()
        added = case.add(files)
        print(f"records {count:,}, added {len(added.added):,}, refused {added.refused}, "
              f"{time.perf_counter() - began:.1f} s to add")
        for ending in ("html", "pdf"):
            began, cpu = time.perf_counter(), time.process_time()
            written = brief(case, folder / f"brief.{ending}")
            print(f"brief.{ending}: {time.perf_counter() - began:.1f} s, {time.process_time() - cpu:.1f} s of processor, "
                  f"{written.path.stat().st_size / 1e6:.1f} MB")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f} GB")


if __name__ == "__main__":
    main()
