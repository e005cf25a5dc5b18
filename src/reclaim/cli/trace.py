"""`reclaim trace CASE [MARK...]`"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reclaim.cli import show
from reclaim.cli.options import AsJson, CaseFolder, Out
from reclaim.model.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reclaim.desk.readings import Readings
    from reclaim.model.candidate import Learned

READ_ALOUD = 20
"""So many readings are answered in full sentences; more as a table of their best candidates."""

SHOWN_FROM = 0.01
"""Candidates of less probability are not read aloud, except for SHOWN_AT_LEAST."""

SHOWN_AT_LEAST = 2


def trace(
    case: CaseFolder,
    marks: Annotated[list[str] | None, typer.Argument(metavar="[MARK...]", show_default=False,
                                                      help="As read off the weapon: ? is one symbol not read, * a run "
                                                           "of them; words such as `or` are understood.")] = None,
    file: Annotated[Path | None, typer.Option("--file", metavar="F", show_default=False,
                                              help="A spreadsheet of readings: xlsx, ods, csv, parquet, json.")] = None,
    register: Annotated[list[str] | None, typer.Option("--register", metavar="N", show_default=False,
                                                       help="Search this register only; may be given again.")] = None,
    make: Annotated[str, typer.Option("--make", show_default=False, help="The maker, as read or judged.")] = "",
    model: Annotated[str, typer.Option("--model", show_default=False, help="The model.")] = "",
    calibre: Annotated[str, typer.Option("--calibre", show_default=False, help="The calibre.")] = "",
    country: Annotated[str, typer.Option("--country", show_default=False, help="The country of make.")] = "",
    date: Annotated[str, typer.Option("--date", metavar="D", show_default=False, help="When it was found.")] = "",
    top: Annotated[int, typer.Option("--top", metavar="N", help="Candidates shown for each reading.")] = 10,
    prior: Annotated[float | None, typer.Option(
        "--prior", metavar="SHARE", show_default=False,
        help="The share of readings expected in the registers (0 to 1); else it is estimated.")] = None,
    out: Out = None,
    as_json: AsJson = False,
) -> None:
    """Is this the weapon, and how sure: search the registers for marks as they were read.

    Each candidate has a probability; candidates and "in no register searched" sum to 1. Without MARK and --file the
    marks of what turned up in the case are traced.

    Example: reclaim trace my-case "W1?04340" --make Colt
    """
    from reclaim.desk import trace as desk
    from reclaim.desk.case import open_case

    desk.short_lived()
    opened = open_case(case)
    if marks is not None and len(marks) > 0 and file is not None:
        raise UsageError("marks and --file together", mend="give the one or the other")
    with show.progress("trace") as progress:
        fields = {"make": make, "model": model, "calibre": calibre, "country": country}
        readings = _readings(opened, marks or [], file, fields, date, progress)
        ready = desk.prepare(opened, register or [], progress, few=len(readings))
        answer = desk.trace(ready, readings, top=top, prior=prior, progress=progress)
        if out is not None:
            count = desk.write(answer, opened, out)
        else:
            rows = desk.whole(answer)
    show.problems(readings.problems)
    if out is not None:
        _tell_written(out, count, len(readings), answer.learned, as_json)
    elif as_json:
        show.document(rows.to_pylist())
    else:
        _say(rows.to_pylist(), len(readings), answer.learned, opened.handling.synthetic)
        _tell_how_to_judge(case, rows.to_pylist())


def _readings(case: Any, marks: Sequence[str], file: Path | None, fields: dict[str, str], date: str,
              progress: Any) -> Readings:
    from reclaim.desk import readings

    day = readings.day_of(date)
    if file is not None:
        return readings.of_file(file, fields, day, progress)
    if len(marks) > 0:
        return readings.given(marks, fields, day)
    return readings.of_case(case)


def _tell_written(out: Path, count: int, readings: int, learned: Learned | None, as_json: bool) -> None:
    if as_json:
        show.document({"out": str(out), "rows": count, "readings": readings})
        return
    show.say(f"written: {out} ({show.plural(count, 'row')} for {show.plural(readings, 'reading')})")
    _say_learned(learned)


def _say_learned(learned: Learned | None) -> None:
    if learned is not None:
        show.say(f"{learned.weapons:,} weapons in {show.plural(learned.rows, 'row')} searched; {learned.ground}; "
                 f"silent misreadings reckoned with: {learned.error_rate:.2%} of symbols")


def _say(rows: list[dict[str, Any]], readings: int, learned: Learned | None, synthetic: bool) -> None:
    if synthetic:
        show.say("SYNTHETIC: made-up records, no real weapons")
    if readings == 0:
        show.say("no mark to trace: give one, or --file, or add recoveries with marks to the case")
    elif readings <= READ_ALOUD:
        for own in _by_reading(rows):
            say_reading(own)
    else:
        _say_table(rows)
    _say_learned(learned)


def _by_reading(rows: Iterable[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    groups: dict[int, list[dict[str, Any]]] = {}
    for row in rows:
        groups.setdefault(row["reading_row"], []).append(row)
    return list(groups.values())


def say_reading(rows: list[dict[str, Any]]) -> None:
    """One reading, as it can be read aloud."""
    none, candidates = rows[0], _candidates(rows)
    show.say(f"{none['reading']}")
    show.say(f"  {_verdict(rows)}")
    if none["verdict"] == "not_traceable":
        show.say()
        return
    named = [own for own in candidates if own[0]["anchor"] is not None]
    shown = [own for own in named if own[0]["rank"] <= SHOWN_AT_LEAST or own[0]["probability"] >= SHOWN_FROM]
    for own in shown:
        show.say(f"  {own[0]['rank']}. {_weapon(_fullest(own))}: {_chance(own[0]['probability'])}")
        for row, word in zip(own, ("", *["also "] * (len(own) - 1)), strict=True):
            show.say(f"     {word}{_where(row)}")
        _say_reasons(own[0]["explanation"])
    left = sum(own[0]["probability"] for own in candidates) - sum(own[0]["probability"] for own in shown)
    if len(candidates) > len(shown):
        show.say(f"  all other registered weapons together: {_chance(left)} (--json lists the first of them)")
    show.say(f"  0. in no register searched: {_chance(none['probability'])}")
    _say_reasons(none["explanation"])
    show.say()


def _candidates(rows: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """The rows of each candidate of one reading, best first."""
    groups: dict[int, list[dict[str, Any]]] = {}
    for row in rows[1:]:
        groups.setdefault(row["rank"], []).append(row)
    return list(groups.values())


def _say_reasons(explanation: str) -> None:
    for part in explanation.split("; "):
        show.say(f"     - {part}")


def _verdict(rows: list[dict[str, Any]]) -> str:
    verdict, first = rows[0]["verdict"], [row for row in rows if row["rank"] == 1]
    if verdict == "not_traceable":
        return f"not traceable: {rows[0]['explanation'].removeprefix('cannot be traced: ')}"
    best = _fullest(first or rows)
    if verdict == "none" or best["serial"] is None:
        return f"none: most probably in no register searched ({_chance(rows[0]['probability'])})"
    if verdict == "ambiguous":
        return f"ambiguous: no answer is more probable than all others; the best is {_weapon(best)} " \
               f"({_chance(best['probability'])})"
    how = "read as registered" if verdict == "exact" else "with misreadings"
    return f"{verdict}: {_weapon(best)}, {how}, probability {_chance(best['probability'])}"


def _fullest(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """The row of a candidate that says most of it."""
    return max(rows, key=lambda row: sum(cell is not None for cell in row.values()))


def _weapon(row: dict[str, Any]) -> str:
    return " ".join(str(row[name]) for name in ("make", "model", "calibre", "serial") if row[name] is not None)


def _where(row: dict[str, Any]) -> str:
    """The register's own number, and the anchor that a decision takes."""
    if row["record"] == row["anchor"]:
        return f"{row['register']}, {row['anchor']}"
    return f"{row['register']}, record {row['record']}, {row['anchor']}"


def _tell_how_to_judge(case: Path, rows: list[dict[str, Any]]) -> None:
    """How a person says that a candidate is the weapon, or is not: for the first candidate that there is."""
    first = next((row for row in rows if row["anchor"] is not None), None)
    if first is not None:
        show.say(f"to judge a candidate: reclaim decide {case} {first['find'] or 'FIND'} {first['anchor']} "
                 '--as same --reason "..." (or different, or unsure)')


def _chance(probability: float | None) -> str:
    from reclaim.trace.reasons import percent

    return "" if probability is None else percent(probability)


def _say_table(rows: list[dict[str, Any]]) -> None:
    lines = []
    for own in _by_reading(rows):
        first = [row for row in own if row["rank"] == 1 and row["serial"] is not None]
        best = _fullest(first) if len(first) > 0 else None
        lines.append((own[0]["reading_row"], own[0]["reading"], own[0]["verdict"],
                      "" if best is None else _weapon(best), "" if best is None else _chance(best["probability"]),
                      _chance(own[0]["probability"])))
    show.table(("row", "reading", "verdict", "best candidate", "probability", "in no register"), lines,
               right=("row", "probability", "in no register"))
    show.say("reasons and further candidates: --json, or --out F")
