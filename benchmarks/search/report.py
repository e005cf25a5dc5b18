"""The tables and the figure."""

from __future__ import annotations

import datetime
import platform
from pathlib import Path
from typing import Any

PEER_AT = {1_000_000: "SymSpell", 10_000_000: "LexIndex"}
"""The best complete, or most nearly complete, peer at each size."""


def tables(results: list[dict[str, Any]], growth: list[dict[str, Any]]) -> str:
    """Everything as Markdown."""
    parts = ["# Serial search, measured\n", conditions()]
    sizes = sorted({result["rows"] for result in results if result["engine"] != "SparseRegister"})
    parts += [
        beside(rows, [r for r in results if r["rows"] == rows and r["engine"] != "SparseRegister"]) for rows in sizes
    ]
    lone = [r for r in results if r["engine"] == "SparseRegister"]
    if len(growth) + len(lone) > 0:
        parts.append(alone([*growth, *lone]))
    parts.append(goals(results, growth))
    return "\n".join(parts)


def conditions() -> str:
    """Machine and day."""
    model = next(
        (line.split(":")[1].strip() for line in _cpuinfo().splitlines() if line.startswith("model name")),
        platform.processor(),
    )
    today = datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    return f"{today}, {model}, Python {platform.python_version()}; one core, CPU clock of the process.\n"


def _cpuinfo() -> str:
    path = Path("/proc/cpuinfo")
    return path.read_text() if path.exists() else ""


def beside(rows: int, results: list[dict[str, Any]]) -> str:
    """One register: every engine."""
    peer = next((r for r in results if r["engine"] == PEER_AT.get(rows) and "per_s" in r), None)
    lines = [
        f"## {rows:,} rows, the same register and readings\n",
        "| engine | readings/s | times peer | build s | peak MB (of it data) | r@1 | r@10 | pairs found | readings "
        "| note |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|---|",
    ]
    for r in results:
        if "per_s" not in r:
            lines.append(f"| {r['title']} | | | | | | | | | {r['note']} |")
            continue
        times = f"{r['per_s'] / peer['per_s']:.2f}" if peer is not None else ""
        lines.append(
            f"| {r['title']} | {r['per_s']:,.1f} | {times} | {r['build_s']:.1f} "
            f"| {r['peak_mb']:,.0f} ({r['data_mb']:,.0f}) "
            f"| {share(r, 'r@1')} | {share(r, 'r@10')} | {share(r, 'complete')} | {r['readings']:,} | {r['note']} |"
        )
    if peer is not None:
        lines.append(f"\nPeer: {peer['title']}. Pairs found: share of all pairs with OSA <= 2 over the raw strings.\n")
    return "\n".join(lines)


def share(result: dict[str, Any], name: str) -> str:
    """A share, or nothing."""
    return f"{result[name]:.3f}" if name in result else ""


COLUMNS = (
    ("rows", "{:,}", "rows"), ("marks", "{:,}", "marks"), ("build_s", "{:.1f}", "build s, 2 threads, wall"),
    ("build_cpu_s", "{:.1f}", "of CPU"), ("peak_mb", "{:,.0f}", "peak MB"), ("data_mb", "{:,.0f}", "before it"),
    ("bytes_per_serial", "{:.1f}", "bytes a mark"), ("per_s", "{:,.0f}", "complete /s"),
    ("progressive_per_s", "{:,.0f}", "progressive /s"), ("affixes_per_s", "{:,.0f}", "with runs /s"),
    ("counts_per_s", "{:,.0f}", "all counted /s"), ("mapped_per_s", "{:,.0f}", "from the files /s"),
    ("one_reading_us", "{:,.0f}", "one alone, us"), ("open_ms", "{:.1f}", "open ms"),
    ("hits", "{:,.0f}", "marks within 2"), ("limit_us", "{:.1f}", "gather limit us"), ("checked_pairs", "{:,}", "pairs checked"), ("missed", "{:,}", "missed"),
    ("extra", "{:,}", "too many"), ("wrong", "{:,}", "wrong distance"),
)  # fmt: skip


def alone(results: list[dict[str, Any]]) -> str:
    """Ours by size."""
    lines = [
        "## Ours alone\n",
        "| | " + " | ".join(r["title"] for r in results) + " |",
        "|---|" + "--:|" * len(results),
    ]
    for key, form, title in COLUMNS:
        cells = [form.format(r[key]) if key in r else "" for r in results]
        lines.append(f"| {title} | " + " | ".join(cells) + " |")
    bound = [f"{100 * r['limit_us'] * r['counts_per_s'] / 1e6:.0f} %" if "limit_us" in r else "" for r in results]
    lines.append("| share of the gather limit | " + " | ".join(bound) + " |\n")
    return "\n".join(lines)


def goals(results: list[dict[str, Any]], growth: list[dict[str, Any]]) -> str:
    """The measures that were set, and what came out."""
    at = {(r["engine"], r["rows"]): r for r in results if "per_s" in r}
    size = {r["rows"]: r for r in growth if "per_s" in r}
    rows = [
        (
            "complete two-edit search at 10M against lexindex",
            ratio(at, "Reclaim", "LexIndex", 10_000_000),
            "70x",
            "150x",
        ),
        ("the same at 1M against symspellpy", ratio(at, "Reclaim", "SymSpell", 1_000_000), "90x", "250x"),
        ("progressive top-10 at 100M against lexindex at 10M", hundred(size, at), "88x", "200x"),
        ("build 10M / 100M", value(size, "build_s", "{:.1f} s"), "10 s / 100 s", "5 s / 50 s"),
        ("bytes a mark at 10M, spellings included", value(size, "bytes_per_serial", "{:.1f}", 1), "57", "32"),
        ("peak memory building 100M", value(size, "peak_mb", "{:,.0f} MB", 2), "11 GB", "5 GB"),
        ("pairs missed (and extra, and wrong)", errors(results, growth), "0", "0"),
    ]
    lines = ["## The goals\n", "| measure | here | reach | aim |", "|---|--:|--:|--:|"]
    return "\n".join([*lines, *[f"| {a} | {b} | {c} | {d} |" for a, b, c, d in rows], ""])


def ratio(at: dict[Any, dict[str, Any]], ours: str, peer: str, rows: int) -> str:
    """Our speed by theirs."""
    if (ours, rows) not in at or (peer, rows) not in at:
        return "not run"
    return f"{at[ours, rows]['per_s'] / at[peer, rows]['per_s']:.0f}x"


def hundred(size: dict[int, dict[str, Any]], at: dict[Any, dict[str, Any]]) -> str:
    """100 million beside the peer's 10 million."""
    if 100_000_000 not in size or ("LexIndex", 10_000_000) not in at:
        return "not run"
    return f"{size[100_000_000]['progressive_per_s'] / at['LexIndex', 10_000_000]['per_s']:.0f}x"


def value(size: dict[int, dict[str, Any]], key: str, form: str, which: int = 3) -> str:
    """A figure at 10 million (1), at 100 million (2) or both (3)."""
    wanted = [rows for bit, rows in ((1, 10_000_000), (2, 100_000_000)) if which & bit]
    return " / ".join(form.format(size[rows][key]) if rows in size else "not run" for rows in wanted)


def errors(results: list[dict[str, Any]], growth: list[dict[str, Any]]) -> str:
    """All that was found wrong with our answers."""
    ours = [r for r in [*results, *growth] if r["engine"] in ("Reclaim", "Growth", "SparseRegister")]
    return " / ".join(str(sum(r.get(key, 0) for r in ours)) for key in ("missed", "extra", "wrong"))


def growth_figure(growth: list[dict[str, Any]]) -> str:
    """Speed and memory by the size of the register, as SVG."""
    import vl_convert

    series = (
        ("complete two-edit search, readings/s", "per_s"), ("progressive, readings/s", "progressive_per_s"),
        ("build, seconds", "build_s"), ("bytes a mark", "bytes_per_serial"),
    )  # fmt: skip
    values = [
        {"rows": r["rows"], "value": r[key], "measure": title} for r in growth for title, key in series if key in r
    ]
    spec = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "title": "One core, from 1 to 100 million rows",
        "data": {"values": values},
        "facet": {
            "field": "measure",
            "type": "nominal",
            "columns": 2,
            "sort": [title for title, _ in series],
            "title": None,
        },
        "spec": {
            "width": 260,
            "height": 160,
            "mark": {"type": "line", "point": True},
            "encoding": {
                "x": {"field": "rows", "type": "quantitative", "scale": {"type": "log"}, "axis": {"format": "~s"}},
                "y": {"field": "value", "type": "quantitative", "scale": {"zero": True}, "title": None},
            },
        },
        "resolve": {"scale": {"y": "independent"}},
    }
    return str(vl_convert.vegalite_to_svg(spec))
